"""What a funding problem is posed with: budgets, groups, certainty, delay; `docs/funding.md` §3–§6.

Amounts are whole won. What nobody says stays as the plan has it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, TypeAlias

from mitgrim.plan import (
    Certainty,
    FundingLine,
    FundingSource,
    Phase,
    Plan,
    Project,
    Status,
    city_shares,
    split_lines,
)

OF_CITIES: Final = frozenset({FundingSource.PROVINCIAL, FundingSource.MUNICIPAL})
OVER: Final = frozenset({Status.COMPLETED, Status.CANCELLED})

Purse: TypeAlias = tuple[FundingSource, str, int]
"""Who pays in which year: a source, the city for the sources of cities, and the year."""


class Estimate(StrEnum):
    """Which of an effect's three numbers counts."""

    LOW = "low"
    LIKELY = "likely"
    HIGH = "high"


class GroupKind(StrEnum):
    """What projects may be grouped by."""

    CITY = "city"
    SECTOR = "sector"
    ACTION = "action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """§3: won that a source has in a year; `said` where a planner said so, else the plan's own."""

    source: FundingSource
    year: int
    amount: int
    city: str = ""
    said: bool = False

    @property
    def purse(self) -> Purse:
        """Whose money it is, and of when."""
        return self.source, self.city, self.year


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """§4: a floor and a ceiling of a group, each in won, as a share of all money, or absent."""

    kind: GroupKind
    id: str
    least: int | None = None
    most: int | None = None
    least_share: Decimal | None = None
    most_share: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Haircut:
    """§3: what part of planned money of a certainty counts as budget, from 0 to 1."""

    certainty: Certainty
    counts: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """§6: the points that a scoring sheet gives a project, or one variant of it."""

    project: str
    points: Decimal
    variant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a planner may say about a funding problem, each part in the order of its keys."""

    budgets: tuple[Budget, ...] = ()
    carried: tuple[FundingSource, ...] = ()
    bounds: tuple[Bound, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    haircuts: tuple[Haircut, ...] = ()
    delay: int = 0
    effects: Estimate = Estimate.LIKELY
    scores: tuple[Score, ...] = ()
    scores_count: Decimal = Decimal(0)  # of the value; targets count the rest


def usual_parameters(plan: Plan) -> Parameters:
    """Budgets as the plan's own planned money, any later start, and nothing else.

    The plan as it stands keeps to them, as far as it keeps to the gates, ratios, ceilings and
    prerequisites that stand in it.
    """
    return Parameters(
        budgets=planned_budgets(plan),
        delay=max(len(plan.nation.period.years) - 1, 0),
    )


def planned_budgets(plan: Plan, haircuts: Iterable[Haircut] = ()) -> tuple[Budget, ...]:
    """What the open projects plan, by source, city and year; every city has every year.

    A line counts by its certainty, or its project's; one without any counts in whole. Parts of a
    won are dropped at the end of each sum.
    """
    counts = {own.certainty: Fraction(own.counts) for own in haircuts}
    sums = {purse: Fraction(0) for purse in purses(plan)}
    for project in open_projects(plan):
        for purse, line, won in payments(project, project.money):
            sure = line.certainty or project.certainty
            share = counts.get(sure, Fraction(1)) if sure else Fraction(1)
            if purse in sums:
                sums[purse] += won * share
    return tuple(
        Budget(source=source, city=city, year=year, amount=int(sums[source, city, year]))
        for source, city, year in sums
    )


def purses(plan: Plan) -> Iterator[Purse]:
    """Every purse that money may come from within the plan's period."""
    cities = dict.fromkeys([*plan.nation.cities, *_payers(plan)])
    for source in FundingSource:
        for city in cities if source in OF_CITIES else ("",):
            for year in plan.nation.period.years:
                yield source, city, year


def _payers(plan: Plan) -> Iterator[str]:
    for project in open_projects(plan):
        yield project.city
        yield from (share.city for share in project.shares)


