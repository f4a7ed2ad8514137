"""What changed between two published versions: record by record, texts word by word."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from mitgrim import plan as records
from mitgrim.documents.where import where_text
from mitgrim.documents.words import NONE, Words
from mitgrim.figures.lineage import called
from mitgrim.history import Change, ChangeKind, Piece, diff, diff_sections, word_diff
from mitgrim.plan import NATION, CityPlan, Plan, Project, attribute_of
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.queries import published_plan, sections_of
from mitgrim.web.publish.reading import Reading, material_of
from mitgrim.web.publish.values import Telling, told_value
from mitgrim.web.revisions.queries import Manifest, plan_of
from mitgrim.wording import Lang

_RECORD_STEPS: Final = 3  # section, collection, key
_PROSE: Final = 24  # letters from which a text is shown word by word
_PROJECTS: Final = "projects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value before and after; a longer text also as pieces."""

    kind: ChangeKind
    where: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """A record that came, went or holds something else, with its differences."""

    place: str
    kind: ChangeKind
    name: str
    url: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Two versions in numbers: projects that came, went, changed, by city; the money of both."""

    added: int
    removed: int
    changed: int
    records: int
    by_city: tuple[tuple[str, int], ...]
    before: int
    after: int


@lru_cache(maxsize=32)
def changes_between(before: Manifest, after: Manifest) -> tuple[Change, ...]:
    """The changes from one manifest to another, kept in the process."""
    return diff(plan_of(before), plan_of(after))


def changes_of(reading: Reading) -> tuple[Change, ...]:
    """What the version that is read changed in the one before it."""
    before = reading.before
    return changes_between(sections_of(before), reading.sections) if before else ()


def summary(before: Publication, after: Publication) -> Summary:
    """What changed between two versions, counted."""
    old, new = sections_of(before), sections_of(after)
    found = changes_between(old, new)
    groups = [(place, tuple(own)) for place, own in _grouped(found)]
    projects = Counter(
        _kind_of(place, own) for place, own in groups if f"/{_PROJECTS}/" in f"{place}/"
    )
    cities = Counter(place.partition("/")[0] for place, _ in groups)
    order = (NATION, *published_plan(after).nation.cities)
    return Summary(
        added=projects[ChangeKind.ADDED],
        removed=projects[ChangeKind.REMOVED],
        changed=projects[ChangeKind.CHANGED],
        records=len(groups),
        by_city=tuple((name, cities[name]) for name in order if cities[name]),
        before=_total(old),
        after=_total(new),
    )


def record_changes(reading: Reading, groups: Iterable[str]) -> list[RecordChange]:
    """The changes of some records, by their places, as a reader sees them."""
    found = {place: tuple(own) for place, own in _grouped(changes_of(reading))}
    before = reading.before
    assert before is not None
    old = published_plan(before)
    return [_record_change(reading, old, place, found[place]) for place in groups]


def places_changed(reading: Reading) -> list[str]:
    """The places of the records that changed, in the order of the plan."""
    return [place for place, _ in _grouped(changes_of(reading))]


def project_history(reading: Reading, id: str) -> list[tuple[Publication, RecordChange]]:
    """In which versions a project came, went or changed, the newest first."""
    told = []
    before: CityPlan | None = None
    place = ""
    for version in reading.of_this_plan:
        plan = published_plan(version)
        project = _project(plan, id)
        section = plan.section(project.city) if project else before
        if section is None:
            continue
        after = replace(section, projects=(project,) if project else ())
        changes = _project_changes(before, after)
        if changes:
            place = f"{section.city.id}/{_PROJECTS}/{id}"
            told.append((version, _record_change(reading, plan, place, changes)))
        before = after
    return told[::-1]


def _project_changes(before: CityPlan | None, after: CityPlan) -> tuple[Change, ...]:
    """The changes of the only project of two sections, all else being equal."""
    old = replace(after, projects=before.projects if before else ())
    return diff_sections(old, after)


def _project(plan: Plan, id: str) -> Project | None:
    return next((own for own in plan.projects() if own.id == id), None)


def _total(sections: Manifest) -> int:
    return material_of(sections, Lang.KO, "").totals.total


def _grouped(changes: Iterable[Change]) -> Iterator[tuple[str, Iterator[Change]]]:
    return groupby(changes, lambda own: _record_place(own.place))


def _record_place(place: str) -> str:
    """The record a place belongs to: a project with all that it holds, or a section's field."""
    steps = place.split("/")
    return "/".join(steps[:_RECORD_STEPS])


