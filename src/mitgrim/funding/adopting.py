"""A portfolio becomes a plan: every chosen project has the money, years and effects of its option.

A delay moves a project whole, as §2 and §6 of `docs/funding.md` have it: its period, its planned
money and the ramps of its effects, and its other scales with it, so that choosing again from the
adopted plan finds the same. What somebody else decides stays: gates, shares of partners, money
that was asked for or spent. Projects that were not chosen stay as they are, unless they are to be
cancelled; nothing is deleted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from mitgrim.funding.parameters import open_projects
from mitgrim.funding.scales import Scale, scales
from mitgrim.plan import (
    Effect,
    FundingLine,
    Period,
    Phase,
    Plan,
    Project,
    Status,
    Variant,
)


class Unchosen(StrEnum):
    """What becomes of a project that was not chosen."""

    KEPT = "kept"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A project with the scale and the first year that were chosen for it."""

    id: str
    variant: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The plan with a portfolio in it: the projects that changed, and those not chosen."""

    plan: Plan
    changed: tuple[str, ...]
    unchosen: tuple[str, ...]


Projects: TypeAlias = Mapping[str, Project]


def adopted(plan: Plan, chosen: Sequence[Chosen], unchosen: Unchosen = Unchosen.KEPT) -> Adoption:
    """The plan in which a portfolio is carried out.

    Raises LookupError for a project, or a scale or year of it, that the plan does not offer.
    """
    options = {own.id: own for own in chosen}
    known = {project.id: project for project in open_projects(plan)}
    unknown = sorted(options.keys() - known.keys())
    if unknown:
        raise LookupError(f"The plan has no project {unknown[0]} to choose.")
    new = {id: _as_chosen(plan, known[id], own) for id, own in options.items()}
    left = [id for id in known if id not in options]
    if unchosen is Unchosen.CANCELLED:
        new |= {id: replace(known[id], status=Status.CANCELLED) for id in left}
    changed = {id: project for id, project in new.items() if project != known[id]}
    return Adoption(plan=_with(plan, changed), changed=tuple(changed), unchosen=tuple(left))


def _as_chosen(plan: Plan, project: Project, chosen: Chosen) -> Project:
    most = len(plan.nation.period.years)
    offered = scales(plan.nation, project, most)
    scale = next((own for own in offered if own.variant.id == chosen.variant), None)
    if scale is None or chosen.start - scale.start not in scale.delays:
        raise LookupError(f"{project.id} has no {chosen.variant} from {chosen.start}.")
    delay = chosen.start - scale.start
    if not delay and _is_own(project, scale):
        return project
    later = _later(project, delay)
    money = tuple(_line_after(own, delay) for own in _planned(scale.variant.money))
    others = tuple(own for own in project.money if own.phase is not Phase.PLANNED)
    return replace(
        later,
        period=Period(first=chosen.start, last=scale.finish + delay),
        money=(*money, *others),
        effects=tuple(_effect_after(own, delay) for own in scale.variant.effects),
        declared_total=_declared(project, money),
    )


def _is_own(project: Project, scale: Scale) -> bool:
    """Whether a project has a scale's money and effects already, in whatever order."""
    own, its = _planned(project.money), _planned(scale.variant.money)
    return sorted(own, key=repr) == sorted(its, key=repr) and project.effects == (
        scale.variant.effects
    )


def _later(project: Project, delay: int) -> Project:
    return replace(project, variants=tuple(_variant_after(own, delay) for own in project.variants))


def _variant_after(variant: Variant, delay: int) -> Variant:
    return replace(
        variant,
        money=tuple(
            _line_after(own, delay) if own.phase is Phase.PLANNED else own for own in variant.money
        ),
        effects=tuple(_effect_after(own, delay) for own in variant.effects),
    )


def _planned(money: Sequence[FundingLine]) -> tuple[FundingLine, ...]:
    return tuple(own for own in money if own.phase is Phase.PLANNED)


def _line_after(line: FundingLine, delay: int) -> FundingLine:
    return replace(line, year=line.year + delay)


def _effect_after(effect: Effect, delay: int) -> Effect:
    """With a later start a ramp begins later; without one an effect counts in full at any time."""
    if not effect.ramp:
        return effect
    return replace(effect, ramp=(*(Decimal(0) for _ in range(delay)), *effect.ramp))


def _declared(project: Project, money: Sequence[FundingLine]) -> int | None:
    """A total that was the sum of the planned lines stays so; any other is somebody's word."""
    sum_before = sum(own.amount for own in _planned(project.money))
    if project.declared_total != sum_before:
        return project.declared_total
    return sum(own.amount for own in money)


def _with(plan: Plan, projects: Projects) -> Plan:
    return replace(
        plan,
        cities=tuple(
            replace(
                section,
                projects=tuple(projects.get(own.id, own) for own in section.projects),
            )
            if any(own.id in projects for own in section.projects)
            else section
            for section in plan.cities
        ),
    )
