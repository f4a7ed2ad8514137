"""What `mitgrim fund` is asked beside what to do: other portfolios, fairness, conflicts."""

from collections.abc import Mapping

from mitgrim.cli.console import Console
from mitgrim.cli.fund.printing import heading, show
from mitgrim.cli.language import MESSAGES
from mitgrim.funding.alternatives import alternatives
from mitgrim.funding.answers import Answer, difference_json, difference_said
from mitgrim.funding.conflicts import Conflict
from mitgrim.funding.fairness import Point, frontier
from mitgrim.funding.portfolio import Portfolio, attainments, differences, gini, value
from mitgrim.funding.words import city_text, listed, share_text
from mitgrim.wording import Refusal


class NobodyWorstOffError(Refusal):
    """No city has an indicator that counts, so that fairness has no price."""

    def __init__(self) -> None:
        self.message = MESSAGES.both("fund.frontier.nobody")
        super().__init__(self.message.en)


def frontier_of(answer: Answer, points: int) -> tuple[Point, ...]:
    """Points between the most value and the best for the worst-off city. Raises a Refusal."""
    try:
        return frontier(
            answer.problem, points, seconds=answer.seconds, start=answer.portfolio or None
        )
    except ValueError as error:
        raise NobodyWorstOffError from error


def show_frontier(console: Console, answer: Answer, points: tuple[Point, ...]) -> None:
    """What fairness costs, as a table."""
    message = {0: "fund.frontier.none", 1: "fund.frontier.one"}.get(len(points))
    console.say(message or "fund.frontier.several", style="bold")
    if not points:
        return
    rows = [
        [
            str(at),
            share_text(own.value),
            share_text(own.worst),
            f"{gini(attainments(answer.problem, own.portfolio).values()):.3f}",
            _worst_off(console, answer, own.portfolio),
            str(len(own.portfolio)),
            str(differences(own.portfolio, points[0].portfolio)),
        ]
        for at, own in enumerate(points, start=1)
    ]
    columns = ("point", "value", "worst", "gini", "worst-off", "projects", "different")
    console.figures([console.text(f"fund.column.{own}") for own in columns], rows)
    console.say("fund.frontier.note")


def _worst_off(console: Console, answer: Answer, portfolio: Portfolio) -> str:
    attained = attainments(answer.problem, portfolio)
    worst = min(attained, key=lambda own: attained[own])
    return city_text(answer.plan, worst).in_(console.lang)


def alternatives_of(answer: Answer, count: int) -> tuple[Portfolio, ...]:
    """Portfolios that are nearly as good and differ most."""
    return alternatives(answer.problem, answer.portfolio, count, seconds=answer.seconds)


def alternatives_json(answer: Answer, found: tuple[Portfolio, ...]) -> dict[str, object]:
    """The alternatives for machines, what is in all of them and the answer, and what is in none."""
    problem = answer.problem
    in_all, in_none = _always_and_never(answer, found)
    return {
        "in_all": [problem.projects[own] for own in in_all],
        "in_none": [problem.projects[own] for own in in_none],
        "alternatives": [
            {"value": value(problem, own), **difference_json(problem, own, answer.portfolio)}
            for own in found
        ],
    }


def show_alternatives(console: Console, answer: Answer, found: tuple[Portfolio, ...]) -> None:
    """What is in all portfolios, in none, and how each differs from the answer."""
    if not found:
        console.say("fund.alternatives.none", style="bold")
        return
    console.say("fund.alternatives.found", style="bold", count=len(found))
    for message, numbers in zip(
        ("fund.alternatives.in-all", "fund.alternatives.in-none"),
        _always_and_never(answer, found),
        strict=True,
    ):
        heading(console, message, len(numbers))
        names = listed(answer.name_of(own) for own in numbers)
        console.line(names.in_(console.lang) or "—")
    for at, own in enumerate(found, start=1):
        heading(console, "fund.alternatives.head", at)
        console.say(
            "fund.alternatives.differs",
            value=share_text(value(answer.problem, own)),
            count=differences(own, answer.portfolio),
        )
        show(console, difference_said(answer, own, answer.portfolio))


def _always_and_never(
    answer: Answer, found: tuple[Portfolio, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    every = (answer.portfolio, *found)
    numbers = range(len(answer.problem.projects))
    return (
        tuple(number for number in numbers if all(number in own for own in every)),
        tuple(number for number in numbers if not any(number in own for own in every)),
    )


def conflict_json(conflict: Conflict | None, *, known: bool) -> dict[str, object]:
    """A conflict for machines; none is null, and whether that is known is the status."""
    found = conflict and {
        "demands": [{"kind": own.kind, "of": own.of, "what": own.what} for own in conflict.demands],
        "smallest": conflict.smallest,
    }
    status = "infeasible" if conflict else "feasible" if known else "unknown"
    return {"status": status, "conflict": found}


def as_answered(answer: Answer) -> Mapping[str, object]:
    """How good the answer is that a question is about, for machines."""
    own = answer.solution
    return {"status": str(own.status), "value": own.value, "bound": own.bound, "gap": own.gap}
