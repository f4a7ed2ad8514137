"""The programme's law, and its messages."""

from datetime import date
from typing import Final

from mitgrim.law import Law
from mitgrim.wording import Catalogue

MESSAGES: Final = Catalogue.load(__package__, "messages.toml")


def act() -> Law:
    """The Special Act on the innovation cities with its decree, for any day from 2018 on."""
    return Law.load(__package__)


def joint_cities(day: date, law: Law | None = None) -> tuple[str, ...]:
    """공동혁신도시: the cities that two provinces made together."""
    return (law or act()).parameters.at("joint-cities", day).words
