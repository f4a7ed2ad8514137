"""What `mitgrim fund` is asked across conditions: another scenario, all of them, without floors."""

from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from mitgrim.cli.fund.printing import show
from mitgrim.cli.fund.told import Told
from mitgrim.cli.language import MESSAGES
from mitgrim.funding.across import (
    comparison_json,
    comparison_said,
    floors_json,
    floors_said,
    robustness_json,
    robustness_said,
)
from mitgrim.funding.answers import Answer
from mitgrim.funding.floors import freed
from mitgrim.funding.parameters import Parameters
from mitgrim.funding.robustness import drawn, robustness
from mitgrim.funding.solving import Status
from mitgrim.funding.sweeps import Search, outcome_of, sweep, workers
from mitgrim.plan import Plan
from mitgrim.wording import Refusal

MOST_WORKERS: Final = 64


class WorkersError(Refusal):
    """Neither a count of processes nor the address of a cluster."""

    def __init__(self, said: str) -> None:
        self.message = MESSAGES.both("fund.workers.wrong", said=said, most=MOST_WORKERS)
        super().__init__(self.message.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What a question across conditions begins with, and who computes it."""

    plan: Plan
    parameters: Parameters
    search: Search
    count: int
    address: str

    @classmethod
    def of(
        cls, plan: Plan, parameters: Parameters, *, seconds: float, gap: float, workers: str
    ) -> "Sweep":
        """A sweep with workers as they are written: a count, or an address. Raises WorkersError."""
        address = workers if ":" in workers else ""
        counted = (
            workers.isascii() and workers.isdecimal() and len(workers) <= len(str(MOST_WORKERS))
        )
        count = int(workers) if counted else 0
        if not address and not 1 <= count <= MOST_WORKERS:
            raise WorkersError(workers)
        return cls(
            plan=plan,
            parameters=parameters,
            search=Search(seconds=seconds, gap=gap),
            count=count,
            address=address,
        )

    def workers(self) -> AbstractContextManager[Executor | None]:
        """Who computes."""
        return workers(self.count, self.address)


def compared(answer: Answer, asked: Sweep, other: Parameters) -> Told:
    """What other conditions do to an answer; ends with 1 where nothing keeps to them."""
    before = outcome_of(answer.problem, answer.solution)
    with asked.workers() as executor:
        each = sweep(asked.plan, [other], asked.search, known=[before.chosen], executor=executor)
        after = next(each)
    return Told(
        json={"compare": comparison_json(answer, before, after)},
        show=lambda console: show(console, comparison_said(answer, before, after)),
        code=int(after.status is Status.INFEASIBLE),
    )


def robust(answer: Answer, asked: Sweep, count: int, spread: int) -> Told:
    """In what part of scenarios of budgets each project is done."""
    before = outcome_of(answer.problem, answer.solution)
    sets = drawn(asked.parameters, count, spread=spread)
    with asked.workers() as executor:
        each = sweep(asked.plan, sets, asked.search, known=[before.chosen], executor=executor)
        found = robustness(each)
    return Told(
        json=robustness_json(answer, count, spread, found),
        show=lambda console: show(console, robustness_said(answer, count, spread, found)),
    )


def floors(answer: Answer, asked: Sweep) -> Told:
    """What each floor costs; ends with 1 where nothing keeps to all of them."""
    own = outcome_of(answer.problem, answer.solution)
    with asked.workers() as executor:
        found = freed(asked.plan, asked.parameters, own, asked.search, executor=executor)
    return Told(
        json=floors_json(own, found),
        show=lambda console: show(console, floors_said(asked.plan, own, found)),
        code=int(answer.solution.status is Status.INFEASIBLE),
    )
