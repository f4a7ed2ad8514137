"""What the words of an expression name: keywords, attributes, records, choices, in Korean, English
or by id.

Spaces, hyphens and letter case do not matter in a label; an id is written as it is and wins over
a label. A word that fits two things is refused with both named.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeVar
from unicodedata import normalize

from mitgrim.figures.language import Word
from mitgrim.figures.lineage import both, listed, named
from mitgrim.figures.problems import RefusedError
from mitgrim.plan import NATION, Label, Plan, key_text, kinds, label_of, place, section_name
from mitgrim.plan.attributes import Attribute, table
from mitgrim.wording import Text

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)

_LEAST_PREFIX: Final = 2
_MOST_NAMED: Final = 3
_MOST_LISTED: Final = 12
_IGNORED: Final = re.compile(r"[\s_·-]")


class Form(StrEnum):
    """What an expression asks for."""

    SUM = "sum"
    SHARE = "share"
    COUNT = "count"
    NAME = "name"
    DATE = "date"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A line of `keywords.csv`: the first word of an expression and what it asks for."""

    form: Form
    record: str
    ko: tuple[str, ...]
    en: tuple[str, ...]

    @property
    def text(self) -> Text:
        return Text(self.ko[0], self.en[0])


@dataclass(frozen=True, slots=True)
class Found:
    """A record with its place and the section it stands in."""

    record: Any
    place: str
    section: str

    @property
    def names(self) -> frozenset[str]:
        """Every name it goes by, folded."""
        labels = [getattr(self.record, name, None) for name in ("name", "short", "title", "text")]
        return frozenset(
            fold(text)
            for label in labels
            if isinstance(label, Label)
            for text in (label.ko, label.en)
            if text
        )

    @property
    def id(self) -> str:
        return str(getattr(self.record, "id", "")) or key_text(self.record)


@cache
def _rows(file: str) -> tuple[dict[str, str], ...]:
    text = (files(__package__) / file).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def keywords() -> tuple[Keyword, ...]:
    """Every keyword with its spellings in Korean and English, the usual one first."""
    return tuple(
        Keyword(
            form=Form(row["form"]),
            record=row["record"],
            ko=tuple(row["ko"].split()),
            en=tuple(row["en"].split()),
        )
        for row in _rows("keywords.csv")
    )


@cache
def prose_attributes() -> dict[str, tuple[str, ...]]:
    """The attributes that are prose, in which figures may stand, by record type."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("prose.csv"):
        found[row["record"]] = (*found.get(row["record"], ()), row["attribute"])
    return found


def fold(text: str) -> str:
    """A label as it is compared."""
    return _IGNORED.sub("", normalize("NFC", text).casefold())


def keyword(word: Word) -> Keyword:
    """The keyword that a word is."""
    for own in keywords():
        if fold(word.text) in {fold(spelling) for spelling in (*own.ko, *own.en)}:
            return own
    known = listed([own.text for own in keywords()])
    raise RefusedError(word.column, "keyword-unknown", word=word.text, known=known)


def attribute(word: Word, candidates: Iterable[tuple[str, Attribute]]) -> tuple[str, Attribute]:
    """The attribute a word names: its name or label, or the beginning of only one label."""
    known = [(record, own, _spellings(own)) for record, own in candidates]
    wanted = fold(word.text)
    exact = [(record, own) for record, own, spelt in known if wanted in spelt]
    begun = [
        (record, own)
        for record, own, spelt in known
        if len(wanted) >= _LEAST_PREFIX and any(each.startswith(wanted) for each in spelt)
    ]
    meant = exact or begun
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise ambiguous(word.column, word.text, [_label(own) for _, own in meant])
    labels = [_label(own) for _, own, _ in known]
    more = [Text("…", "…")] if len(labels) > _MOST_LISTED else []
    listing = listed([*labels[:_MOST_LISTED], *more])
    raise RefusedError(word.column, "attribute-unknown", word=word.text, known=listing)


def attributes_of(*records: str) -> list[tuple[str, Attribute]]:
    """The attributes of record types that a figure can be about, an earlier type's first."""
    found: dict[str, tuple[str, Attribute]] = {}
    for record in records:
        for own in table(record):
            if own.record not in {"Provenance", "Waiver"}:
                found.setdefault(own.name, (record, own))
    return list(found.values())


