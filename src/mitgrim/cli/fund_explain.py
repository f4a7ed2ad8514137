"""`mitgrim fund DIR --explain PROJECT`: why a project is in the answer, or why it is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, TypeAlias

from mitgrim.cli.console import Console
from mitgrim.cli.fund_asked import (
    WORTH_TELLING,
    Answer,
    difference_json,
    points_text,
    show_difference,
)
from mitgrim.cli.fund_words import (
    group_text,
    limit_json,
    limit_text,
    option_json,
    option_values,
    project_text,
    share_text,
)
from mitgrim.cli.language import MESSAGES
from mitgrim.funding.from_plan import FundingError, pose
from mitgrim.funding.parameters import OVER, Parameters
from mitgrim.funding.portfolio import NONE, breaches, value
from mitgrim.funding.problem import Problem
from mitgrim.funding.reasons import Obstacle, Reason, as_near, why_not
from mitgrim.funding.solving import Solution, Status, solve
from mitgrim.plan import Plan, Project
from mitgrim.wording import Lang, Refusal, Text, prose_amount

NEAR: Final = 3  # so many names are offered for one that nobody has
ALIKE: Final = 0.3


class NoSuchProjectError(Refusal):
    """A project that the plan does not have, or several of one name."""

    def __init__(self, message: str, asked: str, near: str) -> None:
        self.message = MESSAGES.both(message, asked=asked, near=near or "—")
        super().__init__(self.message.en)


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


def asked_project(plan: Plan, asked: str) -> Project:
    """The project with an id, or with a name that only one has. Raises NoSuchProjectError."""
    projects = {own.id: own for own in plan.projects()}
    if asked in projects:
        return projects[asked]
    named = [own for own in projects.values() if asked in {own.name.ko, own.name.en} - {""}]
    if len(named) == 1:
        return named[0]
    if named:
        raise NoSuchProjectError("fund.explain.several", asked, ", ".join(own.id for own in named))
    calls = {own.id: own for own in projects.values()}
    calls |= {own.name.ko: own for own in projects.values() if own.name.ko}
    near = [calls[own] for own in get_close_matches(asked, calls, NEAR, ALIKE)]
    ids = dict.fromkeys(f"{own.id} ({own.name.ko})" for own in near)
    raise NoSuchProjectError("fund.explain.unknown", asked, ", ".join(ids))


def explanation_of(answer: Answer, parameters: Parameters, project: Project) -> Explanation:
    """Why the answer has a project, or why it does not."""
    if project.status in OVER:
        return LeftOut(reason=MESSAGES.both("fund.explain.over"))
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


def show_explanation(
    console: Console, answer: Answer, project: Project, explanation: Explanation
) -> None:
    """An explanation in sentences."""
    name = project_text(console, project)
    match explanation:
        case LeftOut(reason=reason):
            console.say("fund.explain.left-out", style="bold", project=name)
            console.line(reason.in_(console.lang))
        case In():
            console.say("fund.explain.in", style="bold", project=name)
            _show_in(console, answer, project, explanation)
        case _:
            console.say("fund.explain.out", style="bold", project=name)
            _show_out(console, answer, project, explanation)


def _show_in(console: Console, answer: Answer, project: Project, own: In) -> None:
    values = option_values(console, project, answer.problem, own.option)
    console.say("fund.explain.takes", **values)
    if own.adds > WORTH_TELLING:
        console.say("fund.explain.adds", points=points_text(own.adds))
    else:
        console.say("fund.explain.adds-nothing")
    if own.must:
        console.say("fund.explain.must")
    for id in own.holders:
        console.say("fund.explain.holder", project=project_text(console, answer.projects[id]))
    for kind, id in own.floors:
        console.say("fund.explain.floor", group=group_text(console, answer.plan, kind, id))
    if own.without is None:
        if not own.must:
            console.say("fund.explain.never-without")
        return
    console.line("")
    console.say(
        "fund.explain.without",
        value=share_text(own.without.value),
        bound=share_text(own.without.bound),
        now=share_text(answer.solution.value),
    )
    number = int(answer.problem.project[own.option])
    rest = {each: option for each, option in answer.portfolio.items() if each != number}
    show_difference(console, answer, own.without.portfolio, rest)


def _show_out(console: Console, answer: Answer, project: Project, own: Reason) -> None:
    if own.option is not None:
        console.say(
            "fund.explain.would-take",
            **option_values(console, project, answer.problem, own.option),
        )
    if own.gain > WORTH_TELLING:
        console.say("fund.explain.would-add", points=points_text(own.gain))
    elif _has_effects(answer.problem, own.project):
        console.say("fund.explain.would-add-nothing")
    else:
        console.say("fund.no-gain")
    if own.obstacles:
        console.line("")
        console.say("fund.explain.obstacles", style="bold")
        for obstacle in own.obstacles:
            console.line(f"- {obstacle_text(console, answer, obstacle)}")
    else:
        console.say("fund.explain.fits")
    _show_forced(console, answer, own)


def _has_effects(problem: Problem, id: str) -> bool:
    """Whether an option of a project attains anything at all."""
    number = list(problem.projects).index(id)
    start, end = problem.gains.indptr[problem.first[number : number + 2]]
    return bool(end > start)


def _show_forced(console: Console, answer: Answer, own: Reason) -> None:
    forced = own.displaced
    if forced is None:
        console.line("")
        console.say("fund.explain.impossible" if own.impossible else "fund.explain.not-in-time")
        return
    if not own.obstacles and forced.lost <= WORTH_TELLING:
        return
    console.line("")
    number = list(answer.problem.projects).index(own.project)
    if forced.lost > WORTH_TELLING:
        message = "fund.explain.forced" if forced.proven else "fund.explain.forced-so-far"
        console.say(message, points=points_text(forced.lost), style="bold")
    else:
        console.say("fund.explain.forced-for-nothing", style="bold")
    option = forced.portfolio[number]
    if option != own.option:
        project = answer.projects[own.project]
        values = option_values(console, project, answer.problem, option)
        console.say("fund.explain.forced-option", **values)
    with_it = {**answer.portfolio, number: option}
    show_difference(console, answer, forced.portfolio, with_it)


def obstacle_text(console: Console, answer: Answer, own: Obstacle) -> str:
    """What stands in the way, in words."""
    lang = console.lang
    if own.kind in ("needs", "excludes"):
        other = project_text(console, answer.projects[own.what])
        done = any(answer.problem.projects[number] == own.what for number in answer.portfolio)
        message = "needs-later" if own.kind == "needs" and done else own.kind
        return console.text(f"fund.obstacle.{message}", project=other)
    kind, _, id = own.what.partition(" ")
    what = (
        limit_text(console, answer.plan, own.limit)
        if own.limit
        else group_text(console, answer.plan, kind, id)
    )
    return console.text(f"fund.obstacle.{own.kind}", what=what, **dict(_amounts(own, lang)))


def _amounts(own: Obstacle, lang: Lang) -> Iterator[tuple[str, str]]:
    for name, won in (("need", own.need), ("free", max(0.0, own.free)), ("missing", own.missing)):
        yield name, prose_amount(round(won), lang)
