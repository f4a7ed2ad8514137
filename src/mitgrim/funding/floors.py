"""§8: what each floor costs: the same question without it."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from mitgrim.funding.parameters import Bound, Parameters
from mitgrim.funding.sweeps import Outcome, Search, sweep
from mitgrim.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """What is found without the floors of some groups."""

    floors: tuple[Bound, ...]
    outcome: Outcome


def floors_of(parameters: Parameters) -> tuple[Bound, ...]:
    """The groups that must get something at least."""
    return tuple(own for own in parameters.bounds if own.least or own.least_share)


def freed(
    plan: Plan,
    parameters: Parameters,
    answer: Outcome,
    search: Search,
    *,
    executor: Executor | None = None,
) -> tuple[Freed, ...]:
    """What is found without each floor, and at last without all; never less than the answer.

    An answer that nothing was found for is worth nothing. Empty where there are no floors.
    """
    floors = floors_of(parameters)
    groups = [(own,) for own in floors] + [floors] * (len(floors) > 1)
    sets = [_without(parameters, own) for own in groups]
    known = [answer.chosen] if answer.found else []
    found = sweep(plan, sets, search, known=known, executor=executor)
    return tuple(
        Freed(floors=own, outcome=outcome) for own, outcome in zip(groups, found, strict=True)
    )


def _without(parameters: Parameters, floors: Sequence[Bound]) -> Parameters:
    bounds = tuple(
        replace(own, least=None, least_share=None) if own in floors else own
        for own in parameters.bounds
    )
    return replace(parameters, bounds=bounds)
