"""The walk over a plan is kept as long as the plan, for all who ask."""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from mitgrim.checks import walk
from mitgrim.plan import Plan
from tests.cast import small_plan


def test_threads_share_one_walk_which_goes_with_its_plan(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = set(walk._WALKED)
    switches = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(10):
            plan, start = small_plan(), Barrier(8)

            def walked(plan: Plan = plan, start: Barrier = start) -> int:
                start.wait()
                return id(tuple(walk.levels(plan))[-1])

            with ThreadPoolExecutor(8) as threads:
                seen = [threads.submit(walked) for _ in range(8)]
            assert len({level.result() for level in seen}) == 1
            del plan, walked, seen
    finally:
        sys.setswitchinterval(switches)
    assert set(walk._WALKED) == before
    assert capsys.readouterr().err == ""


def test_a_changed_plan_is_walked_anew() -> None:
    plan = small_plan()
    assert "FundingLine" in {level.type for level in walk.levels(plan)}
    bare = replace(plan, cities=())
    assert "FundingLine" not in {level.type for level in walk.levels(bare)}
    assert list(walk.levels(plan)) == list(walk.levels(plan))
