"""Rules about single records: what is missing, what refers to nothing, what cannot be."""

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from itertools import chain
from operator import attrgetter, eq
from typing import Any, Final

from mitgrim.checks.engine import Hit, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.walk import Group, attributes_with, groups, records, types_with
from mitgrim.plan import NATION, CityPlan, Label, Period, Plan, ProvenanceKind, label_of
from mitgrim.plan.attributes import (
    Attribute,
    attribute_names,
    collections,
    key_names,
    record_types,
    table,
)
from mitgrim.wording import Lang, Text, prose_amount

# More than a tenth of the state's yearly budget in one amount is a slip of the unit.
LARGEST_PLAUSIBLE: Final = 50_000_000_000_000
_EMPTY: Final = frozenset({'""', "[]", "{}", "null"})


def named(record: Any) -> Text:
    """What a person would call a record: its name or title, else what its key says."""
    if isinstance(record, CityPlan):
        return said(record.city.short or record.city.name, record.city.id)
    for attribute in ("name", "title", "text"):
        label = getattr(record, attribute, None)
        if isinstance(label, Label) and label:
            return said(label, "")
    parts = [_part_named(getattr(record, own)) for own in key_names(type(record).__name__)]
    ko, en = (" ".join(part.in_(lang) for part in parts if part.ko) for lang in Lang)
    return Text(ko, en) if ko else Text(*[type(record).__name__] * 2)


def _part_named(value: Any) -> Text:
    if isinstance(value, StrEnum):
        return said(label_of(value), value.value)
    return Text(str(value), str(value))


def _within(group: Group, record: Any) -> Text:
    """What a record is called, and if it has no name of its own, the record that it is part of."""
    own, outer = named(record), group.inside.record
    if outer is None or any(hasattr(record, name) for name in ("name", "title", "text")):
        return own
    owner = named(outer)
    return Text(f"{owner.ko} {own.ko}", f"{owner.en} {own.en}")


def labelled(attribute: Attribute) -> Text:
    """What the attribute table calls an attribute."""
    return Text(attribute.ko, attribute.en)


def _missing(plan: Plan, required: str) -> Iterator[Hit]:
    for type_name, group in groups(plan):
        wanted = _fillable(type_name, required)
        if all(all(map(attrgetter(own.name), group.records)) for own in wanted):
            continue
        for record in group.records:
            missing = [own for own in wanted if not getattr(record, own.name)]
            if missing:
                name = _within(group, record)
                yield Hit(group.where(record), name=name, attributes=_listed(missing))


@cache
def _fillable(record: str, required: str) -> tuple[Attribute, ...]:
    """The required attributes that can be left empty; a number's zero is a value."""
    wanted = attributes_with(record, required=required)
    return tuple(own for own in wanted if own.default in _EMPTY)


def _listed(attributes: list[Attribute]) -> Text:
    return Text(", ".join(a.ko for a in attributes), ", ".join(a.en for a in attributes))


@rule("attribute-missing", Severity.ERROR, "docs/records.md#attributes")
def attribute_missing(plan: Plan) -> Iterator[Hit]:
    """What even a draft must say is not said."""
    yield from _missing(plan, "draft")


@rule("attribute-missing-for-adoption", Severity.WARNING, "docs/records.md#attributes")
def attribute_missing_for_adoption(plan: Plan) -> Iterator[Hit]:
    """What must be said before adoption is not said yet."""
    yield from _missing(plan, "adoption")


@rule("reference-unknown", Severity.ERROR, "docs/records.md#attributes")
def reference_unknown(plan: Plan) -> Iterator[Hit]:
    """A record names another one that does not exist."""
    known = _known_ids(plan)
    for name, group in groups(plan):
        for attribute in _references(name):
            ids = known[attribute.refers_to]
            if not _names_unknown(group, attribute, ids):
                continue
            for record in group.records:
                value = getattr(record, attribute.name)
                for identity in value if attribute.is_list else (value,):
                    if identity and identity not in ids:
                        where = f"{group.where(record)}/{attribute.name}"
                        yield _unknown(where, record, attribute, identity)
    for place, record in records(plan, *types_with("provenance")):
        for own in (record.provenance, *record.provenance.fields):
            if own.source and own.source not in known["sources"]:
                source = Text("출처", "Source")
                where = f"{place}/provenance"
                yield Hit(where, name=named(record), attribute=source, id=own.source)


def _names_unknown(group: Group, attribute: Attribute, known: set[str]) -> bool:
    """Whether any record of a group names what is not there."""
    values = map(attrgetter(attribute.name), group.records)
    named_ids = chain.from_iterable(values) if attribute.is_list else values
    return not known.issuperset(filter(None, named_ids))


