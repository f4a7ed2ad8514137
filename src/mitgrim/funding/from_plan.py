"""A plan and parameters become a funding problem, and a portfolio money again.

What is left out is said with its reason: a project that was ruled out, that no gate, ratio or
prerequisite lets start in the period, or whose alternative is done.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from scipy.sparse import csr_array

from mitgrim.checks.readiness import circles
from mitgrim.checks.records import named
from mitgrim.funding.parameters import (
    Bound,
    Estimate,
    GroupKind,
    Parameters,
    Purse,
    by_purse,
    open_projects,
    purses,
)
from mitgrim.funding.portfolio import Portfolio
from mitgrim.funding.problem import Cell, Group, Indices, Limit, Problem
from mitgrim.funding.said import MESSAGES
from mitgrim.funding.scales import UNDER_WAY, Scale, as_planned, scales, variants, waits
from mitgrim.plan import (
    Direction,
    Effect,
    FundingSource,
    Indicator,
    Label,
    Nation,
    Phase,
    Plan,
    PrerequisiteKind,
    Project,
    Status,
    sector_of_action,
)
from mitgrim.wording import Lang, Refusal, Text, Value

POINTS: Final = Cell(indicator="")  # what stands for a scoring sheet beside indicators
Rows: TypeAlias = Sequence[Mapping[int, float]]
"""A matrix by rows, each its values by column."""


class FundingError(Refusal):
    """A plan whose projects can't be chosen among: why, and what to do."""

    def __init__(self, id: str, /, **values: Value) -> None:
        self.id = id
        self.message = MESSAGES.both(id, **values)
        super().__init__(self.in_(Lang.EN))


class Option(NamedTuple):
    """§1: a scale of a project, so many years later than planned."""

    project: Project
    scale: Scale
    delay: int

    @property
    def start(self) -> int:
        """The year in which it starts."""
        return self.scale.start + self.delay


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """A problem, and the reasons why projects are not in it, by their ids."""

    problem: Problem
    left_out: dict[str, Text]


def problem_of(plan: Plan, parameters: Parameters) -> Problem:
    """The funding problem of a plan's open projects.

    Raises FundingError where money is negative, where a prerequisite is not in the plan or
    cancelled, where projects wait for one another, and where one that must be done can't be.
    """
    return pose(plan, parameters).problem


def pose(plan: Plan, parameters: Parameters) -> Posed:
    """The funding problem of a plan, and what it leaves out. Raises FundingError."""
    _must_be_in_order(plan)
    offered = _offered(plan, parameters)
    out = _left_out(plan, parameters, offered)
    for project in open_projects(plan):
        if project.id in out and project.id in parameters.must:
            reason = out[project.id]
            raise FundingError("must-impossible", project=named(project), reason=reason)
    chosen = [options for id, options in offered.items() if id not in out]
    return Posed(problem=_problem(plan, parameters, chosen), left_out=out)


def as_it_stands(plan: Plan, problem: Problem) -> Portfolio:
    """The portfolio of the projects as the plan has them, where that is an option.

    A project whose money stands in its variants alone is not decided yet, and not in it.
    """
    numbers = {id: number for number, id in enumerate(problem.projects)}
    found: dict[int, int] = {}
    for project in open_projects(plan):
        number = numbers.get(project.id)
        if number is None:
            continue
        own = as_planned(project)
        if own is None:
            continue
        options = range(problem.first[number], problem.first[number + 1])
        of_scale = (at for at in options if problem.variants[problem.variant[at]] == own.id)
        # Delays of a scale follow one another, so its planned start comes first, if at all.
        option = next(of_scale, None)
        if option is not None and problem.start[option] == _scale(plan, project, own.id).start:
            found[number] = option
    return found


def money_of(
    plan: Plan, problem: Problem, portfolio: Portfolio
) -> dict[int, dict[FundingSource, int]]:
    """Won that a portfolio takes by year and source, summed from the plan's lines as integers."""
    period = plan.nation.period
    money = {year: dict.fromkeys(FundingSource, 0) for year in period.years}
    known = {project.id: project for project in open_projects(plan)}
    for number, option in portfolio.items():
        project = known[problem.projects[number]]
        scale = _scale(plan, project, problem.variants[problem.variant[option]])
        delay = int(problem.start[option]) - scale.start
        for (source, _, year), won in scale.won_after(delay, period):
            money[year][source] += won
    return money


def _scale(plan: Plan, project: Project, variant: str) -> Scale:
    return next(own for own in scales(plan.nation, project, 0) if own.variant.id == variant)


