"""HiGHS, kept quiet, and stopped between nodes when somebody presses Ctrl+C."""

from collections.abc import Callable
from typing import Any

import highspy

STEP = 0.05
"""Seconds between looks at the keyboard while HiGHS runs."""


class Quiet(highspy.Highs):
    """HiGHS that prints nothing, not even its name."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802
        """Be silent first: turning callbacks on prints the banner."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def run(highs: Any, seconds: float, heard: Callable[[Any], None] | None = None) -> bool:
    """Run to the end, for so many seconds, or until Ctrl+C; False where somebody pressed it.

    What was found so far stays in `highs`. `heard` gets HiGHS's report of every step of a
    mixed-integer solve, in another thread.
    """
    highs.setOptionValue("time_limit", max(0.0, seconds))
    highs.HandleUserInterrupt = True  # lets cancelSolve stop it
    if heard:
        highs.cbMipLogging += lambda event: heard(event.data_out)
    highs.startSolve()
    asked = False
    while True:
        try:
            done, _ = highs.wait(STEP)
            if done:
                return not asked
        except KeyboardInterrupt:
            asked = True
            highs.cancelSolve()
