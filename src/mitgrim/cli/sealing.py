"""What `mitgrim key`, `seal` and `verify` need, whose packages may not be installed."""

from importlib import import_module
from typing import Any

from mitgrim.cli.language import MESSAGES
from mitgrim.wording import Refusal


class SealingMissingError(Refusal):
    """Mitgrim was installed without the package that signs."""

    def __init__(self) -> None:
        self.message = MESSAGES.both("seal.missing")
        super().__init__(self.message.en)


def sealing(module: str) -> Any:
    """A module of `mitgrim.adoption`. Raises SealingMissingError."""
    try:
        return import_module(f"mitgrim.adoption.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mitgrim"):
            raise
        raise SealingMissingError from error
