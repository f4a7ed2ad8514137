"""Cases: what the law says of an example, and whether the rules say the same."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from mitgrim.law.errors import MESSAGES, LawError, listed, refuse
from mitgrim.law.terms import Terms
from mitgrim.wording import Text

CaseFunction: TypeAlias = Callable[[date, Mapping[str, Any]], Mapping[str, Any]]
Place: TypeAlias = tuple[str | int, ...]

NO_TERMS = Terms()
ERROR = "error"


@dataclass(frozen=True, slots=True)
class Case:
    """An example with the answer that the law gives.

    `output` names only what the case is about; the rule may answer more. The output `error` is the
    id of the reason for which there is no answer. `file` and `number` say where it is written.
    """

    name: str
    date: date
    rule: str
    input: Mapping[str, Any]
    output: Mapping[str, Any]
    file: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which the answer is not what the case says."""

    place: Place
    expected: Any
    actual: Any
    message: Text


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of a case; `error` is why the rule gave no answer."""

    case: Case
    differences: tuple[Difference, ...] = ()
    error: LawError | None = None

    @property
    def passed(self) -> bool:
        return not self.differences and self.error is None

    @property
    def messages(self) -> tuple[Text, ...]:
        """Everything that is wrong, in both languages; nothing when it passed."""
        wrong = tuple(own.message for own in self.differences)
        return wrong if self.error is None else (self.error.message, *wrong)


def run_case(case: Case, rules: Mapping[str, CaseFunction], terms: Terms = NO_TERMS) -> CaseResult:
    """Ask the case's rule, and compare. What the law's data can't answer is a result, too."""
    try:
        rule = rules.get(terms.id_of(case.rule))
        if rule is None:
            names = listed(terms.name_of(id) for id in rules)
            raise refuse("case.rule-unknown", rule=case.rule, names=names)
        expected = terms.translated(case.output)
    except LawError as error:
        return CaseResult(case, error=error)
    try:
        actual = rule(case.date, case.input)
    except LawError as error:
        foretold = terms.id_of(str(expected.get(ERROR))) == error.id
        return CaseResult(case, error=None if foretold else error)
    return CaseResult(case, tuple(_differences(expected, actual, (), terms)))


def _differences(expected: Any, actual: Any, place: Place, terms: Terms) -> Iterator[Difference]:
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for key, value in expected.items():
            if key in actual:
                yield from _differences(value, actual[key], (*place, key), terms)
            else:
                yield _not_given(key, value, actual, place, terms)
    elif _is_list(expected) and _is_list(actual) and len(expected) == len(actual):
        for index, (one, other) in enumerate(zip(expected, actual, strict=True), start=1):
            yield from _differences(one, other, (*place, index), terms)
    elif not _same(expected, actual, terms):
        message = MESSAGES.both(
            "case.differs",
            place=_place_text(place, terms),
            expected=_shown(expected, terms),
            actual=_shown(actual, terms),
        )
        yield Difference(place, expected, actual, message)


def _not_given(
    key: str, value: Any, actual: Mapping[str, Any], place: Place, terms: Terms
) -> Difference:
    where = (*place, key)
    message = MESSAGES.both(
        "case.not-given",
        place=_place_text(where, terms),
        expected=_shown(value, terms),
        names=listed(terms.name_of(own) for own in actual),
    )
    return Difference(where, value, None, message)


def _same(expected: Any, actual: Any, terms: Terms) -> bool:
    if isinstance(actual, bool) and isinstance(expected, str):
        return terms.id_of(expected) == ("yes" if actual else "no")
    if isinstance(actual, bool) or isinstance(expected, bool):
        return expected is actual
    if isinstance(expected, str) and isinstance(actual, str):
        return terms.id_of(expected) == terms.id_of(actual)
    if isinstance(expected, (int, Decimal)) and isinstance(actual, (int, Decimal, Fraction)):
        return Fraction(expected) == Fraction(actual)
    return bool(expected == actual)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _shown(value: Any, terms: Terms) -> Text:
    """A value in both languages, as a case would write it."""
    if value is None:
        return MESSAGES.both("value.none")
    if isinstance(value, bool):
        return MESSAGES.both("value.yes" if value else "value.no")
    if isinstance(value, str):
        return terms.name_of(terms.id_of(value))
    if isinstance(value, Mapping):
        pairs = [
            listed((terms.name_of(key), _shown(held, terms)), ": ") for key, held in value.items()
        ]
        return _bracketed(pairs, "{}")
    if _is_list(value):
        return _bracketed([_shown(item, terms) for item in value], "[]")
    return Text(str(value), str(value))


def _bracketed(parts: Iterable[Text], brackets: str) -> Text:
    inside = listed(parts)
    return Text(f"{brackets[0]}{inside.ko}{brackets[1]}", f"{brackets[0]}{inside.en}{brackets[1]}")


def _place_text(place: Place, terms: Terms) -> Text:
    return listed((terms.name_of(str(own)) for own in place), " › ")
