"""Whatever a plan's files hold, the answer is a message or a finding, never anything else.

The files are the shipped example's, spoilt in two ways: bytes cut, turned and put in, as by a
broken disk; and values exchanged, dropped, doubled and blown up, as by a hand or a stranger.
"""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mitgrim.checks import check
from mitgrim.codec import FileError, plan_files, read_plan
from mitgrim.documents import book, write_html
from mitgrim.history import diff, merge
from mitgrim.plan import Plan, totals
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import small_plan
from tests.laws.strategies import few

FILES = ("nation.json", "cities/jeju.json", "cities/ulsan.json")
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**63,
    10**40,
    1e308,
    "",
    "x",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "가" * 10_000,
    "한글",
    "\u202e뒤집힌 글",
    "2018-02-30",
    "99999",
    [],
    {},
    [[]],
    [None],
    {"id": "x"},
    {"ko": None},
)


@cache
def example() -> Plan:
    """The example with two of its ten cities: what is found in one is found in all."""
    whole = innovation_cities_2018()
    kept = tuple(own for own in whole.cities if own.city.id in ("jeju", "ulsan"))
    return Plan(nation=whole.nation, cities=kept)


@cache
def clean(plan: Callable[[], Plan]) -> dict[str, bytes]:
    return {name: data for name, data in plan_files(plan()).items() if name in FILES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan" / "cities").mkdir(parents=True)
    return tmp_path / "plan"


def outcome(folder: Path, files: dict[str, bytes], spoilt: str) -> Plan | None:
    """The plan if it can be read; otherwise the refusal has named the spoilt file, in both languages."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        return read_plan(folder)
    except FileError as error:
        refusal = error
    assert refusal.file == str(folder / spoilt)
    assert refusal.message.ko
    assert refusal.message.en
    return None


def use(plan: Plan) -> None:
    """What every reader of a plan does with it; nothing here may raise."""
    found = check(plan)
    assert "check-failed" not in {own.id for own in found}, found
    assert sum(totals(plan).by_city.values()) == totals(plan).total
    assert diff(plan, plan) == ()
    assert merge(plan, plan, plan).plan == plan


def steps(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON document."""
    if path:
        yield path
    if isinstance(value, dict):
        for name, own in value.items():
            yield from steps(own, (*path, name))
    elif isinstance(value, list):
        for index, own in enumerate(value):
            yield from steps(own, (*path, index))


@cache
def places(plan: Callable[[], Plan], name: str) -> list[tuple[Any, ...]]:
    return list(steps(json.loads(clean(plan)[name])))


def spoil(document: Any, path: tuple[Any, ...], how: str, odd: Any) -> None:
    """Do one wrong thing at one place of a document."""
    for key in path[:-1]:
        document = document[key]
    last = path[-1]
    if how == "replace":
        document[last] = odd
    elif how == "drop":
        del document[last]
    elif how == "double" and isinstance(document, list):
        document.append(document[last])
    elif how == "add" and isinstance(document, dict):
        document["an-unknown-field"] = odd
    elif how == "bury":
        for _ in range(300):
            odd = [odd]
        document[last] = odd


spoils = st.tuples(
    st.sampled_from(["replace", "replace", "drop", "double", "add", "bury"]),
    st.sampled_from(ODD_VALUES),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_spoilt_by_a_broken_disk(folder: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(FILES))
    original = clean(example)[name]
    at = data.draw(st.integers(0, len(original)))
    length = data.draw(st.sampled_from([0, 1, 2, 100, len(original)]))
    put = data.draw(st.binary(max_size=8) | st.sampled_from([b"\x00", b"\xff", b'"', b"{", b"]"]))
    spoilt = original[:at] + put + original[at + length :]
    plan = outcome(folder, {**clean(example), name: spoilt}, name)
    if plan is not None:
        use(plan)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_spoilt_by_a_hand(folder: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(FILES))
    document = json.loads(clean(example)[name])
    how, odd = data.draw(spoils)
    spoil(document, data.draw(st.sampled_from(places(example, name))), how, odd)
    spoilt = json.dumps(document, ensure_ascii=False).encode()
    plan = outcome(folder, {**clean(example), name: spoilt}, name)
    if plan is not None:
        use(plan)


@few(20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_can_be_read_can_be_printed_without_running_anything(
    folder: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(FILES))
    document = json.loads(clean(small_plan)[name])
    how, odd = data.draw(spoils)
    spoil(document, data.draw(st.sampled_from(places(small_plan, name))), how, odd)
    spoilt = json.dumps(document, ensure_ascii=False).encode()
    plan = outcome(folder, {**clean(small_plan), name: spoilt}, name)
    if plan is not None:
        page = write_html(book(plan, check(plan), totals(plan)))
        assert "<script>alert" not in page
