"""More than a hundred faults planted into the shipped example: each is found, where it is.

The untouched example has no error, and what it has besides is known and true.
"""

import random
from collections import Counter
from functools import cache

import pytest

from mitgrim.checks import OF_THE_ENGINE, UNIVERSAL, Finding, Rule, Severity, Subject, run
from mitgrim.plan import Plan
from mitgrim.programmes import programmes
from tests.checks.planting import PLANTS, Plant, example

SEEDS = (1, 2, 3)
RULES = {
    own.id: own for own in (*UNIVERSAL, *(rule for each in programmes() for rule in each.rules()))
}


@cache
def clean() -> Plan:
    return example()


@cache
def untouched(rule: str) -> frozenset[Finding]:
    return frozenset(run(Subject(plan=clean()), _rules(rule)))


def _rules(rule: str) -> list[Rule]:
    return [RULES[rule]] if rule in RULES else [RULES["money-before-gate"]]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("rule", "plant"), PLANTS, ids=[rule for rule, _ in PLANTS])
def test_a_planted_fault_is_found(rule: str, plant: Plant, seed: int) -> None:
    spoilt, where = plant(clean(), random.Random(seed))
    assert spoilt != clean()
    new = [own for own in run(Subject(plan=spoilt), _rules(rule)) if own not in untouched(rule)]
    assert any(own.id == rule and own.place.startswith(where) for own in new), new


def test_there_are_more_than_a_hundred() -> None:
    assert len(PLANTS) * len(SEEDS) > 100
    known = RULES.keys() | {own.id for own in OF_THE_ENGINE}
    assert {rule for rule, _ in PLANTS} <= known


def test_the_untouched_example_raises_no_false_alarm() -> None:
    """What it raises is true: ten gates after their money, as the budget office found them."""
    found = run(Subject(plan=clean()), list(RULES.values()))
    assert not any(own.blocks for own in found)
    assert Counter(own.id for own in found if own.severity is Severity.WARNING) == {
        "money-before-gate": 10,
        "execution-behind": 10,
        "attribute-missing-for-adoption": 1,
        "target-incomplete": 1,
        "basis-missing": 1,
        "rate-without-parts": 1,
        "link-out-of-date": 1,
        "hearing-missing": 1,
        "city-committee-missing": 1,
    }
    assert Counter(own.id for own in found if own.severity is Severity.NOTE) == {
        "example-values": 10,
        "title-unpublished": 1,
        "themes-overlap": 1,
    }