def every(plan: Plan, record: str) -> list[Found]:
    """Every record of a type that stands in a section itself."""
    if record == "Nation":
        return [Found(plan.nation, NATION, NATION)]
    found = []
    for section in plan.sections:
        name = section_name(section)
        for own in table(type(section).__name__):
            if own.record != record:
                continue
            value = getattr(section, own.name)
            if own.is_list:
                held = place(name, own.name)
                found += [Found(each, place(held, key_text(each)), name) for each in value]
            elif value is not None:
                found.append(Found(value, place(name, own.name), name))
    return found


def one(word: str, column: int, kind: Text, candidates: Sequence[Found]) -> Found:
    """The one record that a word names; where it names none of a few, they are listed."""
    meant = fitting(word, candidates)
    if meant or len(candidates) > _MOST_LISTED or not candidates:
        return only(meant, word, column, kind)
    known = listed([named(own.record) for own in candidates])
    raise RefusedError(column, "record-unknown-of", word=word, kind=kind, known=known)


def fitting(word: str, candidates: Iterable[Found]) -> list[Found]:
    """The records that have a word as their id or, where none has, as a label."""
    known = list(candidates)
    return [own for own in known if own.id == word] or [
        own for own in known if fold(word) in own.names
    ]


def only(meant: Sequence[Found], word: str, column: int, kind: Text) -> Found:
    """The one record that was meant; none or several are refused."""
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise ambiguous(column, word, [_called(own) for own in meant])
    raise RefusedError(column, "record-unknown", word=word, kind=kind)


def choice(word: str, column: int, kind: type[ChoiceT]) -> ChoiceT:
    """The choice of a closed set that a word names, by value or label."""
    for own in kind:
        label = label_of(own)
        if word == own.value or fold(word) in {fold(label.ko), fold(label.en)}:
            return own
    known = listed([both(label_of(own)) for own in kind])
    raise RefusedError(column, "choice-unknown", word=word, known=known)


def kind_of(own: Attribute) -> type[StrEnum] | None:
    """The closed set that an attribute chooses from."""
    sort, _, name = own.element.partition(":")
    return getattr(kinds, name) if sort == "choice" else None


def referred(plan: Plan, own: Attribute, id: str) -> Found | None:
    """The record that a reference leads to."""
    return next((each for each in _of_collection(plan, own.refers_to) if each.id == id), None)


def says(plan: Plan, own: Attribute, value: Any, word: str) -> bool:
    """Whether an attribute's value is what a word says, by itself or by its label."""
    if str(value) == word or fold(str(value)) == fold(word):
        return True
    if isinstance(value, StrEnum):
        label = label_of(value)
        return fold(word) in {fold(label.ko), fold(label.en)}
    if isinstance(value, int):
        return word == f"{value}년"
    target = referred(plan, own, value) if own.refers_to else None
    return target is not None and fold(word) in target.names


def ambiguous(column: int, word: str, meant: Sequence[Text]) -> RefusedError:
    """The refusal of a word that fits several things, naming them."""
    shown = listed(meant[:_MOST_NAMED])
    return RefusedError(column, "ambiguous", word=word, count=len(meant), names=shown)


def _called(own: Found) -> Text:
    name = named(own.record)
    return Text(f"{name.ko}({own.place})", f"{name.en} ({own.place})")


def _label(own: Attribute) -> Text:
    return Text(own.ko.replace(" ", ""), own.en)


@cache
def _spellings(own: Attribute) -> frozenset[str]:
    """An attribute's name and labels; what a record is called may be asked for as its 이름."""
    names = {"이름", "name"} if own.name in ("name", "title") else set()
    return frozenset({fold(own.name), fold(own.ko), fold(own.en), *names})


def _of_collection(plan: Plan, collection: str) -> Iterable[Found]:
    """The records that references of a kind may lead to."""
    if collection == "cities":
        return every(plan, "City")
    if collection == "areas":
        return [
            Found(area, place(own.place, "hosts", key_text(area)), own.section)
            for own in every(plan, "City")
            for area in own.record.hosts
        ]
    held = [
        own.record
        for section in ("Nation", "CityPlan")
        for own in table(section)
        if own.name == collection and own.record
    ]
    return every(plan, held[0]) if held else ()
