"""The questions that `mitgrim fund` answers one at a time.

Loaded when something is asked, for it needs the packages that choose projects.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mitgrim.cli.fund.asked import (
    alternatives_json,
    alternatives_of,
    as_answered,
    conflict_json,
    frontier_of,
    show_alternatives,
    show_frontier,
)
from mitgrim.cli.fund.named import asked_project
from mitgrim.cli.fund.printing import show
from mitgrim.cli.fund.sweeping import Sweep, compared, floors, robust
from mitgrim.cli.fund.told import Told
from mitgrim.funding.answers import Answer, conflict_of, conflict_said, frontier_json
from mitgrim.funding.explaining import explanation_json, explanation_of, explanation_said
from mitgrim.funding.from_plan import Posed, pose
from mitgrim.funding.parameters import Parameters
from mitgrim.funding.reading import read_parameters
from mitgrim.funding.solving import Status, solve
from mitgrim.plan import Plan, Project


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How long and how closely is searched, how far budgets spread, who computes."""

    seconds: float
    gap: float
    spread: int
    workers: str


def ask(plan: Plan, parameters: Parameters, question: str, of: Any, how: How) -> Told:
    """The answer to a question, for which the best portfolio is looked for first."""
    if question == "explain":  # a name that nobody has is refused before the search
        of = asked_project(plan, of)
    if question == "compare":  # and so is a file that says something wrong
        of = read_parameters(Path(of), plan, upon=parameters)
    sweep = Sweep.of(plan, parameters, seconds=how.seconds, gap=how.gap, workers=how.workers)
    posed = pose(plan, parameters)
    if question == "why_infeasible":
        return why_infeasible(plan, posed, how.seconds)
    solution = solve(posed.problem, seconds=how.seconds, gap=how.gap)
    answer = Answer(plan=plan, posed=posed, solution=solution, seconds=how.seconds)
    if question == "floors":
        told = floors(answer, sweep)
    elif solution.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return no_answer(solution.status)
    else:
        told = _of_answer(answer, sweep, question, of, how)
    return told._replace(json={**as_answered(answer), **told.json})


def _of_answer(answer: Answer, sweep: Sweep, question: str, of: Any, how: How) -> Told:
    match question:
        case "explain":
            return explained(answer, sweep.parameters, of)
        case "alternatives":
            return other_answers(answer, of)
        case "compare":
            return compared(answer, sweep, of)
        case "robustness":
            return robust(answer, sweep, of, how.spread)
        case _:
            return fairness(answer, of)


def why_infeasible(plan: Plan, posed: Posed, seconds: float) -> Told:
    """What can't be met together; ends with 1 where something can't."""
    conflict, known = conflict_of(posed.problem, seconds)
    return Told(
        json=conflict_json(conflict, known=known),
        show=lambda console: show(
            console, conflict_said(plan, posed.problem, conflict, known=known)
        ),
        code=int(conflict is not None),
    )


def no_answer(status: Status) -> Told:
    """Nothing was found that a question could be about."""
    return Told(
        json={"status": status.value},
        show=lambda console: console.say(f"fund.status.{status.value}", style="bold"),
        code=int(status is Status.INFEASIBLE),
    )


def explained(answer: Answer, parameters: Parameters, project: Project) -> Told:
    """Why a project is in the answer, or why it is not."""
    own = explanation_of(answer, parameters, project)
    return Told(
        json=explanation_json(answer, project, own),
        show=lambda console: show(console, explanation_said(answer, project, own)),
    )


def other_answers(answer: Answer, count: int) -> Told:
    """Answers that are nearly as good and differ most."""
    found = alternatives_of(answer, count)
    return Told(
        json=alternatives_json(answer, found),
        show=lambda console: show_alternatives(console, answer, found),
    )


def fairness(answer: Answer, points: int) -> Told:
    """What it costs to leave no city far behind."""
    found = frontier_of(answer, points)
    return Told(
        json=frontier_json(answer.problem, found),
        show=lambda console: show_frontier(console, answer, found),
    )
