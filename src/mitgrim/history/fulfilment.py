"""Whether a revision does what was promised: it changes the named places, and they stay changed.

An opinion that was accepted is about a state of the plan. A revision carries it out where every
place that was named holds something else in it than in that state, and still does in the draft as
it stands. What only planners see of a record, and how a text is spaced, is no change in this sense.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mitgrim.history.diff import Change, diff_sections
from mitgrim.plan import Section

# Who does a record until when, and where its values come from: nobody's opinion is met by these.
BOOKKEEPING: Final = frozenset({"owner", "due", "provenance"})
_NARROW: Final = 2  # steps of a place that is neither the plan nor a whole section


class Shortfall(StrEnum):
    """Why a place is not carried out by a revision."""

    TOO_WIDE = "too-wide"
    ELSEWHERE = "elsewhere"
    UNCHANGED = "unchanged"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True)
class Unfulfilled:
    """A place at which a promise is not kept, and why."""

    place: str
    why: Shortfall


Sections = Mapping[str, Section]


def unfulfilled(
    places: Iterable[str], *, before: Sections, named: Sections, now: Sections
) -> tuple[Unfulfilled, ...]:
    """The places at which a revision does not carry out what was promised; empty where it does.

    `before` are the sections that the opinion was about, `named` those of the revision, `now`
    those of the drafts as they stand, all by section name. A whole section is too wide a place:
    whatever else changed in it would pass for the promise.
    """
    found = ((place, _shortfall(place, before, named, now)) for place in dict.fromkeys(places))
    return tuple(Unfulfilled(place, why) for place, why in found if why)


def content_changes(
    before: Section | None, after: Section | None, place: str
) -> tuple[Change, ...]:
    """What changed at a place, inside it, or with the record around it that came or went.

    Left out is what a reader of the plan does not see: bookkeeping below the place, and spacing.
    """
    return tuple(
        own
        for own in diff_sections(before, after)
        if _concerns(own.place, place) and not _is_slight(own, place)
    )


def _shortfall(place: str, before: Sections, named: Sections, now: Sections) -> Shortfall | None:
    section, *steps = place.split("/")
    if len(steps) + 1 < _NARROW:
        return Shortfall.TOO_WIDE
    if section not in named:
        return Shortfall.ELSEWHERE
    old = before.get(section)
    if not content_changes(old, named[section], place):
        return Shortfall.UNCHANGED
    if not content_changes(old, now.get(section, named[section]), place):
        return Shortfall.TAKEN_BACK
    return None


def _concerns(changed: str, place: str) -> bool:
    return f"{changed}/".startswith(f"{place}/") or f"{place}/".startswith(f"{changed}/")


def _is_slight(change: Change, place: str) -> bool:
    inside = change.place.removeprefix(f"{place}/")
    if inside != change.place and BOOKKEEPING & set(inside.split("/")):
        return True
    before, after = change.before, change.after
    if isinstance(before, str) and isinstance(after, str):
        return "".join(before.split()) == "".join(after.split())
    return False
