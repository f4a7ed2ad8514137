"""A clash to be decided: each place that two people changed, what it was and what each wants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from mitgrim.codec import Known
from mitgrim.history import ABSENT, Piece, PieceKind, word_diff
from mitgrim.history.merge import Conflict
from mitgrim.plan import NATION, Label, Section, attribute_of, find_in, label_of
from mitgrim.plan.attributes import Attribute, key_names, table
from mitgrim.web.drafting.references import known_of
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.revisions.queries import Manifest
from mitgrim.wording import Lang, date_text

_STEP: Final = " › "


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side has at a place, in pieces of what it keeps, adds and leaves out."""

    pieces: Sequence[Piece]

    @property
    def text(self) -> str:
        """The value alone."""
        return "".join(own.text for own in self.pieces if own.kind is not PieceKind.REMOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A place to decide about: what it is called, and its three states."""

    place: str
    label: str
    base: Side
    ours: Side
    theirs: Side
    chosen: str = ""


def questions(
    around: Manifest, section: Section, conflicts: Iterable[Conflict], chosen: Mapping[str, str]
) -> list[Question]:
    """Conflicts as questions; `section` is one in which their records can be found."""
    return [_question(around, section, own, chosen) for own in conflicts]


def _question(
    around: Manifest, section: Section, own: Conflict, chosen: Mapping[str, str]
) -> Question:
    attribute = attribute_of(own.place)
    texts = [shown(around, attribute, value) for value in (own.base, own.ours, own.theirs)]
    base, ours, theirs = texts
    return Question(
        place=own.place,
        label=place_label(around, section, own.place),
        base=Side(pieces=[Piece(PieceKind.SAME, base)]),
        ours=Side(pieces=_against(base, ours)),
        theirs=Side(pieces=_against(base, theirs)),
        chosen=chosen.get(own.place, ""),
    )


def _against(before: str, after: str) -> Sequence[Piece]:
    return word_diff(before, after)


def _root(section: str) -> str:
    return "Nation" if section == NATION else "CityPlan"


def _inside(own: Attribute) -> str:
    return own.record or ("Label" if own.element == "label" else "")


def place_label(around: Manifest, section: Section, place: str) -> str:
    """A place in words: 사업 «공원» › 사업비 2019 국비 › 금액."""
    name, *steps = place.split("/")
    record, said, at = _root(name), [], name
    names = iter(steps)
    for step in names:
        at = f"{at}/{step}"
        own = next((each for each in table(record) if each.name == step), None) if record else None
        if own is None:
            break
        text = own.en if current() is Lang.EN else own.ko
        record = _inside(own)
        key = next(names, None) if own.is_list and own.record else None
        if key is not None:
            at = f"{at}/{key}"
            text = f"{text} ‘{_called(around, find_in(section, at), own.record, key)}’"
        said.append(text)
    return _STEP.join(said)


def _called(around: Manifest, record: Any, kind: str, key: str) -> str:
    """A record by its name, or by the parts of its key in words."""
    if record is None:
        return key
    for attribute in ("name", "title", "text"):
        label = getattr(record, attribute, None)
        if isinstance(label, Label) and label:
            return named(label)
    attributes = {own.name: own for own in table(kind)}
    parts = [shown(around, attributes[own], getattr(record, own)) for own in key_names(kind)]
    return " ".join(part for part in parts if part != say("drafting.value.empty"))


def shown(around: Manifest, attribute: Attribute | None, value: Any) -> str:
    """A value as a person reads it; exact, and in the language of the page."""
    if value is ABSENT:
        return say("drafting.value.absent")
    if value in (None, "", ()):
        return say("drafting.value.empty")
    known = known_of(around, attribute.refers_to) if attribute and attribute.refers_to else {}
    items = value if isinstance(value, tuple) else (value,)
    texts = [_text(around, attribute, own, known) for own in items]
    return ("\n" if any("\n" in own for own in texts) else ", ").join(texts)


def _text(around: Manifest, attribute: Attribute | None, value: Any, known: Known) -> str:
    if isinstance(value, StrEnum):
        return named(label_of(value))
    if isinstance(value, Label):
        return f"{value.ko} / {value.en}" if value.en else value.ko
    if isinstance(value, date):
        return date_text(value, current())
    if hasattr(value, "__dataclass_fields__"):
        return record_text(around, value)
    if attribute and attribute.element == "won":
        return say("drafting.value.won", won=value)
    return named(known[value]) if value in known else str(value)


def record_text(around: Manifest, record: Any) -> str:
    """A record as lines of what it says."""
    lines = []
    for own in table(type(record).__name__):
        value = getattr(record, own.name)
        if value in (None, "", ()) or own.type == "id" or own.name == "provenance":
            continue
        if isinstance(value, Label) and not value:
            continue
        label = own.en if current() is Lang.EN else own.ko
        lines.append(f"{label}: {shown(around, own, value)}")
    return "\n".join(lines)
