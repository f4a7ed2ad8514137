"""What an expression comes to in a plan: the exact value, its unit, and how it came to be."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from mitgrim.figures.conditions import Conditions, conditions, in_words
from mitgrim.figures.language import Expression, Word
from mitgrim.figures.lineage import Step, Used, exact_amount, named, origin
from mitgrim.figures.problems import MESSAGES, FigureProblem, RefusedError
from mitgrim.figures.records import ending, follow, narrowed, select, start
from mitgrim.figures.sums import contributions, sum_steps
from mitgrim.figures.values import Kind, Value, places_for, unit_for
from mitgrim.figures.words import Form, Found, Keyword, attribute, attributes_of, every, keyword
from mitgrim.plan import Phase, Plan
from mitgrim.wording import Text, in_both

COUNTER: Final = "개"


def evaluate(plan: Plan, asks: Expression | FigureProblem) -> Value | FigureProblem:
    """The value of an expression in a plan, or why it has none; a problem passes through."""
    if isinstance(asks, FigureProblem):
        return asks
    try:
        own = keyword(asks.keyword)
        if asks.over is not None and own.form is not Form.SHARE:
            raise RefusedError(asks.keyword.column, "slash-outside-share")
        return _as_asked(_FORMS[own.form](plan, own, asks), asks)
    except RefusedError as refused:
        return refused.problem


def _as_asked(value: Value, asks: Expression) -> Value:
    """The value in the unit and places asked for, with rounding as its last step."""
    unit = unit_for(value.kind, value.unit, asks.unit)
    column = asks.unit.column if asks.unit else asks.keyword.column
    places = places_for(value.kind, unit, asks.places, column)
    shown = replace(value, unit=unit, places=places)
    if not shown.loses:
        return shown
    step = Step(
        rule=MESSAGES.both("rule.rounded", exact=value.exact_text), result=in_both(shown.text)
    )
    return replace(shown, steps=(step, *value.steps))


def _sum(plan: Plan, own: Keyword, asks: Expression) -> Value:
    some = conditions(plan, asks.words)
    won, steps = _summed(plan, some, Phase.PLANNED, asks.keyword.column)
    return Value(kind=Kind.MONEY, exact=won, steps=steps)


def _summed(
    plan: Plan, some: Conditions, otherwise: Phase, column: int
) -> tuple[int, tuple[Step, ...]]:
    """A sum and how it came to be; where no money fits there is no sum, not even 0."""
    phase = _phase(some) or otherwise
    found = contributions(plan, some, phase)
    if not found:
        raise RefusedError(column, "nothing-fits", conditions=in_words(some))
    return sum(each.won for each in found), sum_steps(plan, some, phase, found)


def _phase(some: Conditions) -> Phase | None:
    return next((own.phase for own in some if own.phase), None)


def _share(plan: Plan, own: Keyword, asks: Expression) -> Value:
    """A part of a whole; conditions on the whole hold for the part unless it says otherwise."""
    column = asks.keyword.column
    part, whole = conditions(plan, asks.words), conditions(plan, asks.over or ())
    if not part or asks.over == ():
        raise RefusedError(column, "share-incomplete")
    if _phase(part) and asks.over is None:
        raise RefusedError(column, "phase-without-whole")
    told = {each.name for each in part}
    both_ = (*part, *(each for each in whole if each.name not in told))
    if {"city", "node"} <= {each.name for each in both_}:
        raise RefusedError(column, "city-and-category")
    base = _phase(whole) or Phase.PLANNED
    counted, of_part = _summed(plan, both_, base, column)
    all_, of_whole = _summed(plan, whole, base, column)
    if all_ == 0:
        raise RefusedError(column, "whole-is-nothing")
    share = Value(kind=Kind.SHARE, exact=Fraction(counted, all_), unit="%")
    rule = MESSAGES.both("rule.divided", part=exact_amount(counted), whole=exact_amount(all_))
    step = Step(rule=rule, result=share.exact_text)
    return replace(share, steps=(step, *of_part, *of_whole))


def _count(plan: Plan, own: Keyword, asks: Expression) -> Value:
    kind, rest = _counted(asks)
    found = _projects(plan, rest) if kind.record == "Project" else _others(plan, kind, rest)
    if not found:
        raise RefusedError(asks.keyword.column, "nothing-counted", kind=kind.text)
    result = Text(*[f"{len(found):,}"] * 2)
    rule = MESSAGES.both("rule.counted", kind=kind.text, conditions=_listed(rest))
    used = tuple(
        Used(
            place=each.place,
            name=named(each.record),
            origin=origin(plan, each.record),
        )
        for each in found
    )
    step = Step(rule=rule, result=result, records=used)
    return Value(kind=Kind.COUNT, exact=len(found), unit=COUNTER, steps=(step,))


def _counted(asks: Expression) -> tuple[Keyword, Sequence[Word]]:
    """The kind of record to count, and the conditions on it."""
    if not asks.words or asks.words[0].value is not None:
        raise RefusedError(asks.keyword.column, "count-of-what")
    first, *rest = asks.words
    kind = keyword(first)
    if kind.form is not Form.RECORD or kind.record == "Nation":
        raise RefusedError(first.column, "count-of-what")
    return kind, rest


def _projects(plan: Plan, words: Sequence[Word]) -> list[Found]:
    """Projects under conditions: a city's are those it leads, and money of any won counts."""
    some = conditions(plan, words)
    if any(each.tree for each in some):
        raise RefusedError(words[0].column, "count-by-category")
    city = next((each.part for each in some if each.part), "")
    of_money = [each for each in some if each.of_line or each.phase]
    phase = _phase(some) or Phase.PLANNED
    return [
        own
        for own in every(plan, "Project")
        if (not city or own.section == city)
        and all(each.of_project is None or each.of_project(own.record) for each in some)
        and (not of_money or _has_money(own, some, phase))
    ]


