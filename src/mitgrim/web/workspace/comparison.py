"""Two states side by side: what came, went and changed, record by record, as a reader sees it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from mitgrim.history import ABSENT, Change, ChangeKind, Piece, diff_sections, word_diff
from mitgrim.plan import (
    CityPlan,
    Nation,
    Project,
    Section,
    key_text,
    section_name,
    section_numbers,
)
from mitgrim.plan.attributes import Attribute, attribute_at, table
from mitgrim.web.pages.words import named, say
from mitgrim.web.revisions.queries import Manifest, section_of
from mitgrim.web.workspace.money import MoneyTable, record_tables, section_tables, signed
from mitgrim.web.workspace.wording import (
    APART,
    UNSAID,
    Names,
    attribute_label,
    attributes_of,
    record_of,
    record_text,
    steps_text,
    value_text,
)

MONEY: Final = "money"
COMPARISONS_KEPT: Final = 32
_NOTHING: Final[tuple[Any, Any]] = (ABSENT, ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A comparison in a line: how many projects and other records, and how much planned money."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    others: int = 0
    before: int = 0
    after: int = 0

    @property
    def difference(self) -> int:
        """The planned won that were added; negative where some went."""
        return self.after - self.before

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed or self.others)

    def __add__(self, other: "Summary") -> "Summary":
        return Summary(
            added=self.added + other.added,
            removed=self.removed + other.removed,
            changed=self.changed + other.changed,
            others=self.others + other.others,
            before=self.before + other.before,
            after=self.after + other.after,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field before and after; a text that was reworded in pieces."""

    label: str
    place: str
    kind: ChangeKind
    before: str = ""
    after: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """What became of one record."""

    place: str
    title: str
    collection: str
    kind: ChangeKind
    fields: tuple[FieldChange, ...] = ()
    money: tuple[MoneyTable, ...] = ()


@dataclass(slots=True)
class Touched:
    """The changes of one record, not yet in words."""

    place: str
    collection: Attribute | None
    before: Any
    after: Any
    changes: list[Change] = field(default_factory=list)

    @property
    def kind(self) -> ChangeKind:
        return Change(self.place, self.before, self.after).kind


@dataclass(frozen=True, slots=True)
class SectionComparison:
    """A section before and after: its summary and what was touched, projects first."""

    name: str
    nation: Nation
    before: Section | None
    after: Section | None
    summary: Summary
    touched: tuple[Touched, ...]


def compare(nation: Nation, before: Section | None, after: Section | None) -> SectionComparison:
    """Compare two states of one section; None is a section that is not there."""
    there = after or before
    assert there is not None
    touched = touched_records(before, after)
    return SectionComparison(
        name=section_name(there),
        nation=nation,
        before=before,
        after=after,
        summary=summary_of(touched, before, after),
        touched=tuple(_in_reading_order(nation, touched, before, after)),
    )


def sections_between(
    nation: Nation, before: Manifest, after: Manifest
) -> tuple[SectionComparison, ...]:
    """Compare the sections in which two manifests differ, in the plan's own order."""
    old, new = dict(before), dict(after)
    names = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    return tuple(
        _compared(nation, old.get(name, ""), new.get(name, "")) for name in _ordered(nation, names)
    )


@lru_cache(maxsize=COMPARISONS_KEPT)
def _compared(nation: Nation, before: str, after: str) -> SectionComparison:
    """What two digests name never changes: the pages of one comparison are made of one."""
    return compare(nation, *(section_of(own) if own else None for own in (before, after)))


def _ordered(nation: Nation, names: Iterable[str]) -> list[str]:
    order = {name: place for place, name in enumerate(nation.cities)}
    return sorted(names, key=lambda name: order.get(name, -1))


def in_words(
    comparison: SectionComparison, touched: Iterable[Touched], names: Names
) -> tuple[RecordChange, ...]:
    """Some of what was touched, as a page shows it."""
    numbers = _numbers(comparison)
    return tuple(_record_change(own, names, numbers) for own in touched)


