"""The law of attribution: who wrote a value is who last changed it, whatever was edited between."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mitgrim.history import Attribution, attributed, diff_sections
from mitgrim.history.shape import Shape, is_record, keyed, shapes, step_of
from mitgrim.plan import CityPlan, Plan, place
from tests.laws.strategies import careless, edited, few, plans

law = few(40)
Leaf = tuple[Any, ...]


@st.composite
def states(draw: st.DrawFn) -> list[CityPlan | None]:
    """A city's section after each of some edits, with some states careless or without it."""
    plan = draw(plans().filter(lambda plan: bool(plan.cities)))
    city = plan.cities[0].city.id
    sections = [plan.section(city)]
    for _ in range(draw(st.integers(0, 6))):
        plan = draw(edited(plan, most=3))
        shown: Plan = draw(careless(plan)) if draw(st.integers(0, 4)) == 0 else plan
        sections.append(shown.section(city))
    return sections


def leaves(where: str, value: Any, shape: Shape, inside: Leaf = ()) -> Iterator[tuple[str, Leaf]]:
    """Every value that is compared whole, with the records it belongs to and itself."""
    records = keyed(value) if shape is Shape.KEYED else None
    if shape is Shape.RECORD and is_record(value):
        own = (*inside, step_of(value))
        for name, inner in shapes(type(value).__name__).items():
            yield from leaves(place(where, name), getattr(value, name), inner, own)
    elif records is not None:
        for key, record in records.items():
            yield from leaves(place(where, key), record, Shape.RECORD, inside)
    else:
        yield where, (*inside, value)


def last_edits(sections: list[CityPlan | None]) -> dict[str, int]:
    """The oracle: for every value of the last state, the number of the state that brought it."""
    seen: dict[str, tuple[Leaf, int]] = {}
    for writer, section in enumerate(sections):
        now = leaves(section.city.id, section, Shape.RECORD) if section else iter(())
        seen = {
            where: seen[where] if seen.get(where, ((), 0))[0] == leaf else (leaf, writer)
            for where, leaf in now
        }
    return {where: writer for where, (_, writer) in seen.items()}


def replayed(sections: list[CityPlan | None]) -> Attribution:
    known = attributed(None, diff_sections(None, sections[0]), 0)
    for writer, (old, new) in enumerate(pairwise(sections), start=1):
        known = attributed(known, diff_sections(old, new), writer)
    return known


@law
@given(states())
def test_who_wrote_a_value_is_who_last_changed_it(sections: list[CityPlan | None]) -> None:
    known, expected = replayed(sections), last_edits(sections)
    assert {where: known.writer_of(where) for where in expected} == expected


@law
@given(states())
def test_an_attribution_holds_no_more_than_was_edited(sections: list[CityPlan | None]) -> None:
    edits = sum(len(diff_sections(old, new)) for old, new in pairwise(sections))
    assert len(replayed(sections).as_json()) <= 1 + edits
