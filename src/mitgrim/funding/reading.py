"""Parameters in YAML, as a planner writes them:

    budgets:
      national:
        2019: 1,200억원
        2020: 1,300억원
      municipal:
        jeju:
          2019: 30억원
          2020: 0
    carry_over: [national]
    floors:
      cities: {jeju: 5%}
    ceilings:
      sectors: {industry: 2조원}
    must: [jeju-p-7f3k9q]
    must_not: []
    counts: {unsecured: 0.7}
    delay: 2
    effects: likely
    scores: {jeju-p-7f3k9q: 82.5}
    scores_count: 30%

Every part may be left out, and then stays as it was. A source, or a city of a source, that is
named has all years of the period, or a percentage of what the plan has: `national: 90%`. Amounts
are whole won or texts with a unit, shares are `5%` or a number with a point.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from mitgrim.codec import read_bytes
from mitgrim.funding.parameters import (
    OF_CITIES,
    Bound,
    Budget,
    Estimate,
    GroupKind,
    Haircut,
    Parameters,
    Score,
    open_projects,
    planned_budgets,
    purses,
    usual_parameters,
)
from mitgrim.funding.said import (
    HUNDRED,
    Part,
    is_percentage,
    percentage_in,
    share_in,
    shown,
    won_in,
)
from mitgrim.law.casefiles import strict_yaml
from mitgrim.plan import Certainty, FundingSource, Plan, Project

LARGEST_FILE: Final = 1_000_000
MOST_TIMES: Final = 10  # times what is planned
MOST_POINTS: Final = 1_000_000

PARTS: Final = (
    "budgets", "carry_over", "floors", "ceilings", "must", "must_not", "counts", "delay", "effects",
    "scores", "scores_count",
)  # fmt: skip
KINDS: Final = {
    "cities": GroupKind.CITY,
    "sectors": GroupKind.SECTOR,
    "actions": GroupKind.ACTION,
}


def read_parameters(file: Path, plan: Plan, *, upon: Parameters | None = None) -> Parameters:
    """The parameters in a file: its parts, and for the rest those of `upon`, or the usual ones.

    Raises FileError or CaseFileError, which name the place in the file and what to do, for the
    first thing that is not right.
    """
    return parameters_in(read_bytes(file), plan, file=file, upon=upon)


def parameters_in(
    data: bytes, plan: Plan, *, file: Path, upon: Parameters | None = None
) -> Parameters:
    """The same from what a file holds, or would hold; `file` is what errors call it."""
    root = Part(file, "", _content(data, file))
    before = upon or usual_parameters(plan)
    parts = dict(root.among(PARTS, "part"))
    read = Parameters(
        budgets=(),
        carried=_sources(parts["carry_over"]) if "carry_over" in parts else before.carried,
        bounds=_bounds(plan, parts, before),
        must=_projects(plan, parts["must"]) if "must" in parts else before.must,
        must_not=_projects(plan, parts["must_not"]) if "must_not" in parts else before.must_not,
        haircuts=_haircuts(parts["counts"]) if "counts" in parts else before.haircuts,
        delay=_delay(plan, parts["delay"]) if "delay" in parts else before.delay,
        effects=_estimate(parts["effects"]) if "effects" in parts else before.effects,
        scores=_scores(plan, parts["scores"]) if "scores" in parts else before.scores,
        scores_count=share_in(parts["scores_count"])
        if "scores_count" in parts
        else before.scores_count,
    )
    said = [own for own in before.budgets if own.said]
    said += _budgets(plan, parts["budgets"], read.haircuts) if "budgets" in parts else []
    _must_agree(root, parts, read)
    return replace(read, budgets=_with_said(plan, read.haircuts, said))


def _content(data: bytes, file: Path) -> Any:
    whole = Part(file, "", None)
    if len(data) > LARGEST_FILE:
        raise whole.refused("file-too-large", limit=LARGEST_FILE)
    try:
        return strict_yaml(data.decode("utf-8-sig"), str(file))
    except UnicodeDecodeError:
        raise whole.refused("file-not-utf8") from None


def _with_said(
    plan: Plan, haircuts: tuple[Haircut, ...], said: Iterable[Budget]
) -> tuple[Budget, ...]:
    """The plan's own budgets, but what a planner said, of which the last word counts."""
    own = {budget.purse: budget for budget in planned_budgets(plan, haircuts)}
    own.update({budget.purse: budget for budget in said})
    return tuple(own.values())


def _budgets(plan: Plan, part: Part, haircuts: tuple[Haircut, ...]) -> list[Budget]:
    found: list[Budget] = []
    own_money = planned_budgets(plan, haircuts)
    cities = list(dict.fromkeys(city for _, city, _ in purses(plan) if city))
    for name, own in part.among(list(map(str, FundingSource)), "source"):
        source = FundingSource(name)
        planned = [budget for budget in own_money if budget.source is source]
        if source in OF_CITIES and not is_percentage(own.value):
            for city, years in own.among(cities, "city"):
                found += _of_one(plan, years, [b for b in planned if b.city == city])
        else:
            found += _of_one(plan, own, planned)
    return found


def _of_one(plan: Plan, part: Part, planned: list[Budget]) -> Iterator[Budget]:
    """What is said of a source or a city of one: years, or a percentage of what is planned."""
    if is_percentage(part.value):
        share = percentage_in(part)
        if not 0 <= share <= MOST_TIMES:
            raise part.refused("times", value=shown(part.value), percent=str(MOST_TIMES * HUNDRED))
        for budget in planned:
            yield replace(budget, amount=int(budget.amount * share), said=True)
        return
    years = plan.nation.period.years
    amounts = {year: won_in(own) for year, own in part.among(years, "year")}
    missing = [str(year) for year in years if year not in amounts]
    if missing:
        raise part.refused("years-missing", years=", ".join(missing))
    for budget in planned:
        yield replace(budget, amount=amounts[budget.year], said=True)


