"""Any plan is a funding problem or is refused, and any file is parameters or is refused."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.funding.from_plan import FundingError, as_it_stands, money_of, pose
from mitgrim.funding.parameters import usual_parameters
from mitgrim.funding.portfolio import breaches, value
from mitgrim.funding.reading import PARTS, read_parameters
from mitgrim.plan import FundingSource, Plan
from mitgrim.wording import Refusal, Text
from tests.cast import JEJU_PARK, small_plan
from tests.laws.strategies import few, plans


@given(plans())
@few(60)
def test_a_plan_as_it_stands_keeps_to_its_own_money(plan: Plan) -> None:
    """§3: whatever is in it, as far as it can be chosen at all."""
    try:
        posed = pose(plan, usual_parameters(plan))
    except FundingError:
        return
    problem = posed.problem
    standing = as_it_stands(plan, problem)
    assert {own.section for own in breaches(problem, standing)} <= {"5"}
    assert 0 <= value(problem, standing) <= 1 + 1e-9
    taken = sum(sum(own.values()) for own in money_of(plan, problem, standing).values())
    assert taken == sum(problem.cost[list(standing.values())])


@given(plans())
@few(60)
def test_a_problem_is_whole(plan: Plan) -> None:
    """§1–§6: every project has options, nothing is negative, cities pay what options cost."""
    try:
        problem = pose(plan, usual_parameters(plan)).problem
    except FundingError:
        return
    assert (np.diff(problem.first) > 0).all()
    assert problem.first[-1] == problem.options
    assert (problem.uses.data > 0).all()
    assert (problem.gains.data > 0).all()
    assert problem.uses.sum(axis=1).tolist() == problem.cost.tolist()
    assert not len(problem.cells) or abs(problem.weight.sum() - 1) < 1e-9


words = st.sampled_from(
    [
        *PARTS,
        *FundingSource,
        "cities",
        "jeju",
        JEJU_PARK,
        "3억원",
        "△1",
        "5%",
        "%",
        "NaN",
        "low",
        "",
    ]
)
scalars = words | st.integers(-3, 2023) | st.booleans() | st.none() | st.dates() | st.floats()
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(words | st.integers(2017, 2023), inner, max_size=4)
    ),
    max_leaves=12,
)
files = st.dictionaries(st.sampled_from(PARTS), trees, min_size=1, max_size=4)


@given(files)
@few(150)
def test_a_file_gives_parameters_or_a_message(content: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "budgets.yaml"
        file.write_text(yaml.safe_dump(plain(content), allow_unicode=True), encoding="utf-8")
        said = refusal_of(lambda: pose(small_plan(), read_parameters(file, small_plan())))
        assert said is None or said.ko != said.en


def refusal_of(work: Callable[[], object]) -> Text | None:
    """What was refused in doing something, if it was."""
    try:
        work()
    except Refusal as refusal:
        return refusal.message
    return None


def plain(value: Any) -> Any:
    """The value with texts of closed sets as texts, which YAML can write."""
    match value:
        case dict():
            return {plain(key): plain(own) for key, own in value.items()}
        case list():
            return [plain(own) for own in value]
        case str():
            return str(value)
    return value
