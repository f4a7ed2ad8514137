"""How much work something is, in calls: a clock would measure what else the machine does."""

import sys
from collections.abc import Callable
from typing import Any


def calls_of(do: Callable[[], object]) -> int:
    """How many functions are called, of Python and of C."""
    calls = 0

    def count(_frame: Any, event: str, _called: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        do()
    finally:
        sys.setprofile(before)
    return calls