@cache
def _references(record: str) -> tuple[Attribute, ...]:
    return tuple(own for own in table(record) if own.refers_to)


def _unknown(place: str, record: Any, attribute: Attribute, identity: str) -> Hit:
    return Hit(place, name=named(record), attribute=labelled(attribute), id=identity)


def _known_ids(plan: Plan) -> dict[str, set[str]]:
    """The ids that each kind of reference may name."""
    nation = plan.nation
    projects = {project.id for project in plan.projects()}
    indicators = {own.id for section in plan.cities for own in section.indicators}
    return {
        "cities": set(nation.cities),
        "projects": projects,
        "indicators": indicators | {own.id for own in nation.indicators},
        "areas": {area.code for section in plan.cities for area in section.city.hosts}
        | set(nation.cities),
        "upper_plan_items": {item.id for upper in nation.upper_plans for item in upper.items},
        "statutory_items": {item.code for item in nation.statutory_items},
        **{
            name: {own.id for own in getattr(nation, name)}
            for name in (
                "actions",
                "gate_kinds",
                "programme_lines",
                "sectors",
                "sources",
                "statistics",
                "strategies",
                "trees",
                "upper_plans",
            )
        },
    }


@rule("id-duplicate", Severity.ERROR, "docs/records.md#ids")
def id_duplicate(plan: Plan) -> Iterator[Hit]:
    """Two records of different sections, or of different projects, carry one id."""
    minted = list(records(plan, "Project", "Indicator", "Gate"))
    count = Counter((type(record).__name__, record.id) for _, record in minted)
    for place, record in minted:
        if count[type(record).__name__, record.id] > 1:
            yield Hit(place, name=named(record), id=record.id)


@rule("key-duplicate", Severity.ERROR, "docs/records.md#attributes")
def key_duplicate(plan: Plan) -> Iterator[Hit]:
    """A collection says the same thing twice, so that nobody can tell which one counts."""
    yield from _listed_twice(plan)
    for place, record in records(plan, *_with_collections()):
        for name, key_of in collections(type(record).__name__):
            own = getattr(record, name)
            keys = list(map(key_of, own))
            # Collections stand in the order of their keys: what is twice stands side by side.
            if not any(map(eq, keys, keys[1:])):
                continue
            for key, count in Counter(keys).items():
                if count > 1:
                    parts = ", ".join(_key_parts(own[keys.index(key)]))
                    yield Hit(f"{place}/{name}", name=named(record), key=parts)


@cache
def _with_collections() -> tuple[str, ...]:
    return tuple(own for own in record_types() if collections(own))


def _listed_twice(plan: Plan) -> Iterator[Hit]:
    for city, count in Counter(plan.nation.cities).items():
        if count > 1:
            yield Hit(f"{NATION}/cities", name=named(plan.nation), key=city)


def _key_parts(record: Any) -> Iterator[str]:
    for name in key_names(type(record).__name__):
        if value := getattr(record, name):
            yield str(value)


@rule("year-outside-period", Severity.ERROR, "docs/records.md#money")
def year_outside_period(plan: Plan) -> Iterator[Hit]:
    """Money of a project or of a ceiling lies in a year that the plan does not cover."""
    period = plan.nation.period
    for place, project in records(plan, "Project"):
        for year in sorted({line.year for line in project.money} - set(period.years)):
            yield Hit(f"{place}/money", name=named(project), year=str(year), period=str(period))
    for place, line in records(plan, "ProgrammeLine"):
        for year in sorted({ceiling.year for ceiling in line.ceilings} - set(period.years)):
            yield Hit(f"{place}/ceilings", name=named(line), year=str(year), period=str(period))


@rule("year-outside-project", Severity.WARNING, "docs/records.md#projects")
def year_outside_project(plan: Plan) -> Iterator[Hit]:
    """Planned money lies in a year in which the project does not run."""
    for place, project in records(plan, "Project"):
        if project.period is None or not project.period.years:
            continue
        for year in sorted({line.year for line in project.money} - set(project.period.years)):
            if year in plan.nation.period.years:
                period = str(project.period)
                yield Hit(f"{place}/money", name=named(project), year=str(year), period=period)


@rule("project-outside-period", Severity.WARNING, "docs/records.md#projects")
def project_outside_period(plan: Plan) -> Iterator[Hit]:
    """A project does not run in a single year of the plan."""
    whole = plan.nation.period
    for place, project in records(plan, "Project"):
        own = project.period
        if own and own.years and whole.years and not _overlap(own, whole):
            yield Hit(f"{place}/period", name=named(project), own=str(own), period=str(whole))


