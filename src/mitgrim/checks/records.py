"""Rules about single records: what is missing, what refers to nothing, what cannot be."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache, partial
from itertools import chain, compress, count, repeat
from operator import gt, is_not, lt, not_
from typing import Any, Final

from mitgrim.checks.engine import Hit, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.walk import Level, attributes_with, levels, records, types_with
from mitgrim.plan import (
    NATION,
    OWN,
    CityPlan,
    Label,
    Period,
    Plan,
    Project,
    ProvenanceKind,
    label_of,
    place,
)
from mitgrim.plan.attributes import (
    Attribute,
    attribute_names,
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


def _named_within(level: Level, index: int) -> Text:
    """What a record is called, and if it has no name of its own, the record that it is part of."""
    record, owner = level.records[index], _whole(level, index)
    if owner is None or any(hasattr(record, name) for name in ("name", "title", "text")):
        return named(record)
    own, outer = named(record), named(owner)
    return Text(f"{outer.ko} {own.ko}", f"{outer.en} {own.en}")


def _whole(level: Level, index: int) -> Any:
    """The record that a record is part of; what stands right in a section is part of none."""
    return level.owner(index) if level.inside and level.inside.inside else None


def labelled(attribute: Attribute) -> Text:
    """What the attribute table calls an attribute."""
    return Text(attribute.ko, attribute.en)


def _missing(plan: Plan, required: str) -> Iterator[Hit]:
    for level in levels(plan):
        wanted = _fillable(level.type, required)
        empty = (level.wrong(own.name, all, not_) for own in wanted)
        for index in sorted(set(chain.from_iterable(empty))):
            missing = [own for own in wanted if not getattr(level.records[index], own.name)]
            name = _named_within(level, index)
            yield Hit(level.where(index), name=name, attributes=_listed(missing))


@cache
def _fillable(record: str, required: str) -> tuple[Attribute, ...]:
    """The required attributes that can be left empty; a number's zero is a value."""
    wanted = attributes_with(record, required=required)
    return tuple(own for own in wanted if own.default in _EMPTY)


def _listed(attributes: list[Attribute]) -> Text:
    return Text(
        ", ".join(f"{own.ko}({own.name})" for own in attributes),
        ", ".join(f"{own.en} ({own.name})" for own in attributes),
    )


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
    for level in levels(plan):
        for attribute in _references(level.type):
            yield from _unknown(level, attribute, known[attribute.refers_to])
    for level in levels(plan, *types_with("provenance")):
        origins = level.column("provenance")
        for index in compress(count(), map(is_not, origins, repeat(OWN))):
            origin = origins[index]
            if not (origin.source or origin.fields):
                continue
            for own in (origin, *origin.fields):
                if own.source not in known["sources"]:
                    name, source = named(level.records[index]), Text("출처", "Source")
                    where = f"{level.where(index)}/provenance"
                    yield Hit(where, name=name, attribute=source, id=own.source)


@cache
def _references(record: str) -> tuple[Attribute, ...]:
    return tuple(own for own in table(record) if own.refers_to)


def _unknown(level: Level, attribute: Attribute, known: set[str]) -> Iterator[Hit]:
    is_list = attribute.is_list

    def are_known(ids: Iterable[Any]) -> bool:
        return known.issuperset(chain.from_iterable(ids) if is_list else ids)

    def is_unknown(own: Any) -> bool:
        return not known.issuperset(own) if is_list else own not in known

    for index in level.wrong(attribute.name, are_known, is_unknown):
        record = level.records[index]
        own = getattr(record, attribute.name)
        for identity in own if is_list else (own,):
            if identity not in known:
                where = f"{level.where(index)}/{attribute.name}"
                yield Hit(where, name=named(record), attribute=labelled(attribute), id=identity)


