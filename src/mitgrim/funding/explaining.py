"""Why a project is in an answer, or why it is not: found, for machines, and in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from mitgrim.funding.answers import (
    WORTH_TELLING,
    Answer,
    difference_json,
    difference_said,
    limit_json,
    option_json,
)
from mitgrim.funding.from_plan import FundingError, pose
from mitgrim.funding.parameters import OVER, Parameters
from mitgrim.funding.portfolio import NONE, breaches, value
from mitgrim.funding.problem import Problem
from mitgrim.funding.reasons import Obstacle, Reason, as_near, why_not
from mitgrim.funding.said import MESSAGES
from mitgrim.funding.solving import Solution, Status, solve
from mitgrim.funding.words import (
    Sentence,
    amount_text,
    group_text,
    limit_text,
    option_values,
    points_text,
    project_text,
    say,
    share_text,
)
from mitgrim.plan import Project
from mitgrim.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class In:
    """Why a project is in: what would be lost without it, and who holds it.

    `adds` is lost if it alone is left out and nothing else changes. `holders` are projects that
    wait for it, `floors` groups that would fall below their floor. `without` is the best answer
    with the project ruled out; None where it can't be, or none was found in time.
    """

    option: int
    adds: float
    must: bool
    holders: tuple[str, ...]
    floors: tuple[tuple[str, str], ...]
    without: Solution | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A project that can't be chosen at all, and why."""

    reason: Text


Explanation: TypeAlias = In | Reason | LeftOut


def explanation_of(answer: Answer, parameters: Parameters, project: Project) -> Explanation:
    """Why the answer has a project, or why it does not."""
    if project.status in OVER:
        return LeftOut(reason=MESSAGES.both("explain.over"))
    if project.id in answer.posed.left_out:
        return LeftOut(reason=answer.posed.left_out[project.id])
    number = list(answer.problem.projects).index(project.id)
    if number in answer.portfolio:
        return _why(answer, parameters, number)
    return why_not(answer.problem, answer.portfolio, number, seconds=answer.seconds)


def _why(answer: Answer, parameters: Parameters, number: int) -> In:
    problem, portfolio = answer.problem, answer.portfolio
    rest = {own: option for own, option in portfolio.items() if own != number}
    held = {own.what for own in breaches(problem, rest) if own.section == "4"}
    waiting = [first for first, second in problem.needs.tolist() if second == number]
    return In(
        option=portfolio[number],
        adds=value(problem, portfolio) - value(problem, rest),
        must=bool(problem.must[number]),
        holders=tuple(problem.projects[own] for own in waiting if own in rest),
        floors=tuple(
            (own.kind, own.id) for own in problem.groups if f"{own.kind} {own.id}" in held
        ),
        without=_without(answer, parameters, problem.projects[number]),
    )


def _without(answer: Answer, parameters: Parameters, id: str) -> Solution | None:
    """The best answer to the same problem with a project ruled out, and those that wait for it.

    Its portfolio is numbered as the answer's, though the problem has fewer projects.
    """
    if id in parameters.must:
        return None
    ruled_out = replace(parameters, must_not=tuple(sorted({*parameters.must_not, id})))
    try:
        other = pose(answer.plan, ruled_out).problem
    except FundingError:  # a project that must be done waits for it
        return None
    found = solve(other, seconds=answer.seconds)
    if found.status not in (Status.OPTIMAL, Status.FEASIBLE):
        return None
    own = _renumbered(found.portfolio, other, answer.problem)
    out = {own for own, id in enumerate(answer.problem.projects) if id not in other.projects}
    near = as_near(answer.problem, own, answer.portfolio, keeping=out)
    return replace(found, portfolio=dict(near))


def _renumbered(portfolio: Mapping[int, int], of: Problem, to: Problem) -> dict[int, int]:
    """A portfolio of a problem with fewer projects, in the numbers of the one with all."""
    numbers = {id: number for number, id in enumerate(to.projects)}
    found = {}
    for number, option in portfolio.items():
        own = numbers[of.projects[number]]
        found[own] = int(to.first[own] + option - of.first[number])
    return found


def explanation_json(
    answer: Answer, project: Project, explanation: Explanation
) -> dict[str, object]:
    """An explanation for machines."""
    head = {"id": project.id, "name": {"ko": project.name.ko, "en": project.name.en}}
    own: dict[str, object]
    match explanation:
        case LeftOut(reason=reason):
            own = {"case": "left_out", "reason": {"ko": reason.ko, "en": reason.en}}
        case In():
            own = {"case": "in", **_in_json(answer, explanation)}
        case _:
            own = {"case": "out", **_out_json(answer, explanation)}
    return {"explain": {**head, **own}}


def _in_json(answer: Answer, own: In) -> dict[str, object]:
    problem, without = answer.problem, own.without
    return {
        "option": option_json(problem, own.option),
        "cost": round(problem.cost[own.option]),
        "adds": own.adds,
        "must": own.must,
        "holders": list(own.holders),
        "floors": [{"kind": kind, "id": id} for kind, id in own.floors],
        "without": without
        and {
            "value": without.value,
            "bound": without.bound,
            **difference_json(problem, without.portfolio, answer.portfolio),
        },
    }