def _overlap(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


@rule("dates-reversed", Severity.ERROR, "docs/records.md#attributes")
def dates_reversed(plan: Plan) -> Iterator[Hit]:
    """Something ends before it starts."""
    for first, last in (("first", "last"), ("valid_from", "valid_to"), ("starts", "ends")):
        for place, record in records(plan, *types_with(first, last)):
            start, end = getattr(record, first), getattr(record, last)
            if start and end and end < start:
                yield Hit(place, name=named(record), start=str(start), end=str(end))


@rule("amount-negative", Severity.ERROR, "docs/records.md#money")
def amount_negative(plan: Plan) -> Iterator[Hit]:
    """An amount is below zero; a cut is a smaller amount, not a negative one."""
    yield from _amounts(plan, lambda amount: amount < 0)


@rule("amount-implausible", Severity.ERROR, "docs/records.md#money")
def amount_implausible(plan: Plan) -> Iterator[Hit]:
    """One amount is larger than any programme of the state: a slip of the unit."""
    yield from _amounts(plan, lambda amount: amount > LARGEST_PLAUSIBLE)


def _amounts(plan: Plan, wrong: Callable[[int], bool]) -> Iterator[Hit]:
    for name, group in groups(plan, *_with_won()):
        for attribute in attributes_with(name, type="won"):
            amounts = [own for own in map(attrgetter(attribute.name), group.records) if own]
            if not amounts or not (wrong(min(amounts)) or wrong(max(amounts))):
                continue
            for record in group.records:
                amount = getattr(record, attribute.name)
                if amount and wrong(amount):
                    text = Text(prose_amount(amount), prose_amount(amount, Lang.EN))
                    where = f"{group.where(record)}/{attribute.name}"
                    yield Hit(where, name=_owner(group, record), amount=text)


def _owner(group: Group, record: Any) -> Text:
    """What a line is called: the record that it is a line of."""
    return named(record) if group.inside.record is None else named(group.inside.record)


@cache
def _with_won() -> tuple[str, ...]:
    return tuple(own for own in record_types() if attributes_with(own, type="won"))


@rule("share-out-of-range", Severity.ERROR, "docs/records.md#attributes")
def share_out_of_range(plan: Plan) -> Iterator[Hit]:
    """A share is below 0 or above 1."""
    for place, record in records(plan, *_with_shares()):
        for attribute in attributes_with(type(record).__name__, unit="share"):
            share = getattr(record, attribute.name)
            if share is not None and not 0 <= share <= 1:
                yield Hit(
                    f"{place}/{attribute.name}",
                    name=named(record),
                    attribute=labelled(attribute),
                    share=str(share),
                )


@cache
def _with_shares() -> tuple[str, ...]:
    return tuple(own for own in record_types() if attributes_with(own, unit="share"))


@rule("effect-disordered", Severity.ERROR, "docs/records.md#projects")
def effect_disordered(plan: Plan) -> Iterator[Hit]:
    """An effect's range is not in order from low to high."""
    for place, effect in records(plan, "Effect"):
        values = [effect.low, effect.likely, effect.high]
        if values != sorted(values):
            low, likely, high = map(str, values)
            yield Hit(place, indicator=effect.indicator, low=low, likely=likely, high=high)


@rule("source-missing", Severity.ERROR, "docs/records.md#provenance")
def source_missing(plan: Plan) -> Iterator[Hit]:
    """A value is called published without saying where."""
    for place, record in records(plan, *types_with("provenance")):
        for own in (record.provenance, *record.provenance.fields):
            if own.kind is ProvenanceKind.PUBLISHED and not own.source:
                yield Hit(f"{place}/provenance", name=named(record))


@rule("provenance-field-unknown", Severity.ERROR, "docs/records.md#provenance")
def provenance_field_unknown(plan: Plan) -> Iterator[Hit]:
    """The origin of a field is given that the record does not have."""
    for place, record in records(plan, *types_with("provenance")):
        for own in record.provenance.fields:
            if own.field not in attribute_names(type(record).__name__):
                yield Hit(f"{place}/provenance", name=named(record), field=own.field)


@rule("example-values", Severity.NOTE, "docs/records.md#provenance")
def example_values(plan: Plan) -> Iterator[Hit]:
    """Some projects are made up; nobody should take them for facts."""
    for section in plan.cities:
        count = sum(p.provenance.kind is ProvenanceKind.EXAMPLE for p in section.projects)
        if count:
            city = said(section.city.short or section.city.name, section.city.id)
            yield Hit(section.city.id, city=city, count=count, all=len(section.projects))


@rule("title-unpublished", Severity.NOTE, "docs/records.md#ids")
def title_unpublished(plan: Plan) -> Iterator[Hit]:
    """Some actions of the catalogue have no published title."""
    untitled = [action for action in plan.nation.actions if not action.title]
    if untitled:
        yield Hit(f"{NATION}/actions", count=len(untitled), all=len(plan.nation.actions))
