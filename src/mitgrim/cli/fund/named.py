"""The project that `mitgrim fund DIR --explain PROJECT` asks about."""

from difflib import get_close_matches
from typing import Final

from mitgrim.cli.language import MESSAGES
from mitgrim.plan import Plan, Project
from mitgrim.wording import Refusal

NEAR: Final = 3  # so many names are offered for one that nobody has
ALIKE: Final = 0.3


class NoSuchProjectError(Refusal):
    """A project that the plan does not have, or several of one name."""

    def __init__(self, message: str, asked: str, near: str) -> None:
        self.message = MESSAGES.both(message, asked=asked, near=near or "—")
        super().__init__(self.message.en)


def asked_project(plan: Plan, asked: str) -> Project:
    """The project with an id, or with a name that only one has. Raises NoSuchProjectError."""
    projects = {own.id: own for own in plan.projects()}
    if asked in projects:
        return projects[asked]
    named = [own for own in projects.values() if asked in {own.name.ko, own.name.en} - {""}]
    if len(named) == 1:
        return named[0]
    if named:
        raise NoSuchProjectError("fund.explain.several", asked, ", ".join(own.id for own in named))
    calls = {own.id: own for own in projects.values()}
    calls |= {own.name.ko: own for own in projects.values() if own.name.ko}
    near = [calls[own] for own in get_close_matches(asked, calls, NEAR, ALIKE)]
    ids = dict.fromkeys(f"{own.id} ({own.name.ko})" for own in near)
    raise NoSuchProjectError("fund.explain.unknown", asked, ", ".join(ids))
