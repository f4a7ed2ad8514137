"""The web server as a process of its own: `python -m mitgrim.web.running.server`."""

import argparse

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from mitgrim.web.running.lifetimes import end_with_parent

TARGET = "mitgrim.web.running.site:application"
KILLED_AFTER = 10  # seconds for requests that are being answered


def main() -> None:
    """Answer requests until a signal ends it."""
    parser = argparse.ArgumentParser()
    for name in ("host", "port", "workers", "threads"):
        parser.add_argument(name, type=str if name == "host" else int)
    given = parser.parse_args()
    end_with_parent()
    Server(
        TARGET,
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=given.workers,
        blocking_threads=given.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=KILLED_AFTER,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
