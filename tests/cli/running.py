"""Running the command as its users do, and reading what it said."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from mitgrim.cli import main


@dataclass(frozen=True)
class Said:
    """What one run left: its exit code and its two streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Run:
    """`run("check", folder, lang="en")` in this process, with both streams caught."""

    def __init__(self, streams: pytest.CaptureFixture[str]) -> None:
        self._streams = streams

    def __call__(self, *arguments: object, lang: str = "en") -> Said:
        with pytest.raises(SystemExit) as stop:
            main(["--lang", lang, *map(str, arguments)])
        caught = self._streams.readouterr()
        code = stop.value.code
        assert isinstance(code, int)
        return Said(code, caught.out, caught.err)


def process(*arguments: object, **environment: str) -> Said:
    """The same as a process of its own, as from a shell."""
    done = subprocess.run(
        [sys.executable, "-m", "mitgrim.cli", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", **environment},
        timeout=60,
    )
    return Said(done.returncode, done.stdout, done.stderr)
