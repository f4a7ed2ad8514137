"""§8: what stays in whatever happens to the budgets, and what only while all goes well."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from scipy.stats import qmc

from mitgrim.funding.parameters import Parameters, scaled
from mitgrim.funding.sweeps import Outcome
from mitgrim.plan import FundingSource

PERCENT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """Of the scenarios that were answered: in what part of them each project is done, and values.

    `shares` has the projects that are done in any, by id; `alike` in what part of those where it
    is done a project takes its most frequent scale and start. `values` are in ascending order.
    """

    answered: int
    shares: Mapping[str, float]
    alike: Mapping[str, float]
    values: tuple[float, ...]


def drawn(
    parameters: Parameters, count: int, *, spread: int, seed: int = 1
) -> tuple[Parameters, ...]:
    """Scenarios of budgets: every source has up to `spread` percent more or less in all years.

    The percentages of each source are spread evenly over that range (a Latin hypercube), those of
    different sources have nothing to do with one another, and a seed always draws the same.
    """
    sources = [
        source
        for source in FundingSource
        if any(own.amount for own in parameters.budgets if own.source is source)
    ]
    cube = qmc.LatinHypercube(max(1, len(sources)), rng=seed).random(count)
    percents = (PERCENT - spread + cube * 2 * spread).round().astype(int).tolist()
    return tuple(_scaled(parameters, dict(zip(sources, own, strict=False))) for own in percents)


def _scaled(parameters: Parameters, percents: Mapping[FundingSource, int]) -> Parameters:
    for source, percent in percents.items():
        parameters = scaled(parameters, source, percent)
    return parameters


def robustness(outcomes: Iterable[Outcome]) -> Robustness:
    """What is common to the answers of many scenarios."""
    found = [own for own in outcomes if own.found]
    done: Counter[str] = Counter(id for own in found for id in own.chosen)
    ways: dict[str, Counter[tuple[str, int]]] = {}
    for own in found:
        for id, way in own.chosen.items():
            ways.setdefault(id, Counter())[way] += 1
    return Robustness(
        answered=len(found),
        shares={id: count / len(found) for id, count in sorted(done.items())},
        alike={id: max(own.values()) / done[id] for id, own in sorted(ways.items())},
        values=tuple(sorted(own.value for own in found)),
    )