def _out_json(answer: Answer, own: Reason) -> dict[str, object]:
    problem, displaced = answer.problem, own.displaced
    option = NONE if own.option is None else own.option
    return {
        "option": None if option == NONE else option_json(problem, option),
        "cost": None if option == NONE else round(problem.cost[option]),
        "adds": own.gain,
        "obstacles": [_obstacle_json(each) for each in own.obstacles],
        "impossible": own.impossible,
        "forced": displaced
        and {
            "loses": displaced.lost,
            "proven": displaced.proven,
            **difference_json(problem, displaced.portfolio, answer.portfolio),
        },
    }


def _obstacle_json(own: Obstacle) -> dict[str, object]:
    if own.kind in ("needs", "excludes"):
        return {"kind": own.kind, "project": own.what}
    what = {"limit": limit_json(own.limit)} if own.limit else {"group": own.what}
    amounts = {"need": own.need, "free": own.free, "missing": own.missing}
    return {"kind": own.kind, **what, **{name: round(won) for name, won in amounts.items()}}


def explanation_said(
    answer: Answer, project: Project, explanation: Explanation
) -> Iterator[Sentence]:
    """An explanation in sentences."""
    name = project_text(project)
    match explanation:
        case LeftOut(reason=reason):
            yield say("explain.left-out", "head", project=name)
            yield Sentence(reason)
        case In():
            yield say("explain.in", "head", project=name)
            yield from _in_said(answer, project, explanation)
        case _:
            yield say("explain.out", "head", project=name)
            yield from _out_said(answer, project, explanation)


def _in_said(answer: Answer, project: Project, own: In) -> Iterator[Sentence]:
    yield say("explain.takes", **option_values(project, answer.problem, own.option))
    if own.adds > WORTH_TELLING:
        yield say("explain.adds", points=points_text(own.adds))
    else:
        yield say("explain.adds-nothing")
    if own.must:
        yield say("explain.must")
    for id in own.holders:
        yield say("explain.holder", project=project_text(answer.projects[id]))
    for kind, id in own.floors:
        yield say("explain.floor", group=group_text(answer.plan, kind, id))
    if own.without is not None:
        yield from _without_said(answer, own, own.without)
    elif not own.must:
        yield say("explain.never-without")


def _without_said(answer: Answer, own: In, without: Solution) -> Iterator[Sentence]:
    yield say(
        "explain.without",
        "head",
        value=share_text(without.value),
        bound=share_text(without.bound),
        now=share_text(answer.solution.value),
    )
    number = int(answer.problem.project[own.option])
    rest = {each: option for each, option in answer.portfolio.items() if each != number}
    yield from difference_said(answer, without.portfolio, rest)


def _out_said(answer: Answer, project: Project, own: Reason) -> Iterator[Sentence]:
    if own.option is not None:
        values = option_values(project, answer.problem, own.option)
        yield say("explain.would-take", **values)
    if own.gain > WORTH_TELLING:
        yield say("explain.would-add", points=points_text(own.gain))
    elif _has_effects(answer.problem, own.project):
        yield say("explain.would-add-nothing")
    else:
        yield say("no-gain")
    if own.obstacles:
        yield say("explain.obstacles", "head")
        for obstacle in own.obstacles:
            yield Sentence(obstacle_text(answer, obstacle), "item")
    else:
        yield say("explain.fits")
    yield from _forced_said(answer, own)


def _has_effects(problem: Problem, id: str) -> bool:
    """Whether an option of a project attains anything at all."""
    number = list(problem.projects).index(id)
    start, end = problem.gains.indptr[problem.first[number : number + 2]]
    return bool(end > start)


def _forced_said(answer: Answer, own: Reason) -> Iterator[Sentence]:
    forced = own.displaced
    if forced is None:
        yield say("explain.impossible" if own.impossible else "explain.not-in-time", "head")
        return
    if not own.obstacles and forced.lost <= WORTH_TELLING:
        return
    number = list(answer.problem.projects).index(own.project)
    if forced.lost > WORTH_TELLING:
        message = "explain.forced" if forced.proven else "explain.forced-so-far"
        yield say(message, "head", points=points_text(forced.lost))
    else:
        yield say("explain.forced-for-nothing", "head")
    option = forced.portfolio[number]
    if option != own.option:
        project = answer.projects[own.project]
        yield say("explain.forced-option", **option_values(project, answer.problem, option))
    with_it = {**answer.portfolio, number: option}
    yield from difference_said(answer, forced.portfolio, with_it)


def obstacle_text(answer: Answer, own: Obstacle) -> Text:
    """What stands in the way, in words."""
    if own.kind in ("needs", "excludes"):
        other = project_text(answer.projects[own.what])
        done = any(answer.problem.projects[number] == own.what for number in answer.portfolio)
        message = "needs-later" if own.kind == "needs" and done else own.kind
        return MESSAGES.both(f"obstacle.{message}", project=other)
    kind, _, id = own.what.partition(" ")
    what = limit_text(answer.plan, own.limit) if own.limit else group_text(answer.plan, kind, id)
    return MESSAGES.both(
        f"obstacle.{own.kind}",
        what=what,
        need=amount_text(own.need),
        free=amount_text(max(0.0, own.free)),
        missing=amount_text(own.missing),
    )
