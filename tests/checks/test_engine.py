"""The engine runs any rule, and a rule that breaks is a finding."""

from collections.abc import Iterator

from mitgrim.checks import Hit, Severity, Subject, rule, run
from mitgrim.plan import Plan
from mitgrim.wording import Catalogue
from tests.cast import small_plan

MESSAGES = Catalogue(
    "test",
    lambda: (
        """
[own-rule]
ko = "{city|은/는} 예시입니다."
en = "{city} is an example."
[own-rule.hint]
ko = "그대로 두세요."
en = "Leave it."
"""
    ),
)


@rule("own-rule", Severity.NOTE, "test", messages=MESSAGES)
def own_rule(plan: Plan) -> Iterator[Hit]:
    for section in plan.cities:
        yield Hit(section.city.id, city=section.city.short.ko)


@rule("broken-rule", Severity.NOTE, "test", messages=MESSAGES)
def broken_rule(plan: Plan) -> Iterator[Hit]:
    yield Hit("jeju")
    raise KeyError("amount")


def test_a_programme_brings_its_own_rules_and_words() -> None:
    found = run(Subject(plan=small_plan()), [own_rule])
    assert [(own.place, own.message.ko, own.message.en) for own in found] == [
        ("ulsan", "울산은 예시입니다.", "울산 is an example."),
        ("jeju", "제주는 예시입니다.", "제주 is an example."),
    ]


def test_a_rule_that_breaks_is_an_error_that_names_it() -> None:
    found = run(Subject(plan=small_plan()), [broken_rule, own_rule])
    assert [own.id for own in found] == ["check-failed", "own-rule", "own-rule"]
    assert found[0].blocks
    assert "‘broken-rule’" in found[0].message.en
