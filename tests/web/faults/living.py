"""The real server in processes of its own, and people who use it without a browser."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from mitgrim.web.environment import DATABASE_FILE
from tests.web.cast import PASSWORD

ADDRESS = "127.0.0.1"
PROJECTS = "/work/small-2018/jeju/projects/"
MADE = """
from pathlib import Path
from mitgrim.web.running.starting import start
start(Path({folder!r}))
from mitgrim.web.running.database import migrate
migrate()
from tests.web.cast import sign_up
sign_up()
from mitgrim.web.running.serving import collect
collect()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    text: str
    url: str

    @property
    def heading(self) -> str:
        return re.sub(r"<[^>]*>", "", self.text.partition("<h1>")[2].partition("</h1>")[0])


class Form(HTMLParser):
    """The fields of the form on a page that has a given field, as a browser would send them."""

    def __init__(self, page: str, having: str) -> None:
        super().__init__()
        self._forms: list[list[tuple[str, str]]] = []
        self._text: list[str] | None = None
        self._select, self._chosen = "", False
        self._first: str | None = None
        self._templates = 0  # what scripts copy from is not sent
        self.feed(page)
        self.fields = next(own for own in self._forms if any(name == having for name, _ in own))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        off = {name for name, _ in attrs} & {"disabled"}
        if tag == "form":
            self._forms.append([])
        elif tag == "template":
            self._templates += 1
        elif not self._forms or off or self._templates:
            return
        elif tag == "select":
            self._select, self._first = got.get("name", ""), None
            self._chosen = "multiple" in got
        elif tag == "option" and self._select:
            self._option(got)
        elif tag == "textarea" and "name" in got:
            self._add(got["name"], "")
            self._text = []
        elif tag == "input" and "name" in got and self._sent(got):
            self._add(got["name"], got.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if tag == "select" and self._select and not self._templates:
            if not self._chosen and self._first is not None:
                self._add(self._select, self._first)  # a browser shows the first, and sends it
            self._select = ""
        if tag == "textarea" and self._text is not None:
            name, _ = self._forms[-1][-1]
            self._forms[-1][-1] = (name, "".join(self._text).removeprefix("\n"))
            self._text = None

    def _option(self, got: dict[str, str]) -> None:
        if self._first is None:
            self._first = got.get("value", "")
        if "selected" in got:
            self._chosen = True
            self._add(self._select, got.get("value", ""))

    def _add(self, name: str, value: str) -> None:
        self._forms[-1].append((name, value))

    @staticmethod
    def _sent(got: dict[str, str]) -> bool:
        kind = got.get("type", "text")
        return kind not in ("submit", "file", "button") and (
            kind not in ("checkbox", "radio") or "checked" in got
        )

    def with_values(self, **values: str) -> list[tuple[str, str]]:
        """The fields with some values changed; a double underscore stands for a dot."""
        new = {name.replace("__", "."): value for name, value in values.items()}
        return [(name, new.get(name, value)) for name, value in self.fields]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Says where it was sent instead of going there: 302 is what a saved form answers."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Visitor:
    """Somebody who opens pages and sends forms; their cookies are theirs alone."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), cookies, _NoRedirects()
        )

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form, as a browser does from a page of the site."""
        body = urllib.parse.urlencode(fields).encode()
        headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
        return self._ask(urllib.request.Request(self.url + path, body, headers))

    def login(self, name: str) -> "Visitor":
        form = Form(self.get("/login/").text, "username")
        answer = self.post("/login/", form.with_values(username=name, password=PASSWORD))
        assert answer.status == 302, answer.heading
        return self

    def project(self, key: str) -> Form:
        """The form of a project of Jeju."""
        return Form(self.get(f"{PROJECTS}{key}/").text, "name.ko")

    def save(self, key: str, form: Form, **values: str) -> Answer:
        """Send the form of a project of Jeju."""
        return self.post(f"{PROJECTS}{key}/", form.with_values(**values))

    def sign_out_by_waiting(self) -> None:
        """What a session that ran out looks like to a browser."""
        self.cookies.clear(domain="127.0.0.1", path="/", name="sessionid")

    def _ask(self, request: urllib.request.Request) -> Answer:
        request.add_header("Accept-Language", "en")
        try:
            with self._opener.open(request, timeout=60) as got:
                return Answer(got.status, got.read().decode(), got.url)
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode(), error.url)


@dataclass
class Server:
    """`mitgrim serve` on a folder; `kill` is what a power cut does to it."""

    folder: Path
    options: tuple[str, ...] = ("--tasks", "0")
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: "subprocess.Popen[Any] | None" = None

    @classmethod
    def made(cls, folder: Path, **options: Any) -> "Server":
        """A site with the fixed cast and the small plan."""
        code = MADE.format(folder=str(folder))
        subprocess.run([sys.executable, "-c", code], check=True, env=environment(folder))
        return cls(folder, **options)

    @classmethod
    def copied(cls, made: Path, folder: Path, **options: Any) -> "Server":
        """A site as another was made."""
        shutil.copytree(made, folder)
        folder.chmod(0o700)
        return cls(folder, **options)

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.port}"

    def start(self) -> "Server":
        """Start it, and wait until it answers."""
        self.port = self.port or _free_port()
        command = [sys.executable, "-m", "mitgrim.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *self.options],
            env=environment(self.folder) | self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            assert self.process.poll() is None, "the server ended"
            try:
                if Visitor(self.url).get("/healthz").status == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End all of its processes at once, without a word."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        assert self.process
        self.process.terminate()
        return self.process.wait(60)

    def close(self) -> None:
        """End whatever still runs."""
        if self.process and self.process.poll() is None:
            self.kill()

    @property
    def processes(self) -> list[int]:
        """Every process of it."""
        assert self.process
        group = subprocess.run(
            ["ps", "-o", "pid=", "-g", str(self.process.pid)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return [int(own) for own in group.stdout.split()]

    def messages(self) -> set[str]:
        """What was said of every revision in its database."""
        with closing(sqlite3.connect(self.folder / DATABASE_FILE)) as database:
            rows = database.execute("SELECT message FROM revisions_storedrevision")
            return {message for (message,) in rows}

    def verified(self) -> str:
        """What `mitgrim db verify` finds."""
        return self.command("db", "verify").stdout.strip()

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """`mitgrim …` for this site."""
        return subprocess.run(
            [sys.executable, "-m", "mitgrim.cli", "--lang", "en", *arguments],
            env=environment(self.folder), capture_output=True, text=True, check=False,
        )  # fmt: skip


def environment(folder: Path) -> dict[str, str]:
    """A site's own folder, and SQLite, whatever the tests run on."""
    root = Path(__file__).parents[3]
    kept = {name: own for name, own in os.environ.items() if not name.startswith("MITGRIM_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"MITGRIM_DATA": str(folder), "PYTHONPATH": str(root), "PYTHONUTF8": "1"}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((ADDRESS, 0))
        return int(taken.getsockname()[1])
