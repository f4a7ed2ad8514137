"""The questions that `mitgrim fund` answers one at a time: for people, for machines, how it ends.

Loaded when something is asked, for it needs the packages that choose projects.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mitgrim.cli.console import Console
from mitgrim.cli.fund_asked import (
    alternatives_json,
    alternatives_of,
    conflict_json,
    frontier_of,
    show_alternatives,
    show_frontier,
)
from mitgrim.cli.fund_words import show
from mitgrim.funding.answers import Answer, conflict_of, conflict_said, frontier_json
from mitgrim.funding.explaining import explanation_json, explanation_of, explanation_said
from mitgrim.funding.from_plan import Posed
from mitgrim.funding.parameters import Parameters
from mitgrim.funding.solving import Status
from mitgrim.plan import Plan, Project


class Told(NamedTuple):
    """What is told: to machines, to people, and the exit code."""

    json: Mapping[str, object]
    show: Callable[[Console], None]
    code: int = 0


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
