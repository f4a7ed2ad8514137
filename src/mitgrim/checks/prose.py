"""Rules about figures in prose: those that are bound must lead somewhere, others could be bound."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from mitgrim.checks.engine import Hit, Rule, rule
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.checks.walk import records
from mitgrim.figures import Figure, cut, parse, prose_attributes
from mitgrim.plan import CityPlan, Dimension, Indicator, Label, Plan, Section, money, section_name
from mitgrim.wording import Catalogue, Text

MESSAGES: Final = Catalogue.load("mitgrim.checks", "messages_prose.toml")
FEWEST_DIGITS: Final = 2  # a figure with fewer coincides too easily
MOST_SUGGESTED: Final = 2

_NUMBER: Final = r"\d[\d,]*(?:\.\d+)?"
_STEPS: Final = {
    "조": 10**12, "천억": 10**11, "백억": 10**10, "억": 10**8, "천만": 10**7, "백만": 10**6,
    "만": 10**4, "천": 10**3, "": 1,
}  # fmt: skip
_STEP_NAMES: Final = "|".join(_STEPS)
# 제12조 원칙 is an article, 5억 원 an amount: after a space 원 must end the word.
_AMOUNT: Final = re.compile(
    rf"(?<![제\d.,])(?P<steps>(?:{_NUMBER}(?:조|억|만)\s?){{0,3}}{_NUMBER}(?:{_STEP_NAMES}))"
    r"(?:원|\s원(?=[\s.,)의을은이과씩]|으로|$))"
)
_STEP: Final = re.compile(rf"(?P<count>{_NUMBER})(?P<step>{_STEP_NAMES})")
_UNITS: Final = {"조": "조원", "억": "억원", "백만": "백만원", "천": "천원", "": "원"}
# 12개월, 3개년 and 2.3%p count something else.
_COUNTED: Final = r"(?<![제\d.,])(?P<number>{number})\s?{unit}(?!월|년|소|국|p)"


@rule("figure-unknown", Severity.ERROR, "docs/figures.md#problems", messages=MESSAGES)
def figure_unknown(plan: Plan) -> Iterator[Hit]:
    """A figure bound to the plan's records has no value: the record is gone, or it is mistyped."""
    for where, record, text in _prose(plan):
        for part in cut(plan, text) if "[[" in text else ():
            if not isinstance(part, str) and part.problem:
                yield Hit(
                    where,
                    name=named(record),
                    figure=part.figure.written,
                    column=part.problem.column,
                    reason=part.problem.message,
                )


@rule("figure-typed-by-hand", Severity.NOTE, "docs/figures.md#typed-by-hand", messages=MESSAGES)
def figure_typed_by_hand(plan: Plan) -> Iterator[Hit]:
    """A number in prose is the value of a record of its section, and would not follow it."""
    known: dict[str, _Known] = {}
    by_city = {str(city): won for (city,), won in money(plan, Dimension.CITY).items()}
    sections = {section_name(section): section for section in plan.sections}
    for where, record, text in _prose(plan):
        name = where.partition("/")[0]
        if name not in known:
            known[name] = _Known(by_city, sections[name])
        for typed, expressions in known[name].typed_in(text):
            shown = expressions[:MOST_SUGGESTED]
            yield Hit(
                where,
                name=named(record),
                typed=typed,
                expression=Text(" 또는 ".join(shown), " or ".join(shown)),
            )


PROSE_RULES: Final[tuple[Rule, ...]] = (figure_unknown, figure_typed_by_hand)


def _prose(plan: Plan) -> Iterator[tuple[str, Any, str]]:
    """Every text that is prose, in either language, with its place and its record."""
    table = prose_attributes()
    for where, record in records(plan, *table):
        for attribute in table[type(record).__name__]:
            value = getattr(record, attribute)
            for text in (value.ko, value.en) if isinstance(value, Label) else (value,):
                if text:
                    yield f"{where}/{attribute}", record, text


class _Known:
    """The values of a section that its prose may speak of, and the expression for each."""

    def __init__(self, by_city: Mapping[str, int], section: Section) -> None:
        self._won: dict[int, list[str]] = {}
        self._counted: dict[tuple[str, Decimal], list[str]] = {}
        for won, expression in _amounts(by_city, section):
            self._won.setdefault(won, []).append(expression)
        for own in section.indicators:
            self._add(own)
        units = sorted({re.escape(unit) for unit, _ in self._counted})
        pattern = _COUNTED.format(number=_NUMBER, unit=f"(?P<unit>{'|'.join(units)})")
        self._pattern = re.compile(pattern) if units else None

    def _add(self, own: Indicator) -> None:
        if own.target and own.unit.strip() and own.target.value.is_finite():
            key = own.unit.strip(), own.target.value
            self._counted.setdefault(key, []).append(f"지표 {own.id} 목표")

    def typed_in(self, text: str) -> Iterator[tuple[str, list[str]]]:
        """The numbers of a text that are known values, with the figures to type instead."""
        for part in parse(text):
            if not isinstance(part, Figure):
                yield from self._amounts_in(part)
                yield from self._counts_in(part)

    def _amounts_in(self, text: str) -> Iterator[tuple[str, list[str]]]:
        for found in _AMOUNT.finditer(text):
            if sum(sign.isdigit() for sign in found[0]) >= FEWEST_DIGITS:
                expressions = self._won.get(_won(found["steps"]), [])
                if expressions:
                    unit = _unit(found["steps"])
                    yield found[0], [f"[[{own}{unit}]]" for own in expressions]

    def _counts_in(self, text: str) -> Iterator[tuple[str, list[str]]]:
        for found in self._pattern.finditer(text) if self._pattern else ():
            digits = found["number"].replace(",", "")
            key = found["unit"], Decimal(digits)
            if len(digits) >= FEWEST_DIGITS and key in self._counted:
                yield found[0], [f"[[{own}]]" for own in self._counted[key]]


def _amounts(by_city: Mapping[str, int], section: Section) -> Iterator[tuple[int, str]]:
    """The plan's total, the cities' totals that concern a section, its projects' totals."""
    yield sum(by_city.values()), "합계"
    if isinstance(section, CityPlan):
        cities = [section.city.id]
    else:
        cities = [city for city in section.cities if city in by_city]
    for city in cities:
        yield by_city.get(city, 0), f"합계 도시={city}"
    if isinstance(section, CityPlan):
        for project in section.projects:
            yield project.amount(), f"사업 {project.id} 사업비"


def _won(steps: str) -> int:
    """An amount as it was typed in steps, in won: 4조 3,000억, 52,700백만, 1.7조."""
    sum_ = Fraction(0)
    for found in _STEP.finditer(steps):
        sum_ += Fraction(found["count"].replace(",", "")) * _STEPS[found["step"]]
    return int(sum_) if sum_.denominator == 1 else -1


def _unit(steps: str) -> str:
    """The unit to ask for, where the amount was typed in one: ` | 백만원`, ` | 조원 1`."""
    found = list(_STEP.finditer(steps))
    unit = _UNITS.get(found[0]["step"], "")
    if len(found) > 1 or not unit:
        return ""
    places = len(found[0]["count"].partition(".")[2])
    return f" | {unit} {places}" if places else f" | {unit}"