def _has_money(own: Found, some: Conditions, phase: Phase) -> bool:
    return any(
        line.phase is phase and all(each.of_line is None or each.of_line(line) for each in some)
        for line in own.record.money
    )


def _others(plan: Plan, kind: Keyword, words: Sequence[Word]) -> list[Found]:
    found = every(plan, kind.record)
    for word in words:
        narrower = narrowed(plan, kind.record, found, word)
        if narrower is None:
            raise RefusedError(word.column, "stray", word=str(word))
        found = narrower
    return found


def _listed(words: Sequence[Word]) -> Text:
    text = ", ".join(map(str, words))
    return Text(text, text) if text else MESSAGES.both("unconditional")


def _named(plan: Plan, own: Keyword, asks: Expression) -> Value:
    return _of_kind(plan, asks, Kind.NAME)


def _dated(plan: Plan, own: Keyword, asks: Expression) -> Value:
    return _of_kind(plan, asks, Kind.DAY)


def _of_kind(plan: Plan, asks: Expression, wanted: Kind) -> Value:
    """`이름 도시=busan` is `도시 busan`, and must come to a name."""
    if not asks.words or asks.words[0].value is None:
        raise RefusedError(asks.keyword.column, "of-which-record", word=asks.keyword.text)
    first, *rest = asks.words
    kind = keyword(Word(text=first.text, column=first.column))
    selector = Word(text=first.value or "", column=first.value_column)
    value = _record(plan, kind, replace(asks, words=(selector, *rest)))
    if value.kind is not wanted:
        what, found = (MESSAGES.both(f"kind.{each.value}") for each in (wanted, value.kind))
        raise RefusedError(first.column, "other-kind", what=what, found=found)
    return value


def _record(plan: Plan, own: Keyword, asks: Expression) -> Value:
    """A value of one record; a project's money is a sum, with conditions of its own."""
    column = asks.keyword.column
    if own.form is not Form.RECORD:
        raise RefusedError(column, "of-which-record", word=asks.keyword.text)
    found, taken = select(plan, own, asks.words, column)
    rest = asks.words[taken:]
    if own.record == "Project" and _is_money(rest):
        return _of_project(plan, found, asks, rest[1:])
    reading = start(plan, found)
    for word in rest:
        reading, column = follow(plan, reading, word), word.column
    kind, exact, unit = ending(plan, reading, column)
    value = Value(kind=kind, exact=exact, unit=unit)
    used = Used(
        place=reading.place,
        name=named(found.record),
        said=value.exact_text,
        origin=reading.origin,
        note=reading.note,
    )
    rule = MESSAGES.both("rule.read", name=reading.name)
    return replace(value, steps=(Step(rule=rule, result=value.exact_text, records=(used,)),))


def _is_money(words: Sequence[Word]) -> bool:
    if not words or words[0].value is not None:
        return False
    return attribute(words[0], attributes_of("Project"))[1].name == "money"


def _of_project(plan: Plan, found: Found, asks: Expression, rest: Sequence[Word]) -> Value:
    column = asks.words[0].column
    itself = Word(text="projects", column=column, value=found.id, value_column=column)
    return _sum(plan, keyword(asks.keyword), replace(asks, words=(itself, *rest)))


_FORMS: Final[dict[Form, Callable[[Plan, Keyword, Expression], Value]]] = {
    Form.SUM: _sum,
    Form.SHARE: _share,
    Form.COUNT: _count,
    Form.NAME: _named,
    Form.DATE: _dated,
    Form.RECORD: _record,
}