def open_projects(plan: Plan) -> Iterator[Project]:
    """§1: the projects that may be chosen: those that are neither completed nor cancelled."""
    return (own for own in plan.projects() if own.status not in OVER)


def payments(
    project: Project, lines: Iterable[FundingLine], delay: int = 0
) -> Iterator[tuple[Purse, FundingLine, int]]:
    """§2: planned lines with whose purse pays what of them, moved by a delay in years.

    Cities pay their shares of provincial and municipal money; any other source pays in whole, its
    parts one after the other.
    """
    planned = (line for line in lines if line.phase is Phase.PLANNED)
    for line, city, won in split_lines(planned, city_shares(project)):
        own = city if line.source in OF_CITIES else ""
        yield (line.source, own, line.year + delay), line, won


def as_json(parameters: Parameters) -> Mapping[str, object]:
    """Parameters for machines: won as integers, shares as texts."""
    return {
        "budgets": [
            {
                "source": own.source.value,
                "year": own.year,
                "amount": own.amount,
                **({"city": own.city} if own.city else {}),
                "said": own.said,
            }
            for own in parameters.budgets
        ],
        "carry_over": [own.value for own in parameters.carried],
        "groups": [dict(_bound(own)) for own in parameters.bounds],
        "must": list(parameters.must),
        "must_not": list(parameters.must_not),
        "counts": {own.certainty.value: str(own.counts) for own in parameters.haircuts},
        "delay": parameters.delay,
        "effects": parameters.effects.value,
        "scores": [
            {"project": own.project, "variant": own.variant, "points": str(own.points)}
            for own in parameters.scores
        ],
        "scores_count": str(parameters.scores_count),
    }


def _bound(own: Bound) -> Iterator[tuple[str, object]]:
    yield "kind", own.kind.value
    yield "id", own.id
    for name in ("least", "most", "least_share", "most_share"):
        value = getattr(own, name)
        if value is not None:
            yield name, str(value) if isinstance(value, Decimal) else value


def from_json(said: Mapping[str, Any]) -> Parameters:
    """The parameters that `as_json` wrote; for what we wrote ourselves, it is not checked again.

    What was written before projects could have scores has none.
    """
    return Parameters(
        budgets=tuple(
            Budget(
                source=FundingSource(own["source"]),
                year=own["year"],
                amount=own["amount"],
                city=own.get("city", ""),
                said=own["said"],
            )
            for own in said["budgets"]
        ),
        carried=tuple(map(FundingSource, said["carry_over"])),
        bounds=tuple(_bound_from(own) for own in said["groups"]),
        must=tuple(said["must"]),
        must_not=tuple(said["must_not"]),
        haircuts=tuple(
            Haircut(certainty=Certainty(name), counts=Decimal(share))
            for name, share in said["counts"].items()
        ),
        delay=said["delay"],
        effects=Estimate(said["effects"]),
        scores=tuple(
            Score(project=own["project"], variant=own["variant"], points=Decimal(own["points"]))
            for own in said.get("scores", ())
        ),
        scores_count=Decimal(said.get("scores_count", 0)),
    )


def _bound_from(own: Mapping[str, Any]) -> Bound:
    least, most = own.get("least_share"), own.get("most_share")
    return Bound(
        kind=GroupKind(own["kind"]),
        id=own["id"],
        least=own.get("least"),
        most=own.get("most"),
        least_share=None if least is None else Decimal(least),
        most_share=None if most is None else Decimal(most),
    )


def scaled(parameters: Parameters, source: FundingSource, percent: int) -> Parameters:
    """The parameters with so many percent of a source's budgets, in every year and city."""
    budgets = tuple(
        replace(own, amount=own.amount * percent // 100, said=True) if own.source is source else own
        for own in parameters.budgets
    )
    return replace(parameters, budgets=budgets)


def by_purse(budgets: Iterable[Budget]) -> dict[Purse, int]:
    """Won by purse; a purse that is not there has nothing."""
    found: dict[Purse, int] = defaultdict(int)
    for own in budgets:
        found[own.purse] = own.amount
    return found