def _sources(part: Part) -> tuple[FundingSource, ...]:
    return tuple(map(FundingSource, part.texts(list(map(str, FundingSource)), "source")))


def _projects(plan: Plan, part: Part) -> tuple[str, ...]:
    return part.texts([own.id for own in open_projects(plan)], "project")


def _haircuts(part: Part) -> tuple[Haircut, ...]:
    entries = part.among(list(map(str, Certainty)), "certainty")
    return tuple(Haircut(certainty=Certainty(name), counts=share_in(own)) for name, own in entries)


def _delay(plan: Plan, part: Part) -> int:
    most = max(len(plan.nation.period.years) - 1, 0)
    value = part.value
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise part.refused("delay", most=most)
    return value


def _estimate(part: Part) -> Estimate:
    return Estimate(part.one_of(list(map(str, Estimate)), "estimate", part.value))


def _scores(plan: Plan, part: Part) -> tuple[Score, ...]:
    """Points by project, or by the variant of a project; in the order of their ids."""
    projects = {own.id: own for own in open_projects(plan)}
    found: list[Score] = []
    for id, own in part.among(projects, "project"):
        found += _scores_of(projects[id], own)
    return tuple(sorted(found, key=lambda own: (own.project, own.variant)))


def _scores_of(project: Project, part: Part) -> Iterator[Score]:
    if not isinstance(part.value, dict):
        yield Score(project=project.id, points=_points(part))
        return
    variants = [own.id for own in project.variants]
    for variant, own in part.among(variants, "variant"):
        yield Score(project=project.id, variant=variant, points=_points(own))


def _points(part: Part) -> Decimal:
    value = part.value
    if (
        isinstance(value, bool)
        or not isinstance(value, int | Decimal)
        or not 0 <= value <= MOST_POINTS
    ):
        raise part.refused("points", value=shown(value), points=MOST_POINTS)
    return Decimal(value)


def _bounds(plan: Plan, parts: dict[str, Part], before: Parameters) -> tuple[Bound, ...]:
    """Floors and ceilings, each from the file where it has them, else as before."""
    found: dict[tuple[GroupKind, str], Bound] = {}
    for side, name in (("floors", "least"), ("ceilings", "most")):
        if side in parts:
            new = _side(plan, parts[side], name)
        else:
            new = [(own.kind, own.id, _kept(own, name)) for own in before.bounds]
        for kind, id, values in new:
            bound = found.get((kind, id), Bound(kind=kind, id=id))
            found[kind, id] = replace(bound, **values)
    order = list(GroupKind)
    some = (own for own in found.values() if own != Bound(kind=own.kind, id=own.id))
    return tuple(sorted(some, key=lambda own: (order.index(own.kind), own.id)))


def _kept(bound: Bound, name: str) -> dict[str, Any]:
    return {own: getattr(bound, own) for own in (name, f"{name}_share")}


def _side(plan: Plan, part: Part, name: str) -> list[tuple[GroupKind, str, dict[str, Any]]]:
    nation = plan.nation
    known = {
        GroupKind.CITY: [section.city.id for section in plan.cities],
        GroupKind.SECTOR: [own.id for own in nation.sectors],
        GroupKind.ACTION: [own.id for own in nation.actions],
    }
    found: list[tuple[GroupKind, str, dict[str, Any]]] = []
    for key, own in part.among(KINDS, "group"):
        kind = KINDS[key]
        for id, value in own.among(known[kind], kind.value):
            found.append((kind, id, _amount_or_share(value, name)))
    return found


def _amount_or_share(part: Part, name: str) -> dict[str, Any]:
    """Won, or a share of all money; a bare 1 may be meant as either."""
    value = part.value
    if value == 1 and not isinstance(value, Decimal):
        raise part.refused("one")
    if isinstance(value, Decimal) or is_percentage(value):
        return {f"{name}_share": share_in(part)}
    return {name: won_in(part)}


def _must_agree(root: Part, parts: dict[str, Part], read: Parameters) -> None:
    """Refuse what contradicts itself."""
    both = sorted(set(read.must) & set(read.must_not))
    if both:
        raise parts.get("must", root).refused("must-and-must-not", id=both[0])
    scores = parts.get("scores", root)
    if bool(read.scores) != bool(read.scores_count):
        raise scores.refused("scores-alone" if read.scores else "scores-missing")
    if read.scores and not any(own.points for own in read.scores):
        raise scores.refused("scores-all-zero")
    floors = parts.get("floors", root)
    for kind, names in zip(GroupKind, KINDS, strict=True):
        bounds = [own for own in read.bounds if own.kind is kind]
        least = sum((own.least_share or Decimal(0) for own in bounds), Decimal(0))
        # A project has one city, one sector and one action, so groups of a kind don't overlap.
        if least > 1:
            raise floors.refused("floors-over-one", kind=names, percent=f"{least * HUNDRED:f}")
        for own in bounds:
            if _over(own.least, own.most) or _over(own.least_share, own.most_share):
                raise floors.refused("floor-over-ceiling", id=own.id)


def _over(least: int | Decimal | None, most: int | Decimal | None) -> bool:
    return least is not None and most is not None and least > most