def _known_ids(plan: Plan) -> dict[str, set[str]]:
    """The ids that each kind of reference may name."""
    nation = plan.nation
    projects = set(chain.from_iterable(section.register.column("id") for section in plan.cities))
    indicators = {own.id for section in plan.cities for own in section.indicators}
    known = {
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
    return {kind: ids | {""} for kind, ids in known.items()}  # nothing named is nothing unknown


@rule("id-duplicate", Severity.ERROR, "docs/records.md#ids")
def id_duplicate(plan: Plan) -> Iterator[Hit]:
    """Two records of different sections, or of different projects, carry one id."""
    minted = list(records(plan, "Project", "Indicator", "Gate"))
    times = Counter((type(record).__name__, record.id) for _, record in minted)
    for where, record in minted:
        if times[type(record).__name__, record.id] > 1:
            yield Hit(where, name=named(record), id=record.id)


@rule("key-duplicate", Severity.ERROR, "docs/records.md#attributes")
def key_duplicate(plan: Plan) -> Iterator[Hit]:
    """A collection says the same thing twice, so that nobody can tell which one counts."""
    yield from _listed_twice(plan)
    for level in levels(plan):
        places = {f"{level.where(index)}": index for index in level.repeated()}
        for where, index in places.items():
            parts = ", ".join(_key_parts(level.records[index]))
            collection = where.rpartition("/")[0]
            yield Hit(collection, name=named(level.owner(index)), key=parts)


def _listed_twice(plan: Plan) -> Iterator[Hit]:
    for city, times in Counter(plan.nation.cities).items():
        if times > 1:
            yield Hit(f"{NATION}/cities", name=named(plan.nation), key=city)


def _key_parts(record: Any) -> Iterator[str]:
    for name in key_names(type(record).__name__):
        if value := getattr(record, name):
            yield str(value)


@rule("year-outside-period", Severity.ERROR, "docs/records.md#money")
def year_outside_period(plan: Plan) -> Iterator[Hit]:
    """Money of a project or of a ceiling lies in a year that the plan does not cover."""
    period, allowed = plan.nation.period, frozenset(plan.nation.period.years)
    for line in plan.nation.programme_lines:
        for year in sorted({ceiling.year for ceiling in line.ceilings} - allowed):
            where = place(NATION, "programme_lines", line.id, "ceilings")
            yield Hit(where, name=named(line), year=str(year), period=str(period))
    for section in plan.cities:
        if allowed.issuperset(section.ledger.witnesses("year")):
            continue
        for project, _, years in _outside(section, repeat(period)):
            where = place(section.city.id, "projects", project.id, "money")
            for year in sorted(years - allowed):
                yield Hit(where, name=named(project), year=str(year), period=str(period))


@rule("year-outside-project", Severity.WARNING, "docs/records.md#projects")
def year_outside_project(plan: Plan) -> Iterator[Hit]:
    """Planned money lies in a year in which the project does not run."""
    for section in plan.cities:
        for project, own, years in _outside(section, section.register.column("period")):
            where = place(section.city.id, "projects", project.id, "money")
            outside = years.difference(own.years) if own.years else set()
            for year in sorted(outside.intersection(plan.nation.period.years)):
                yield Hit(where, name=named(project), year=str(year), period=str(own))


def _outside(
    section: CityPlan, periods: Iterable[Period | None]
) -> Iterator[tuple[Project, Period, set[int]]]:
    """The projects with money before or after their periods, with all its years."""
    for index, (span, own) in enumerate(zip(section.ledger.spans, periods, strict=False)):
        if own and span and (span[0] < own.first or own.last < span[1]):
            project = section.projects[index]
            yield project, own, {line.year for line in project.money}


@rule("project-outside-period", Severity.WARNING, "docs/records.md#projects")
def project_outside_period(plan: Plan) -> Iterator[Hit]:
    """A project does not run in a single year of the plan."""
    whole = plan.nation.period
    for where, project in records(plan, "Project"):
        own = project.period
        if own and own.years and whole.years and not _overlap(own, whole):
            yield Hit(f"{where}/period", name=named(project), own=str(own), period=str(whole))


def _overlap(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


@rule("dates-reversed", Severity.ERROR, "docs/records.md#attributes")
def dates_reversed(plan: Plan) -> Iterator[Hit]:
    """Something ends before it starts."""
    for first, last in (("first", "last"), ("valid_from", "valid_to"), ("starts", "ends")):
        for level in levels(plan, *types_with(first, last)):
            columns = zip(level.column(first), level.column(last), strict=True)
            for index, (start, end) in enumerate(columns):
                if start and end and end < start:
                    name = named(level.records[index])
                    yield Hit(level.where(index), name=name, start=str(start), end=str(end))


@rule("amount-negative", Severity.ERROR, "docs/records.md#money")
def amount_negative(plan: Plan) -> Iterator[Hit]:
    """An amount is below zero; a cut is a smaller amount, not a negative one."""
    yield from _amounts(plan, min, partial(gt, 0))


@rule("amount-implausible", Severity.ERROR, "docs/records.md#money")
def amount_implausible(plan: Plan) -> Iterator[Hit]:
    """One amount is larger than any programme of the state: a slip of the unit."""
    yield from _amounts(plan, max, partial(lt, LARGEST_PLAUSIBLE))


def _amounts(
    plan: Plan, furthest: Callable[..., int], is_wrong: Callable[[int], bool]
) -> Iterator[Hit]:
    def are_right(amounts: Iterable[int | None]) -> bool:
        return not is_wrong(furthest(filter(None, amounts), default=0))

    def is_there_and_wrong(won: int | None) -> bool:
        return won is not None and is_wrong(won)

    for level in levels(plan, *_with_won()):
        for attribute in attributes_with(level.type, type="won"):
            wrong = is_there_and_wrong if attribute.default == "null" else is_wrong
            for index in level.wrong(attribute.name, are_right, wrong):
                won = getattr(level.records[index], attribute.name)
                text = Text(prose_amount(won), prose_amount(won, Lang.EN))
                name = named(_whole(level, index) or level.records[index])
                yield Hit(f"{level.where(index)}/{attribute.name}", name=name, amount=text)


@cache
def _with_won() -> tuple[str, ...]:
    return tuple(own for own in record_types() if attributes_with(own, type="won"))


@rule("share-out-of-range", Severity.ERROR, "docs/records.md#attributes")
def share_out_of_range(plan: Plan) -> Iterator[Hit]:
    """A share is below 0 or above 1."""
    for where, record in records(plan, *_with_shares()):
        for attribute in attributes_with(type(record).__name__, unit="share"):
            share = getattr(record, attribute.name)
            if share is not None and not 0 <= share <= 1:
                yield Hit(
                    f"{where}/{attribute.name}",
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
    for where, effect in records(plan, "Effect"):
        values = [effect.low, effect.likely, effect.high]
        if values != sorted(values):
            low, likely, high = map(str, values)
            yield Hit(where, indicator=effect.indicator, low=low, likely=likely, high=high)


@rule("source-missing", Severity.ERROR, "docs/records.md#provenance")
def source_missing(plan: Plan) -> Iterator[Hit]:
    """A value is called published without saying where."""
    for where, record in records(plan, *types_with("provenance")):
        for own in (record.provenance, *record.provenance.fields):
            if own.kind is ProvenanceKind.PUBLISHED and not own.source:
                yield Hit(f"{where}/provenance", name=named(record))


@rule("provenance-field-unknown", Severity.ERROR, "docs/records.md#provenance")
def provenance_field_unknown(plan: Plan) -> Iterator[Hit]:
    """The origin of a field is given that the record does not have."""
    for where, record in records(plan, *types_with("provenance")):
        for own in record.provenance.fields:
            if own.field not in attribute_names(type(record).__name__):
                yield Hit(f"{where}/provenance", name=named(record), field=own.field)


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