def _must_be_in_order(plan: Plan) -> None:
    """§2 and §5: no money is negative; every prerequisite is there, and none waits for itself."""
    known = {project.id: project for project in plan.projects()}
    for project in open_projects(plan):
        lines = (line for own in variants(project) for line in own.money)
        if any(line.phase is Phase.PLANNED and line.amount < 0 for line in lines):
            raise FundingError("money-below-zero", project=named(project))
    for project in open_projects(plan):
        for before in project.prerequisites:
            other = known.get(before.project)
            if other is None:
                raise FundingError("waits-for-nobody", project=named(project), other=before.project)
            if other.status is Status.CANCELLED:
                raise FundingError(
                    "waits-for-cancelled", project=named(project), other=named(other)
                )
    waits = {own.id: [p.project for p in own.prerequisites] for own in open_projects(plan)}
    for circle in circles(waits):
        names = [named(known[id]) for id in (*circle, circle[0])]
        shown = Text(" → ".join(own.ko for own in names), " → ".join(own.en for own in names))
        raise FundingError("waits-in-a-circle", circle=shown)


def _offered(plan: Plan, parameters: Parameters) -> dict[str, list[Option]]:
    """The options of every open project, scale by scale, earliest first."""
    return {
        project.id: [
            Option(project, scale, delay)
            for scale in scales(plan.nation, project, parameters.delay)
            for delay in scale.delays
        ]
        for project in open_projects(plan)
    }


def _left_out(
    plan: Plan, parameters: Parameters, offered: Mapping[str, Sequence[Option]]
) -> dict[str, Text]:
    """Why projects can't be chosen, and those that wait for them."""
    known = {own.id: own for own in plan.projects()}
    out: dict[str, Text] = {}
    for project in open_projects(plan):
        done = [own for own in project.alternatives if own in known and _is_done(known[own])]
        if project.id in parameters.must_not:
            out[project.id] = MESSAGES.both("out.must-not")
        elif done:
            out[project.id] = MESSAGES.both("out.alternative", other=named(known[done[0]]))
        elif not offered[project.id]:
            out[project.id] = _why_no_option(plan, project)
    more = True
    while more:
        blocked = {
            project.id: next(own.project for own in project.prerequisites if own.project in out)
            for project in open_projects(plan)
            if project.id not in out and any(own.project in out for own in project.prerequisites)
        }
        for id, other in blocked.items():
            out[id] = MESSAGES.both("out.prerequisite", other=named(known[other]))
        more = bool(blocked)
    return out


def _is_done(project: Project) -> bool:
    return project.status is Status.COMPLETED


def _why_no_option(plan: Plan, project: Project) -> Text:
    """The gate that comes latest, or the ratio that every scale breaks."""
    held = [
        (years, gate)
        for scale in scales(plan.nation, project, 0)
        for gate, years in waits(plan.nation, project, scale.variant.money)
    ]
    if not held:
        return MESSAGES.both("out.ratio")
    _, gate = max(held, key=lambda own: own[0])
    kinds = {kind.id: kind.name for kind in plan.nation.gate_kinds}
    label = kinds.get(gate.kind, Label())
    day = gate.done or gate.planned
    return MESSAGES.both(
        "out.gate",
        gate=Text(label.ko or gate.kind or gate.id, label.en or label.ko or gate.kind or gate.id),
        year=str(day.year) if day else "",
    )


def _problem(plan: Plan, parameters: Parameters, chosen: Sequence[Sequence[Option]]) -> Problem:
    options = [option for own in chosen for option in own]
    projects = [own[0].project for own in chosen]
    names = list(dict.fromkeys(option.scale.variant.id for option in options))
    variant = {name: number for number, name in enumerate(names)}
    limits, budget, uses = _limits(plan, parameters, options)
    cells, weight, gains = _cells(plan, parameters, options)
    groups = [_group(bound) for bound in parameters.bounds]
    needs, finished = _needs(projects)
    return Problem(
        projects=[project.id for project in projects],
        variants=names,
        first=np.array([0, *accumulate(map(len, chosen))], dtype=np.int64),
        variant=_whole(variant[option.scale.variant.id] for option in options),
        start=_whole(option.start for option in options),
        finish=_whole(option.scale.finish + option.delay for option in options),
        cost=np.array([_cost(plan, option) for option in options], dtype=np.float64),
        limits=limits,
        budget=np.array(budget, dtype=np.float64),
        uses=_matrix(uses, len(limits)),
        groups=groups,
        groups_of=_matrix([_memberships(plan.nation, groups, p) for p in projects], len(groups)),
        cells=cells,
        weight=np.array(weight, dtype=np.float64),
        gains=_matrix(gains, len(cells)),
        needs=_pairs(needs),
        needs_finish=np.array(finished, dtype=np.bool_),
        excludes=_pairs(_excludes(projects)),
        must=np.array([project.id in parameters.must for project in projects], dtype=np.bool_),
    )


