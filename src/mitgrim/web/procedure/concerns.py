"""What of a plan concerns a body: a filter that is suggested from the plan, and may be adjusted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from mitgrim.plan import FundingSource, Plan, Project, sector_of_action
from mitgrim.web.people.kinds import OrganisationKind
from mitgrim.web.people.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Cities, sectors, sources of money and programme lines by id, and names of bodies.

    A project concerns a body if it fits any of them: `names` are those under which a project may
    name it as lead or partner. With nothing in it, everything concerns it.
    """

    cities: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not any(getattr(self, own.name) for own in fields(self))

    def as_json(self) -> dict[str, list[str]]:
        """What the database keeps."""
        return {name: list(held) for name, held in asdict(self).items() if held}

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> "Concern":
        """The filter of an invitation."""
        return Concern(**{name: tuple(held) for name, held in kept.items()})


def suggested(plan: Plan, body: Organisation) -> Concern:
    """What can be told of a body from the plan: its own city, its budget lines, its names."""
    names = tuple(own for own in (body.name_ko, body.name_en) if own)
    lines = tuple(own.id for own in plan.nation.programme_lines if own.ministry in names)
    found = Concern(cities=(body.city,) if body.city else (), lines=lines, names=names)
    named = any(_names(own, names) for own in plan.projects())
    if body.kind == OrganisationKind.MINISTRY and not lines and not named:
        return Concern(sources=(FundingSource.NATIONAL.value,), names=names)
    return found


def projects_for(plan: Plan, concern: Concern) -> list[Project]:
    """The projects that concern a body, in the plan's order."""
    if concern.is_everything:
        return list(plan.projects())
    sectors = sector_of_action(plan.nation)
    return [own for own in plan.projects() if any(_fits(own, concern, sectors))]


def _fits(own: Project, concern: Concern, sectors: Mapping[str, str]) -> Iterator[bool]:
    yield own.city in concern.cities
    yield any(share.city in concern.cities for share in own.shares)
    yield sectors.get(own.action, "") in concern.sectors
    yield _names(own, concern.names)
    if concern.sources or concern.lines:
        yield any(
            line.source.value in concern.sources or line.programme_line in concern.lines
            for line in own.money
        )


def _names(own: Project, names: Iterable[str]) -> bool:
    held = {own.lead, *own.partners} - {""}
    return any(name in held for name in names)