def money_of(comparisons: Iterable[SectionComparison]) -> tuple[MoneyTable, ...]:
    """The planned money of all of them together, by year and source."""
    held = list(comparisons)
    return section_tables(
        [own.before for own in held if own.before], [own.after for own in held if own.after]
    )


def summarised(before: Section | None, after: Section | None) -> Summary:
    """What lies between two states of a section, in numbers."""
    return summary_of(touched_records(before, after), before, after)


def touched_records(before: Section | None, after: Section | None) -> list[Touched]:
    """The changes of a section, gathered by the record they are in."""
    there = after or before
    if there is None:
        return []
    return _gathered(before or _empty(there), after or _empty(there))


def _gathered(before: Section, after: Section) -> list[Touched]:
    found: dict[str, Touched] = {}
    held: dict[str, Mapping[str, tuple[Any, Any]]] = {}
    for change in diff_sections(before, after):
        name, collection, *rest = change.place.split("/")
        attribute = attributes_of(type(after).__name__).get(collection)
        key = rest[0] if rest and attribute and attribute.is_list else ""
        place = "/".join(part for part in (name, collection, key) if part)
        if place not in found:
            if collection not in held:
                held[collection] = _states(before, after, collection)
            old, new = held[collection].get(key, _NOTHING)
            found[place] = Touched(place, attribute, old, new)
        found[place].changes.append(change)
    return list(found.values())


def summary_of(
    touched: Iterable[Touched], before: Section | None, after: Section | None
) -> Summary:
    """What was touched, counted."""
    counts = dict.fromkeys(ChangeKind, 0)
    others = 0
    for own in touched:
        if own.collection is not None and own.collection.record == "Project":
            counts[own.kind] += 1
        else:
            others += 1
    return Summary(
        added=counts[ChangeKind.ADDED],
        removed=counts[ChangeKind.REMOVED],
        changed=counts[ChangeKind.CHANGED],
        others=others,
        before=planned(before),
        after=planned(after),
    )


def planned(section: Section | None) -> int:
    """The planned won of a city's projects."""
    projects = section.projects if isinstance(section, CityPlan) else ()
    return sum(own.amount() for own in projects)


def summary_line(summary: Summary) -> str:
    """`사업 1건 추가, 2건 고침 · +30억원`."""
    counts = (
        ("added", summary.added),
        ("removed", summary.removed),
        ("changed", summary.changed),
        ("others", summary.others),
    )
    parts = [say(f"workspace.summary.{name}", n=n) for name, n in counts if n]
    line = ", ".join(parts) or say("workspace.summary.nothing")
    money = signed(summary.difference)
    return f"{line}{APART}{money}" if money else line


def _empty(section: Section) -> Section:
    """A section of the same name with nothing in it."""
    if isinstance(section, CityPlan):
        return CityPlan(plan=section.plan, city=section.city)
    return Nation(id=section.id, period=section.period)


def _states(before: Section, after: Section, collection: str) -> Mapping[str, tuple[Any, Any]]:
    """The records of a collection by key, before and after; a field that is none under `""`."""
    old, new = getattr(before, collection), getattr(after, collection)
    if not isinstance(old, tuple):
        return {"": (old, new)}
    first = {key_text(own): own for own in old if _is_record(own)}
    second = {key_text(own): own for own in new if _is_record(own)}
    keys = first.keys() | second.keys()
    return {key: (first.get(key, ABSENT), second.get(key, ABSENT)) for key in keys} | {
        "": (old, new)
    }


def _is_record(value: Any) -> bool:
    return hasattr(value, "__dataclass_fields__")


