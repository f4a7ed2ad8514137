"""Edits of a draft by programs: the section as it would be, for the service that saves it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mitgrim.codec import written
from mitgrim.history import ABSENT, Change, Conflict, replaced
from mitgrim.plan import CityPlan, Project, mint, place
from mitgrim.web.api.inputs import project_from
from mitgrim.web.api.problems import ApiProblem
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.models import Branch, StoredRevision
from mitgrim.web.revisions.queries import city_section, history_of
from mitgrim.web.revisions.services import Clash, Saved, save_section


def base_of(branch: Branch, number: int) -> StoredRevision:
    """The revision that an edit started from; raises where it is not one of the draft."""
    found = history_of(branch).filter(number=number).first()
    if found is None:
        raise ApiProblem(422, "no-base", number=number)
    return found


def project_in(section: CityPlan, id: str) -> Project:
    """A project of a section; raises where there is none."""
    found = next((own for own in section.projects if own.id == id), None)
    if found is None:
        raise ApiProblem(404, "not-found")
    return found


def project_place(section: CityPlan, id: str) -> str:
    """Where a project stands."""
    return place(section.city.id, "projects", id)


def put(section: CityPlan, id: str, fields: Mapping[str, Any]) -> CityPlan:
    """The section with a project that says what was sent and nothing else."""
    project_in(section, id)
    return _with(section, {**fields, "id": id, "city": section.city.id})


def patched(section: CityPlan, id: str, fields: Mapping[str, Any]) -> CityPlan:
    """The section with some attributes of a project in the place of what they were."""
    return _with(section, {**written(project_in(section, id)), **fields})


def added(section: CityPlan, fields: Mapping[str, Any]) -> tuple[CityPlan, str]:
    """The section with a new project, and the id that was minted for it."""
    id = mint(section.city.id, "p")
    return _with(section, {**fields, "id": id, "city": section.city.id}), id


def removed(section: CityPlan, id: str) -> CityPlan:
    """The section without a project."""
    project_in(section, id)
    return replace(section, projects=tuple(own for own in section.projects if own.id != id))


def save(
    *,
    by: Person,
    branch: Branch,
    base: StoredRevision,
    section: CityPlan,
    message: str,
    decisions: Mapping[str, str],
) -> Saved:
    """Save a section as the forms do; raises 409 with the conflicts that nobody has decided."""
    done = save_section(
        by=by, branch=branch, base=base, section=section, message=message, decisions=decisions
    )
    if isinstance(done, Clash):
        conflicts = [_conflict(own) for own in done.conflicts]
        members = {"head": done.head.number, "base": base.number, "conflicts": conflicts}
        raise ApiProblem(409, "clash", members, count=len(conflicts))
    return done


def deciding(id: str, section: CityPlan, keep: str | None) -> dict[str, str]:
    """The decision about a whole project."""
    return {project_place(section, id): keep} if keep else {}


def changed_places(changes: tuple[Change, ...]) -> list[str]:
    """Where a save changed something."""
    return [own.place for own in changes]


def section_at(branch: Branch, base: StoredRevision) -> CityPlan:
    """A city's section as it was at the base of an edit."""
    return city_section(branch, base)


def _with(section: CityPlan, fields: Mapping[str, Any]) -> CityPlan:
    where = project_place(section, str(fields["id"]))
    changed = replaced(section, where, project_from(fields, where))
    assert isinstance(changed, CityPlan)
    return changed


def _conflict(own: Conflict) -> dict[str, Any]:
    """A conflict; a side on which the record is not there is left out."""
    sides = (("base", own.base), ("ours", own.ours), ("theirs", own.theirs))
    return {"place": own.place} | {
        name: written(value) for name, value in sides if value is not ABSENT
    }
