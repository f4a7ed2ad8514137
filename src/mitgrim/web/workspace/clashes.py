"""A clash to be decided: each place that two people changed, what it was and what each wants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mitgrim.history import ABSENT, Conflict, Piece, PieceKind, word_diff
from mitgrim.plan import Section, attribute_of
from mitgrim.plan.attributes import Attribute
from mitgrim.web.pages.words import say
from mitgrim.web.workspace.wording import Names, place_text, value_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A place to decide about: what it is called, what stood there, and what each side makes of it.

    `chosen` is `ours` or `theirs` where somebody has decided already.
    """

    place: str
    label: str
    base: str
    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    chosen: str = ""


def questions(
    names: Names, section: Section, conflicts: Iterable[Conflict], chosen: Mapping[str, str]
) -> list[Question]:
    """Conflicts as questions; `section` is one in which their records can be found."""
    return [_question(names, section, own, chosen) for own in conflicts]


def shown(value: Any, attribute: Attribute | None, names: Names) -> str:
    """A value as it is read; nothing is said to be nothing, for it may be chosen too."""
    if value is ABSENT:
        return say("workspace.value.absent")
    return value_text(value, attribute, names) or say("workspace.value.empty")


def _question(names: Names, section: Section, own: Conflict, chosen: Mapping[str, str]) -> Question:
    attribute = attribute_of(own.place)
    base, ours, theirs = (
        shown(side, attribute, names) for side in (own.base, own.ours, own.theirs)
    )
    # Of what came or went whole, single words that are alike say nothing.
    whole = ABSENT in (own.base, own.ours, own.theirs)
    against = _replaced if whole else word_diff
    return Question(
        place=own.place,
        label=place_text(section, own.place, names),
        base=base,
        ours=against(base, ours),
        theirs=against(base, theirs),
        chosen=chosen.get(own.place, ""),
    )


def _replaced(before: str, after: str) -> tuple[Piece, ...]:
    if before == after:
        return (Piece(PieceKind.SAME, before),)
    return Piece(PieceKind.REMOVED, before), Piece(PieceKind.ADDED, after)