def _cost(plan: Plan, option: Option) -> int:
    return sum(won for _, won in option.scale.won_after(option.delay, plan.nation.period))


def _limits(
    plan: Plan, parameters: Parameters, options: Sequence[Option]
) -> tuple[list[Limit], list[int], list[dict[int, float]]]:
    """§3: the budgets that some option uses, what is in them, and what each option takes."""
    period = plan.nation.period
    known = _budgets(plan, parameters) | _ceilings(plan.nation)
    used: list[dict[Limit, int]] = []
    for option in options:
        own: dict[Limit, int] = {}
        for purse, won in option.scale.won_after(option.delay, period):
            for limit in _limits_of(purse, parameters, period.last):
                own[limit] = own.get(limit, 0) + won
        for line, year, won in option.scale.lines_after(option.delay, period):
            source = _source(plan.nation, line)
            limit = Limit(source=source.value, year=year, line=line)
            if limit in known:
                own[limit] = own.get(limit, 0) + won
        used.append(own)
    binding = set().union(*used) if used else set()
    limits = [limit for limit in known if limit in binding]
    column = {limit: number for number, limit in enumerate(limits)}
    rows = [{column[limit]: float(won) for limit, won in own.items()} for own in used]
    return limits, [known[limit] for limit in limits], rows


def _budgets(plan: Plan, parameters: Parameters) -> dict[Limit, int]:
    """Won by limit; where money may be carried over, of all years up to the limit's."""
    budgets = by_purse(parameters.budgets)
    found: dict[Limit, int] = {}
    so_far: dict[tuple[FundingSource, str], int] = {}
    for purse in purses(plan):
        source, city, year = purse
        carried = source in parameters.carried
        so_far[source, city] = so_far.get((source, city), 0) + budgets[purse]
        limit = Limit(source=source.value, year=year, city=city, carried=carried)
        found[limit] = so_far[source, city] if carried else budgets[purse]
    return found


def _limits_of(purse: Purse, parameters: Parameters, last: int) -> Iterator[Limit]:
    """The limits that money of a purse counts for: its year's, or all from it on."""
    source, city, year = purse
    carried = source in parameters.carried
    for own in range(year, last + 1 if carried else year + 1):
        yield Limit(source=source.value, year=own, city=city, carried=carried)


def _ceilings(nation: Nation) -> dict[Limit, int]:
    return {
        Limit(source=own.source.value, year=ceiling.year, line=own.id): ceiling.amount
        for own in nation.programme_lines
        for ceiling in own.ceilings
    }


def _source(nation: Nation, line: str) -> FundingSource:
    return next(own.source for own in nation.programme_lines if own.id == line)


def _group(bound: Bound) -> Group:
    """§4: a bound as a group; what it does not say does not bind."""
    return Group(
        kind=bound.kind.value,
        id=bound.id,
        least=float(bound.least or 0),
        most=float("inf") if bound.most is None else float(bound.most),
        least_share=float(bound.least_share or 0),
        most_share=1.0 if bound.most_share is None else float(bound.most_share),
    )


def _memberships(nation: Nation, groups: Sequence[Group], project: Project) -> dict[int, float]:
    """The groups that a project counts for: its lead city's, its sector's, its action's."""
    own = {
        GroupKind.CITY.value: project.city,
        GroupKind.SECTOR.value: sector_of_action(nation).get(project.action, ""),
        GroupKind.ACTION.value: project.action,
    }
    return {number: 1.0 for number, group in enumerate(groups) if own[group.kind] == group.id}


def _cells(
    plan: Plan, parameters: Parameters, options: Sequence[Option]
) -> tuple[list[Cell], list[float], list[dict[int, float]]]:
    """§6: the indicators that some option helps, and points; weights; what each option attains."""
    of_targets = float(1 - parameters.scores_count)
    attained = list(_attained(plan, parameters.effects, options))
    helped = set().union(*attained) if attained and of_targets else set()
    cells = [own for own in _targets(plan) if own in helped]
    weights = [of_targets * own for own in _weights(cells)]
    if parameters.scores_count:
        cells.append(POINTS)
        weights.append(float(parameters.scores_count))
        attained = [
            {**own, POINTS: part}
            for own, part in zip(attained, _points(plan, parameters, options), strict=True)
        ]
    column = {cell: number for number, cell in enumerate(cells)}
    gains = [
        {column[cell]: part for cell, part in own.items() if part > 0 and cell in column}
        for own in attained
    ]
    return cells, weights, gains


