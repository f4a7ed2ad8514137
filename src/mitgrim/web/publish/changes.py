"""What changed between two published versions, as the comparisons of the workspace say it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mitgrim.plan import CityPlan, Plan, Project
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.queries import published_plan, sections_of
from mitgrim.web.publish.reading import Reading
from mitgrim.web.workspace.comparison import (
    RecordChange,
    SectionComparison,
    Summary,
    Touched,
    compare,
    in_words,
    sections_between,
)
from mitgrim.web.workspace.wording import names_in

Place = tuple[SectionComparison, Touched]


@dataclass(frozen=True, slots=True)
class Counted:
    """Two versions in numbers: what became of projects and money, and the records by section."""

    summary: Summary
    by_section: tuple[tuple[str, int], ...]


def changes_between(before: Publication, after: Publication) -> tuple[SectionComparison, ...]:
    """The sections in which two versions differ, in the plan's own order."""
    nation = published_plan(after).nation
    return sections_between(nation, sections_of(before), sections_of(after))


def counted(before: Publication, after: Publication) -> Counted:
    """What changed between two versions, counted."""
    found = changes_between(before, after)
    return Counted(
        sum((own.summary for own in found), Summary()),
        tuple((own.name, len(own.touched)) for own in found),
    )


def places_changed(reading: Reading) -> list[Place]:
    """The records that the version that is read changed in the one before it, none in words."""
    if reading.before is None:
        return []
    found = changes_between(reading.before, reading.publication)
    return [(section, own) for section in found for own in section.touched]


def record_changes(reading: Reading, places: Iterable[Place]) -> list[tuple[RecordChange, str]]:
    """Some of them as a reader sees them, each with the address of what it is about."""
    names = names_in(reading.sections)
    return [
        (record, _url(reading, record.place))
        for section, own in places
        for record in in_words(section, [own], names)
    ]


def project_history(reading: Reading, id: str) -> list[tuple[Publication, RecordChange]]:
    """In which versions a project came, went or changed, the newest first."""
    told: list[tuple[Publication, RecordChange]] = []
    before: CityPlan | None = None
    for version in reading.of_this_plan:
        plan = published_plan(version)
        project = _project(plan, id)
        section = plan.section(project.city) if project else before
        if section is None:
            continue
        after = replace(section, projects=(project,) if project else ())
        found = compare(plan.nation, _as_far_as(after, before), after)
        names = names_in(sections_of(version))
        told += ((version, own) for own in in_words(found, found.touched, names))
        before = after
    return told[::-1]


def _as_far_as(after: CityPlan, before: CityPlan | None) -> CityPlan:
    """A section that differs from another in the only project of an earlier one."""
    return replace(after, projects=before.projects if before else ())


def _project(plan: Plan, id: str) -> Project | None:
    return next((own for own in plan.projects() if own.id == id), None)


def _url(reading: Reading, place: str) -> str:
    section, *steps = place.split("/")
    if len(steps) > 1 and steps[0] == "projects":
        return reading.url("publish:project", steps[1]) if steps[1] in reading.index else ""
    return reading.href(f"city-{section}") if reading.plan.section(section) else ""
