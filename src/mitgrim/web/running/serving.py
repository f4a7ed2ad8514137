"""Serving the site: what must hold before, the processes it needs, and their end."""

import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from mitgrim.web.environment import DATABASE_FILE, LOCAL, SECRET_FILE
from mitgrim.web.running.refusals import RunningRefusal

OTHERS: Final = 0o077  # what a group and everybody may do with a file
PATIENCE: Final = 15.0  # seconds until a process that does not end is killed
LOOK: Final = 0.1
RESTED: Final = 2.0  # seconds before a worker that ended is started again


def must_be_ready(host: str, port: int) -> None:
    """Raise RunningRefusal where the site should not be served as it stands."""
    _must_be_ours_alone(settings.ENVIRONMENT.data)
    if not _is_local(host) and settings.ENVIRONMENT.hosts == LOCAL:
        raise RunningRefusal("no-hosts", host=host)
    if waiting_migrations():
        raise RunningRefusal("not-migrated")
    try:
        _address(host, port).close()
    except OSError as error:
        raise RunningRefusal("no-port", host=host, port=str(port), why=str(error)) from error


def free_port(host: str, wanted: int = 0) -> int:
    """A port that nobody listens on: the one that is wanted, if it is free."""
    with suppress(OSError):
        if wanted:
            _address(host, wanted).close()
            return wanted
    with _address(host, 0) as taken:
        return int(taken.getsockname()[1])


def waiting_migrations() -> int:
    """How many changes of the tables are not applied; raises RunningRefusal without a database."""
    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise RunningRefusal("no-database", why=str(error).strip()) from error


def collect() -> None:
    """Gather styles, scripts and fonts for the server: compressed, under names by content."""
    call_command("collectstatic", interactive=False, verbosity=0)


@dataclass
class Processes:
    """The web server and its workers, as long as nobody asks them to end."""

    server: list[str]
    workers: int
    asked_to_end: bool = False
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    again: dict[str, float] = field(default_factory=dict)

    def run(self) -> int:
        """Start all, keep them up, and give the exit code of the server."""
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, self._end)
        self.running["server"] = _started(self.server)
        self.again = {f"worker-{number}": 0.0 for number in range(self.workers)}
        while not self.asked_to_end and self.running["server"].poll() is None:
            self._keep_workers()
            time.sleep(LOOK)
        self._stop()
        return 0 if self.asked_to_end else self.running["server"].returncode or 1

    def _keep_workers(self) -> None:
        now = time.monotonic()
        for name in [own for own, at in self.again.items() if at <= now]:
            del self.again[name]
            self.running[name] = _started([sys.executable, "-m", "mitgrim.web.running.worker"])
        for name, process in self.running.items():
            if name != "server" and name not in self.again and process.poll() is not None:
                self.again[name] = now + RESTED

    def _end(self, signum: int, frame: FrameType | None) -> None:
        self.asked_to_end = True

    def _stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        last = time.monotonic() + PATIENCE
        for process in self.running.values():
            try:
                process.wait(max(0.0, last - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def serve(*, host: str, port: int, workers: int, threads: int, tasks: int) -> int:
    """Run the site until SIGTERM or SIGINT; the exit code is 0 where one of them ended it.

    A task worker that ends is started again; when the server ends, all end.
    """
    connection.close()
    module = [sys.executable, "-m", "mitgrim.web.running.server"]
    return Processes([*module, host, str(port), str(workers), str(threads)], tasks).run()


def _started(arguments: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, env=os.environ.copy())


def _must_be_ours_alone(data: Path) -> None:
    """Nobody else may read what signs sessions, or what people wrote."""
    if not data.stat().st_mode & OTHERS:
        return
    for name in (SECRET_FILE, DATABASE_FILE):
        file = data / name
        if file.exists() and file.stat().st_mode & OTHERS:
            raise RunningRefusal("readable-by-others", file=str(file), folder=str(data))


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _address(host: str, port: int) -> socket.socket:
    """A socket bound to an address; raises OSError where that can't be, or somebody listens."""
    family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, number)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen()
    except OSError:
        bound.close()
        raise
    return bound
