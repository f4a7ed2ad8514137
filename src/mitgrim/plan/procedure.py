"""Procedure: the stages a plan goes through, its forum, what the Act says it must contain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from mitgrim.plan.kinds import Confidence, Scope
from mitgrim.plan.records import OWN, Label, Provenance, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """출처: a document, with where to find it and how it was read."""

    id: str
    title: Label = Label()
    publisher: str = ""
    published: date | None = None
    address: str = ""
    licence: str = ""
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpperPlanItem:
    """One item of an upper plan that projects can rely on."""

    id: str
    title: Label = Label()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class UpperPlan(Record):
    """A plan above or beside this one, valid from a year to a year."""

    id: str
    name: Label = Label()
    valid_from: int | None = None
    valid_to: int | None = None
    changed: date | None = None
    items: tuple[UpperPlanItem, ...] = ()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryItem:
    """법정 기재사항: what the Act says a plan must contain (N1…N9c, C1…C4d)."""

    code: str
    scope: Scope
    title: Label = Label()
    reference: str = ""
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of narrative and the statutory items it answers."""

    id: str
    number: int = 0
    title: Label = Label()
    text: str = ""
    items: tuple[str, ...] = ()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the procedure: planned dates, the date it was done, who acts, on what basis."""

    id: str
    number: int = 0
    name: Label = Label()
    starts: date | None = None
    ends: date | None = None
    done: date | None = None
    who: Label = Label()
    basis: str = ""
    note: Label = Label()
    provenance: Provenance = OWN


def next_stage(stages: Sequence[Stage]) -> Stage | None:
    """Where a procedure stands: the first stage after the last that is done, in their order.

    A stage before it without a date was passed on a day that is not known. None when all is done.
    """
    last = max((place for place, own in enumerate(stages) if own.done), default=-1)
    return stages[last + 1] if last + 1 < len(stages) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One part of a forum's programme."""

    starts: time
    ends: time
    title: Label = Label()
    topics: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum(Record):
    """토론회: a meeting with a programme and those who attend, by group."""

    id: str
    title: Label = Label()
    day: date | None = None
    place: str = ""
    organiser: str = ""
    purpose: str = ""
    attendance: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = ()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A finding that somebody accepts, with the reason; the finding stays visible with it."""

    check: str
    place: str
    reason: str = ""
    by: str = ""
    day: date | None = None
