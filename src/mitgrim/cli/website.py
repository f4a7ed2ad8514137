"""The web application's part for a verb: loaded by name, and only when the verb runs."""

from importlib import import_module
from pathlib import Path
from typing import Any

from mitgrim.cli.language import MESSAGES
from mitgrim.wording import Refusal


class WebMissingError(Refusal):
    """Mitgrim was installed without its web application."""

    def __init__(self) -> None:
        self.message = MESSAGES.both("web.missing")
        super().__init__(self.message.en)


def website(module: str, data: Path | None = None) -> Any:
    """A module of `mitgrim.web.running`, in a process that is ready for it.

    With `data`, the site in that folder is meant, whatever the environment says.
    """
    try:
        import_module("mitgrim.web.running.starting").start(data)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mitgrim"):
            raise
        raise WebMissingError from error
    return import_module(f"mitgrim.web.running.{module}")