def _kind_of(place: str, changes: tuple[Change, ...]) -> ChangeKind:
    whole = changes[0].place == place
    return changes[0].kind if whole else ChangeKind.CHANGED


def _record_change(
    reading: Reading, old: Plan, place: str, changes: tuple[Change, ...]
) -> RecordChange:
    kind = _kind_of(place, changes)
    plan = old if kind is ChangeKind.REMOVED else reading.plan
    name = _named(reading, plan, place)
    return RecordChange(
        place=place,
        kind=kind,
        name=name,
        url=_url(reading, place),
        differences=tuple(
            told for own in changes if not _said(told := _difference(reading, old, own), name)
        ),
    )


def _said(difference: Difference, name: str) -> bool:
    """Whether a record that came or went says nothing that its name does not."""
    told = [own for own in (difference.before, difference.after) if own != NONE]
    return not difference.where and all(own in name for own in told)


def _named(reading: Reading, plan: Plan, place: str) -> str:
    """`부산 1-3 부산 특화산업 예시사업 3`; else where it stands."""
    found = records.find(plan, place)
    said = where_text(plan, place, reading.material.numbers, reading.words)
    if isinstance(found, Project):
        number = reading.material.numbers.get(found.id, "")
        return f"{number} {reading.words.name(found.name, found.id)}".strip()
    return _legible(said, names_of(reading.sections, reading.lang))


@lru_cache(maxsize=16)
def names_of(sections: Manifest, lang: Lang) -> Mapping[str, str]:
    """What the things that others refer to are called, by id."""
    plan, words = plan_of(sections), Words(lang)
    nation = plan.nation
    found: dict[str, str] = {}
    record: Any
    for record in (
        *nation.sectors, *nation.actions, *nation.strategies, *nation.indicators,
        *nation.source_classes, *nation.gate_kinds, *nation.statistics, *nation.upper_plans,
        *nation.sources, *nation.trees, *(node for tree in nation.trees for node in tree.nodes),
        *(own for section in plan.cities for own in (*section.indicators, *section.projects)),
    ):  # fmt: skip
        found[record.id] = words.name(called(record), record.id)
    return found


def _legible(said: str, names: Mapping[str, str]) -> str:
    """A place with names for the ids in it."""
    parts = (part.split(", ") for part in said.split(" · "))
    return " · ".join(", ".join(names.get(own, own) for own in part) for part in parts)


def _url(reading: Reading, place: str) -> str:
    section, *steps = place.split("/")
    if len(steps) > 1 and steps[0] == _PROJECTS:
        return reading.url("publish:project", steps[1]) if steps[1] in reading.index else ""
    return reading.href(f"city-{section}") if reading.plan.section(section) else ""


def _difference(reading: Reading, old: Plan, change: Change) -> Difference:
    words = reading.words
    attribute = attribute_of(change.place)
    plan = old if change.kind is ChangeKind.REMOVED else reading.plan
    where = where_text(plan, change.place, reading.material.numbers, words)
    record = _record_place(change.place)
    prefix = where_text(plan, record, reading.material.numbers, words)
    names = names_of(reading.sections, reading.lang)
    told = Telling(attribute, words, names)
    before, after = told_value(change.before, told), told_value(change.after, told)
    own = _legible(where.removeprefix(prefix).removeprefix(" · "), names)
    kind = change.kind if NONE not in (before, after) else _emptied(before, after)
    prose = min(len(before), len(after)) >= _PROSE and change.kind is ChangeKind.CHANGED
    return Difference(
        kind=kind,
        where="" if change.place == record else own or where,
        before=before,
        after=after,
        pieces=word_diff(before, after) if prose else (),
    )


def _emptied(before: str, after: str) -> ChangeKind:
    """A field that was empty is filled, or the other way round."""
    if before == after:
        return ChangeKind.CHANGED
    return ChangeKind.ADDED if before == NONE else ChangeKind.REMOVED
