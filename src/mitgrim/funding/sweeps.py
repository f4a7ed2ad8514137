"""§8: the same question under many conditions: here, in processes of this machine, or on a cluster.

The seam is Python's own `Executor`: whatever has `submit` carries a sweep. `workers` gives one of
this machine's processes or one of a Dask cluster by its address; without one, sets are computed
one after the other where they are asked for. Each set is a search of its own with a fixed seed, so
what is found does not depend on who computed it, only on how much time they had.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import get_context
from typing import Any, Final, TypeAlias

from mitgrim import __version__
from mitgrim.funding.exact import Progress
from mitgrim.funding.from_plan import pose
from mitgrim.funding.parameters import Parameters
from mitgrim.funding.portfolio import Portfolio, breaches, gap, value
from mitgrim.funding.problem import Problem
from mitgrim.funding.reasons import as_near
from mitgrim.funding.said import MESSAGES
from mitgrim.funding.solving import PROVEN, Solution, Status, solve
from mitgrim.plan import Plan
from mitgrim.wording import Lang, Refusal, Value

SECONDS_TO_ANSWER: Final = 5

Chosen: TypeAlias = Mapping[str, tuple[str, int]]
"""The scale and the start year of every chosen project, by its id, whatever the conditions."""


class NoClusterError(Refusal):
    """A cluster that can't be used: why, and what to do."""

    def __init__(self, id: str, /, **values: Value) -> None:
        self.message = MESSAGES.both(id, **values)
        super().__init__(self.in_(Lang.EN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How long and how closely each set is searched."""

    seconds: float = 60.0
    gap: float = 1e-3
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a search came to under some conditions."""

    status: Status
    value: float
    bound: float
    chosen: Chosen = field(default_factory=dict)
    interrupted: bool = False

    @property
    def found(self) -> bool:
        """Whether there is a portfolio that keeps to the conditions."""
        return self.status in (Status.OPTIMAL, Status.FEASIBLE)

    @property
    def gap(self) -> float:
        """What part of the bound may be missing, at most."""
        return gap(self.value, self.bound)


def outcome(
    plan: Plan,
    search: Search,
    known: Sequence[Chosen],
    parameters: Parameters,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """The best found under some conditions, or one of those known where that is worth more.

    Differences to the first one known that gain nothing are undone. Raises FundingError.
    """
    problem = pose(plan, parameters).problem
    found = solve(
        problem, seconds=search.seconds, gap=search.gap, seed=search.seed, progress=progress
    )
    for own in known:
        found = better(problem, found, portfolio_of(problem, own))
    if known and found.portfolio:
        near = as_near(problem, found.portfolio, portfolio_of(problem, known[0]))
        found = replace(found, portfolio=near)
    return outcome_of(problem, found)


def outcome_of(problem: Problem, solution: Solution) -> Outcome:
    """A solution by the ids of its projects."""
    return Outcome(
        status=solution.status,
        value=solution.value,
        bound=solution.bound,
        chosen={
            problem.projects[project]: (
                problem.variants[problem.variant[option]],
                int(problem.start[option]),
            )
            for project, option in sorted(solution.portfolio.items())
        },
        interrupted=solution.interrupted,
    )


def portfolio_of(problem: Problem, chosen: Chosen) -> Portfolio:
    """A choice as a portfolio of a problem, as far as the problem has its options."""
    numbers = {id: number for number, id in enumerate(problem.projects)}
    found: dict[int, int] = {}
    for id, (variant, start) in chosen.items():
        if id not in numbers:
            continue
        for option in range(*problem.first[numbers[id] : numbers[id] + 2].tolist()):
            if (problem.variants[problem.variant[option]], problem.start[option]) == (
                variant,
                start,
            ):
                found[numbers[id]] = option
    return found


def better(problem: Problem, found: Solution, known: Portfolio) -> Solution:
    """A solution, or a known portfolio where that is worth more and keeps to everything."""
    worth = value(problem, known)
    if not known or worth <= found.value or any(breaches(problem, known)):
        return found
    top = max(found.bound, worth)
    status = Status.OPTIMAL if gap(worth, top) <= PROVEN else Status.FEASIBLE
    return replace(found, status=status, portfolio=known, value=worth, bound=top)


def sweep(
    plan: Plan,
    sets: Sequence[Parameters],
    search: Search,
    *,
    known: Sequence[Chosen] = (),
    executor: Executor | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Outcome]:
    """What is found under each of many conditions, in their order, as soon as it is there.

    What a lost worker had is computed here. After Ctrl+C no more come, and what has not begun is
    given up. `progress` hears of what is computed in this process, as with `solve`.
    """
    work = partial(outcome, plan, search, known)
    futures = [None if executor is None else _submitted(executor, work, own) for own in sets]
    try:
        for own, future in zip(sets, futures, strict=True):
            found = _result(future) or work(own, progress)
            yield found
            if found.interrupted:
                return
    except KeyboardInterrupt:
        return
    finally:
        for future in futures:
            if future is not None:
                future.cancel()


def _submitted(
    executor: Executor, work: "partial[Outcome]", own: Parameters
) -> "Future[Outcome] | None":
    try:
        return executor.submit(work, own)
    except Exception:  # a pool that broke
        return None


def _result(future: "Future[Outcome] | None") -> Outcome | None:
    """What a worker found; None where it was lost, whatever its executor calls that."""
    try:
        return None if future is None else future.result()
    except Exception:  # computed again here, where a true error shows itself
        return None


def rising(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Outcomes under conditions each of which allows all that the one before did.

    What was found before is still good, so none comes to less.
    """
    best: Outcome | None = None
    for found in outcomes:
        if best is None or not best.found or (found.found and found.value >= best.value):
            best = found
        else:
            top = max(found.bound, best.value)
            proven = gap(best.value, top) <= PROVEN
            status = Status.OPTIMAL if proven else Status.FEASIBLE
            best = replace(best, status=status, bound=top)
        yield best


@contextmanager
def workers(count: int = 1, address: str = "") -> Iterator[Executor | None]:
    """Who computes: a Dask cluster at an address, so many processes here, or for one nobody else.

    Raises NoClusterError where nobody answers at the address.
    """
    if address:
        with _cluster(address) as executor:
            yield executor
    elif count > 1:
        # Begun anew rather than forked: a fork of a process with threads may wait for ever.
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as executor:
            yield executor
    else:
        yield None


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise NoClusterError("cluster.missing", address=address) from error
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            address, timeout=SECONDS_TO_ANSWER, set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise NoClusterError("cluster.silent", address=address) from error
    with client:
        others = set(client.run(_version).values()) - {_version()}
        if others:
            raise NoClusterError("cluster.version", own=_version(), other=", ".join(sorted(others)))
        executor: Executor = client.get_executor(pure=False)
        yield executor


def _version() -> str:
    return __version__