def _in_reading_order(
    nation: Nation, touched: list[Touched], before: Section | None, after: Section | None
) -> list[Touched]:
    """Projects by their numbers, then the other records as the table of the section has them."""
    numbers: dict[str, int] = {}
    for section in (before, after):
        if isinstance(section, CityPlan):
            ids = section_numbers(nation, section)
            numbers |= {id: position for position, id in enumerate(ids)}
    last = len(numbers)

    def order(own: Touched) -> tuple[bool, int]:
        record = own.after if own.after is not ABSENT else own.before
        is_project = isinstance(record, Project)
        return not is_project, numbers.get(record.id, last) if is_project else 0

    return sorted(touched, key=order)


def _numbers(comparison: SectionComparison) -> dict[str, str]:
    numbers: dict[str, str] = {}
    for section in (comparison.before, comparison.after):
        if isinstance(section, CityPlan):
            shown = section_numbers(comparison.nation, section)
            numbers |= {id: named(label) for id, label in shown.items()}
    return numbers


def _record_change(own: Touched, names: Names, numbers: Mapping[str, str]) -> RecordChange:
    record = own.after if own.after is not ABSENT else own.before
    kind = own.kind if own.collection and own.collection.is_list else ChangeKind.CHANGED
    whole = kind is not ChangeKind.CHANGED
    return RecordChange(
        place=own.place,
        title=_title(own, record, names, numbers),
        collection=attribute_label(own.collection) if own.collection else "",
        kind=kind,
        fields=tuple(_whole(own, record, names) if whole else _fields(own, names)),
        money=_money(own, names),
    )


def _title(own: Touched, record: Any, names: Names, numbers: Mapping[str, str]) -> str:
    if isinstance(record, tuple) or not _is_record(record) or own.collection is None:
        return attribute_label(own.collection) if own.collection else own.place
    if not own.collection.is_list:
        return attribute_label(own.collection)
    number = numbers.get(getattr(record, "id", ""), "")
    return " ".join(part for part in (number, record_text(record, names)) if part)


def _money(own: Touched, names: Names) -> tuple[MoneyTable, ...]:
    before, after = (getattr(side, MONEY, ()) for side in (own.before, own.after))
    return record_tables(before, after, names) if before != after else ()


def _whole(own: Touched, record: Any, names: Names) -> Iterable[FieldChange]:
    """Every field of a record that came or went and that says something."""
    for attribute in table(type(record).__name__):
        if attribute.name in UNSAID or attribute.name == MONEY:
            continue
        text = value_text(getattr(record, attribute.name), attribute, names)
        if text:
            came = own.kind is ChangeKind.ADDED
            yield FieldChange(
                label=attribute_label(attribute),
                place=f"{own.place}/{attribute.name}",
                kind=own.kind,
                before="" if came else text,
                after=text if came else "",
            )


def _fields(own: Touched, names: Names) -> Iterable[FieldChange]:
    depth = len(own.place.split("/"))
    for change in own.changes:
        steps = change.place.split("/")[depth:]
        if not _is_shown_as_money(steps):
            yield _field_change(own, change, steps, names)


def _is_shown_as_money(steps: Sequence[str]) -> bool:
    """Whether the table of money shows it: an amount, or a line that came or went."""
    return steps[:1] == [MONEY] and (len(steps) == len((MONEY, "key")) or steps[-1] == "amount")


def _field_change(own: Touched, change: Change, steps: Sequence[str], names: Names) -> FieldChange:
    record = own.collection.record if own.collection else ""
    if own.collection and own.collection.type == "label":
        record = record_of(own.collection)
    states = (own.after, own.before)
    attribute = attribute_at(record, steps) or own.collection
    before, after = (value_text(side, attribute, names) for side in (change.before, change.after))
    texts = isinstance(change.before, str) and isinstance(change.after, str)
    plain = texts and attribute is not None and attribute.type == "text"
    return FieldChange(
        label=steps_text(steps, record, states, names) or _own_label(own),
        place=change.place,
        kind=change.kind,
        before=before,
        after=after,
        pieces=word_diff(change.before, change.after) if plain and before and after else (),
    )


def _own_label(own: Touched) -> str:
    return attribute_label(own.collection) if own.collection else own.place