def _targets(plan: Plan) -> dict[Cell, Decimal]:
    """The cells that have a way to go, and how far it is."""
    return {
        Cell(indicator=indicator.id, city=city): step
        for city, indicator in _indicators(plan)
        if (step := _step(indicator))
    }


def _attained(
    plan: Plan, estimate: Estimate, options: Sequence[Option]
) -> Iterator[dict[Cell, float]]:
    """What part of each cell every option attains."""
    steps = {cell.indicator: (cell, step) for cell, step in _targets(plan).items()}
    years = len(plan.nation.period.years)
    for option in options:
        own: dict[Cell, float] = {}
        for effect in option.scale.variant.effects:
            cell, step = steps.get(effect.indicator, (None, Decimal(1)))
            part = float(_effect(effect, estimate, years, option.delay) / step)
            if cell and part > 0:
                own[cell] = own.get(cell, 0.0) + part
        yield own


def _points(plan: Plan, parameters: Parameters, options: Sequence[Option]) -> Iterator[float]:
    """What part of all points each option has: of every project, those of its best variant."""
    points = {(own.project, own.variant): own.points for own in parameters.scores}
    best: dict[str, Decimal] = {}
    for (project, _), own in points.items():
        best[project] = max(own, best.get(project, own))
    every = sum(best.values())
    for option in options:
        id = option.project.id
        own = points.get((id, option.scale.variant.id), points.get((id, ""), Decimal(0)))
        yield float(own / every)


def _indicators(plan: Plan) -> Iterator[tuple[str, Indicator]]:
    for indicator in plan.nation.indicators:
        yield "", indicator
    for section in plan.cities:
        for indicator in section.indicators:
            yield section.city.id, indicator


def _step(indicator: Indicator) -> Decimal:
    """From baseline to target; zero where there is no way to go in the indicator's direction."""
    if indicator.baseline is None or indicator.target is None:
        return Decimal(0)
    step = indicator.target.value - indicator.baseline.value
    ahead = step > 0 if indicator.direction is Direction.UP else step < 0
    return step if ahead else Decimal(0)


def _effect(effect: Effect, estimate: Estimate, years: int, delay: int) -> Decimal:
    """What an effect comes to by the period's end with a later start: its ramp comes later too."""
    whole: Decimal = getattr(effect, estimate.value)
    if not effect.ramp:
        return whole
    at = years - 1 - delay
    return whole * effect.ramp[min(at, len(effect.ramp) - 1)] if at >= 0 else Decimal(0)


def _weights(cells: Sequence[Cell]) -> list[float]:
    """Cities weigh the same, and the nation as one of them; so do the cells of each."""
    sizes: dict[str, int] = {}
    for cell in cells:
        sizes[cell.city] = sizes.get(cell.city, 0) + 1
    return [1 / (len(sizes) * sizes[cell.city]) for cell in cells]


def _needs(projects: Sequence[Project]) -> tuple[list[tuple[int, int]], list[bool]]:
    """§5: who waits for whom; what is completed, or has started where that is enough, is met."""
    numbers = {project.id: number for number, project in enumerate(projects)}
    pairs: list[tuple[int, int]] = []
    finished: list[bool] = []
    for number, project in enumerate(projects):
        for before in project.prerequisites:
            other = numbers.get(before.project)
            finish = before.kind is PrerequisiteKind.FINISHED
            if other is not None and (finish or projects[other].status not in UNDER_WAY):
                pairs.append((number, other))
                finished.append(finish)
    return pairs, finished


def _excludes(projects: Sequence[Project]) -> list[tuple[int, int]]:
    numbers = {project.id: number for number, project in enumerate(projects)}
    pairs = {
        (min(number, numbers[other]), max(number, numbers[other]))
        for number, project in enumerate(projects)
        for other in project.alternatives
        if other in numbers and other != project.id
    }
    return sorted(pairs)


def _whole(values: Iterable[int]) -> Indices:
    return np.fromiter(values, dtype=np.int64)


def _pairs(pairs: Sequence[tuple[int, int]]) -> Indices:
    return np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)


def _matrix(rows: Rows, columns: int) -> csr_array:
    return csr_array(
        (
            np.array([value for row in rows for value in row.values()], dtype=np.float64),
            _whole(column for row in rows for column in row),
            np.array([0, *accumulate(map(len, rows))], dtype=np.int64),
        ),
        shape=(len(rows), columns),
    )
