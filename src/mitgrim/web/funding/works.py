"""What is computed for scenarios: values in, JSON out, with words in both languages in it.

The packages that choose projects need not be installed where pages are served: they are loaded
here, when a worker has something to compute.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, Final

from django.conf import settings

from mitgrim.funding.parameters import Parameters, from_json, scaled
from mitgrim.funding.words import Sentence, limit_text, points_text, share_text
from mitgrim.plan import FundingSource, Plan
from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.queries import (
    FRONTIER_POINTS,
    PERCENTS,
    SECONDS_FOR_WHY,
    answer_at,
    is_answered,
)
from mitgrim.web.pages.words import said
from mitgrim.web.revisions.queries import plan_of
from mitgrim.web.runs.progress import Progress
from mitgrim.web.runs.works import JSON, Made
from mitgrim.wording import Refusal, Text

EVERY: Final = 0.5  # seconds between what is told
AT_MOST: Final = 0.95  # of the bar, until the answer is there
Asked = Mapping[str, Any]


class WorkRefusal(Refusal):
    """Why nothing was computed, and what to do."""

    def __init__(self, reason: str) -> None:
        self.message: Text = said(f"funding.failed.{reason}")
        super().__init__(self.message.ko)


def fund(asked: Asked, progress: Progress) -> Made:
    """The answer to a scenario, or to a question about one, as a file of JSON."""
    progress.report(0.0, said("funding.step.reading"))
    must_be_installed()
    plan = plan_of((name, digest) for name, digest in asked["sections"])
    question = Question(asked["form"])
    body, text = _ANSWERS[question](plan, asked, progress)
    name = f"funding-{plan.nation.id}-{question}.json"
    return Made(name, JSON, json.dumps(body, ensure_ascii=False).encode(), text)


def must_be_installed() -> None:
    """Raise WorkRefusal where Mitgrim was installed without the packages that choose projects."""
    try:
        import_module("mitgrim.funding.solving")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mitgrim"):
            raise
        raise WorkRefusal("not-installed") from error


def _answer(plan: Plan, asked: Asked, progress: Progress) -> tuple[Any, Text]:
    from mitgrim.funding import answers
    from mitgrim.funding.from_plan import pose
    from mitgrim.funding.portfolio import attainments
    from mitgrim.funding.solving import Status

    parameters = from_json(asked["parameters"])
    posed = pose(plan, parameters)
    solution = _solved(posed.problem, asked, _telling(progress, asked["seconds"]))
    if solution.status is Status.UNKNOWN:
        raise WorkRefusal("not-in-time")
    problem, portfolio = posed.problem, solution.portfolio
    told = answers.as_json(plan, parameters, posed, solution)
    if solution.status is Status.INFEASIBLE:
        progress.report(AT_MOST, said("funding.step.conflict"))
        conflict, known = answers.conflict_of(problem, asked["seconds"])
        why = answers.conflict_said(plan, problem, conflict, known=known)
        return {**told, "conflict": _sentences(why)}, said("funding.made.infeasible")
    full = answers.binding(problem, portfolio)
    text = said("funding.made.answer", projects=len(portfolio), value=share_text(solution.value))
    return {
        **told,
        "options": len(problem.projects),
        "cost": {problem.projects[own]: round(problem.cost[at]) for own, at in portfolio.items()},
        "cities": attainments(problem, portfolio),
        "full": [
            {"name": _both(limit_text(plan, limit)), "budget": budget, "used": used}
            for limit, budget, used in full
        ],
        "prices": [
            {"name": _both(limit_text(plan, limit)), "points": points_text(worth)}
            for limit, worth in answers.worth_most(problem)
        ],
        "not_chosen": [
            {"id": id, "reason": _both(reason)}
            for id, reason in answers.not_chosen(posed, portfolio).items()
        ],
    }, text


def _explain(plan: Plan, asked: Asked, progress: Progress) -> tuple[Any, Text]:
    from mitgrim.funding.explaining import explanation_of, explanation_said

    answer, parameters = _answered(plan, asked, SECONDS_FOR_WHY)
    progress.report(0.3, said("funding.step.asking"))
    project = answer.projects[asked["project"]]
    found = explanation_of(answer, parameters, project)
    sentences = _sentences(explanation_said(answer, project, found))
    return {"sentences": sentences}, said("funding.made.explained")


def _frontier(plan: Plan, asked: Asked, progress: Progress) -> tuple[Any, Text]:
    from mitgrim.funding.answers import frontier_json
    from mitgrim.funding.fairness import frontier

    answer, _ = _answered(plan, asked, asked["seconds"])
    progress.report(0.1, said("funding.step.frontier"))
    try:
        points = frontier(
            answer.problem,
            FRONTIER_POINTS,
            seconds=asked["seconds"],
            start=answer.portfolio or None,
        )
    except ValueError as error:
        raise WorkRefusal("nobody-worst-off") from error
    if not points:
        raise WorkRefusal("not-in-time")
    return frontier_json(answer.problem, points), said("funding.made.frontier", count=len(points))


def _sensitivity(plan: Plan, asked: Asked, progress: Progress) -> tuple[Any, Text]:
    """The answer again with less and more of one source, from the least on."""
    from mitgrim.funding.across import outcome_json
    from mitgrim.funding.sweeps import Search, outcome_of, rising, sweep, workers

    source = FundingSource(asked["source"])
    answer, parameters = _answered(plan, asked, asked["seconds"])
    sets = [scaled(parameters, source, percent) for percent in PERCENTS]
    search = Search(seconds=asked["seconds"], gap=asked["gap"], seed=asked["seed"])
    known = [outcome_of(answer.problem, answer.solution).chosen]
    number = 0

    def heard(_step: object = None) -> None:
        text = said("funding.step.sensitivity", at=number + 1, all=len(sets))
        progress.report(number / len(sets), text)

    steps = []
    with workers(address=settings.ENVIRONMENT.cluster) as executor:
        each = sweep(
            plan, sets, search, known=known, executor=executor, progress=_now_and_then(heard)
        )
        for number, own in enumerate(rising(each)):
            heard()
            budgets = (each.amount for each in sets[number].budgets if each.source is source)
            told = {"percent": PERCENTS[number], **outcome_json(own), "budget": sum(budgets)}
            steps.append(told)
    return {"source": source.value, "steps": steps}, said("funding.made.sensitivity")


_ANSWERS: Final[Mapping[Question, Callable[[Plan, Asked, Progress], tuple[Any, Text]]]] = {
    Question.ANSWER: _answer,
    Question.EXPLAIN: _explain,
    Question.FRONTIER: _frontier,
    Question.SENSITIVITY: _sensitivity,
}


def _answered(plan: Plan, asked: Asked, seconds: float) -> tuple[Any, Parameters]:
    """The answer that a question is about, as it was found."""
    from mitgrim.funding.answers import Answer, portfolio_of
    from mitgrim.funding.from_plan import pose
    from mitgrim.funding.solving import Solution, Status

    told = answer_at(asked["answer"])
    if told is None or not is_answered(told):
        raise WorkRefusal("no-answer")
    parameters = from_json(asked["parameters"])
    posed = pose(plan, parameters)
    solution = Solution(
        status=Status(told["status"]),
        portfolio=portfolio_of(posed.problem, told["projects"]),
        value=told["value"],
        bound=told["bound"],
    )
    return Answer(plan=plan, posed=posed, solution=solution, seconds=seconds), parameters


def _solved(problem: Any, asked: Asked, telling: Callable[[Any], None] | None = None) -> Any:
    from mitgrim.funding.solving import solve

    return solve(
        problem,
        seconds=asked["seconds"],
        gap=asked["gap"],
        seed=asked["seed"],
        progress=telling,
    )


def _telling(progress: Progress, seconds: float) -> Callable[[Any], None]:
    """Tells how far a search is; ends it where nobody waits any more."""
    from mitgrim.funding.portfolio import gap

    def heard(step: Any) -> None:
        text = said(
            "funding.step.solving",
            seconds=f"{step.seconds:.0f}",
            value=share_text(step.value),
            bound=share_text(step.bound),
            gap=share_text(gap(step.value, step.bound)),
        )
        progress.report(min(AT_MOST, step.seconds / max(seconds, 1)), text)

    return _now_and_then(heard)


def _now_and_then(heard: Callable[[Any], None]) -> Callable[[Any], None]:
    """A listener that lets most steps pass: twice a second is enough to write down."""
    last = -EVERY

    def hears(step: Any) -> None:
        nonlocal last
        now = time.monotonic()
        if now >= last + EVERY:
            last = now
            heard(step)

    return hears


def _sentences(said: Iterable[Sentence]) -> list[dict[str, str]]:
    return [{"kind": own.kind, **_both(own.text)} for own in said]


def _both(text: Text) -> dict[str, str]:
    return {"ko": text.ko, "en": text.en}
