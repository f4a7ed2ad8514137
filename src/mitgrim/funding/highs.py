"""HiGHS, kept quiet, and stopped between nodes when somebody presses Ctrl+C."""

from collections.abc import Callable
from typing import Any, Final

import highspy
import numpy as np

from mitgrim.funding.problem import Indices

LOOK: Final = 0.05  # seconds between looks at the keyboard while HiGHS runs


class Quiet(highspy.Highs):
    """HiGHS that prints nothing, not even its name."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802
        """Be silent first: turning callbacks on prints the banner."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def run(
    highs: Any,
    seconds: float,
    options: int,
    heard: Callable[[Any], None] | None = None,
    look: Callable[[], None] | None = None,
) -> list[Indices]:
    """Run to the end, for so many seconds or until Ctrl+C: what was taken in each better solution.

    The first `options` columns are those that may be taken; the best solution stands last. `heard`
    gets HiGHS's report on a mixed-integer solve between any two steps, in another thread: often,
    so it must be quick. `look` is called now and then in this thread; what it raises ends the run
    and is passed on.
    """
    taken: list[Indices] = []

    def better(event: Any) -> None:
        taken.append(_taken(event.data_out.mip_solution, options))

    def between(event: Any) -> None:
        if heard:
            heard(event.data_out)

    highs.setOptionValue("time_limit", max(0.0, seconds))
    highs.HandleUserInterrupt = True  # lets cancelSolve stop it
    highs.cbMipImprovingSolution.subscribe(better)
    highs.cbMipInterrupt.subscribe(between)
    highs.startSolve()
    _wait(highs, look)
    highs.cbMipImprovingSolution.unsubscribe(better)
    highs.cbMipInterrupt.unsubscribe(between)
    solution = highs.getSolution()
    if solution.value_valid:
        taken.append(_taken(solution.col_value, options))
    return taken


def _wait(highs: Any, look: Callable[[], None] | None) -> None:
    while True:
        try:
            done, _ = highs.wait(LOOK)
            if done:
                return
            if look:
                look()
        except KeyboardInterrupt:
            highs.cancelSolve()
        except Exception:
            highs.cancelSolve()
            highs.wait()
            raise


def _taken(columns: Any, options: int) -> Indices:
    return np.flatnonzero(np.asarray(columns)[:options] > 1 / 2)
