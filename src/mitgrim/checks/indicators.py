"""Rules about indicators: what a target needs to mean something, and rates with their parts."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from mitgrim.checks.engine import Hit, Subject, comparing_rule, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.checks.unit_table import PERSONS, percentage, unit_of
from mitgrim.checks.words import MESSAGES, at, city, decimals, figure, joined, part, rounded, some
from mitgrim.plan import (
    NATION,
    CityPlan,
    Direction,
    Indicator,
    Measure,
    Plan,
    ProvenanceKind,
    Section,
    Status,
    label_of,
    numbered,
    place,
    section_name,
    sector_of_action,
)
from mitgrim.wording import Text

MOST_PLACES: Final = 15


def _measures(indicator: Indicator) -> Iterator[tuple[str, Measure]]:
    """Every value of an indicator with the name of its attribute."""
    if indicator.baseline:
        yield "baseline", indicator.baseline
    yield from (("milestones", milestone) for milestone in indicator.milestones)
    if indicator.target:
        yield "target", indicator.target


def _indicators(plan: Plan) -> Iterator[tuple[Section, Indicator]]:
    return ((section, own) for section in plan.sections for own in section.indicators)


def _is_example(indicator: Indicator, field: str) -> bool:
    """Whether a value is made up: it was not measured, and so has no parts and no basis."""
    return indicator.provenance.of(field).kind is ProvenanceKind.EXAMPLE


def _by_section(
    plan: Plan, lacks: Callable[[Indicator], list[Text]]
) -> Iterator[tuple[Section, list[tuple[Indicator, list[Text]]]]]:
    """The indicators of each section that lack something, with what they lack."""
    for section in plan.sections:
        found = [(own, missing) for own in section.indicators if (missing := lacks(own))]
        if found:
            yield section, found


def _of(section: Section, found: Sequence[tuple[Indicator, list[Text]]]) -> str:
    """The place of an indicator, or of several."""
    inside = place(section_name(section), "indicators")
    return place(inside, found[0][0].id) if len(found) == 1 else inside


def _listed(found: Sequence[tuple[Indicator, list[Text]]]) -> Text:
    """Indicators with what they lack: `채용률(분모, 전체 분모)`."""
    return some([part("indicator.lacks", name=named(own), what=joined(w)) for own, w in found])


@rule("sector-without-indicator", Severity.WARNING, "docs/records.md#attributes", messages=MESSAGES)
def sector_without_indicator(plan: Plan) -> Iterator[Hit]:
    """Nothing measures what a sector brings about, in the plan or for the projects of a city."""
    national = {own.sector for own in plan.nation.indicators}
    own = {each.city.id: {i.sector for i in each.indicators} for each in plan.cities}
    measured = national.union(*own.values())
    names = {sector.id: named(sector) for sector in numbered(plan.nation.sectors)}
    if bare := [name for id, name in names.items() if id not in measured]:
        yield Hit(
            place(NATION, "indicators"),
            where=said(plan.nation.name, plan.nation.id),
            sectors=some(bare),
        )
    sectors = sector_of_action(plan.nation)
    for section in plan.cities:
        active = {
            sectors.get(p.action) for p in section.projects if p.status is not Status.CANCELLED
        }
        lacking = (active & measured) - national - own[section.city.id]
        if bare := [name for id, name in names.items() if id in lacking]:
            inside = place(section.city.id, "indicators")
            yield Hit(inside, where=city(section), sectors=some(bare))


@rule("target-incomplete", Severity.WARNING, "docs/records.md#attributes", messages=MESSAGES)
def target_incomplete(plan: Plan) -> Iterator[Hit]:
    """A target lacks the baseline it starts from, its year, or the evidence behind it."""
    for section, found in _by_section(plan, _lacks_for_target):
        yield Hit(_of(section, found), indicators=_listed(found), count=len(found))


def _lacks_for_target(indicator: Indicator) -> list[Text]:
    target, baseline = indicator.target, indicator.baseline
    if target is None:
        return []
    missing = {
        "indicator.baseline": baseline is None,
        "indicator.target-year": not target.year,
        "indicator.target-evidence": not target.evidence.strip(),
        "indicator.baseline-evidence": baseline is not None and not baseline.evidence.strip(),
    }
    return [part(id) for id, lacks in missing.items() if lacks]


@rule("rate-without-parts", Severity.WARNING, "docs/records.md#attributes", messages=MESSAGES)
def rate_without_parts(plan: Plan) -> Iterator[Hit]:
    """A rate does not say what is divided by what, what is left out, or how many were counted."""
    for section, found in _by_section(plan, _lacks_as_rate):
        yield Hit(_of(section, found), indicators=_listed(found), count=len(found))


def _lacks_as_rate(indicator: Indicator) -> list[Text]:
    if percentage(indicator.unit) is None:
        return []
    baseline = None if _is_example(indicator, "baseline") else indicator.baseline
    parts = (baseline.numerator, baseline.denominator) if baseline else ()
    missing = {
        "indicator.numerator": not indicator.numerator.strip(),
        "indicator.denominator": not indicator.denominator.strip(),
        "indicator.excludes": not (
            indicator.excludes.strip() or _is_example(indicator, "excludes")
        ),
        "indicator.parts": None in parts,
        "indicator.whole": baseline is not None
        and bool(indicator.excludes.strip())
        and baseline.whole is None,
    }
    return [part(id) for id, lacks in missing.items() if lacks]


@rule("rate-differs-from-parts", Severity.ERROR, "docs/records.md#attributes", messages=MESSAGES)
def rate_differs_from_parts(plan: Plan) -> Iterator[Hit]:
    """A rate is not what its numerator and denominator give at its own precision."""
    for section, indicator in _indicators(plan):
        scale = percentage(indicator.unit)
        for attribute, own in _measures(indicator) if scale else ():
            fault = _fault_of(own, indicator, scale or Fraction(1))
            if fault:
                yield Hit(
                    _measure(at(section, "indicators", indicator), attribute, own),
                    name=named(indicator),
                    year=str(own.year),
                    value=_with_unit(own.value, indicator.unit),
                    fault=fault,
                )


def _measure(where: str, attribute: str, own: Measure) -> str:
    return (
        f"{where}/{attribute}/{own.year}" if attribute == "milestones" else f"{where}/{attribute}"
    )


def _fault_of(own: Measure, indicator: Indicator, scale: Fraction) -> Text | None:
    if own.numerator is None or own.denominator is None:
        return None
    counts = {"numerator": figure(own.numerator), "denominator": figure(own.denominator)}
    if not own.denominator:
        return part("rate.of-nothing", **counts)
    if own.whole is not None and own.whole < own.denominator:
        return part("rate.whole-smaller", whole=figure(own.whole), **counts)
    computed = _rate(own.numerator, own.denominator, scale)
    if _close(own.value, computed):
        return None
    shown = _with_unit(rounded(computed, _places(own.value)), indicator.unit)
    if own.whole and _close(own.value, _rate(own.numerator, own.whole, scale)):
        return part("rate.of-the-whole", computed=shown, whole=figure(own.whole), **counts)
    return part("rate.differs", computed=shown, **counts)


def _rate(numerator: Decimal, denominator: Decimal, scale: Fraction) -> Fraction:
    return scale * Fraction(numerator) / Fraction(denominator)


def _places(value: Decimal) -> int:
    """A rate is compared at the places it was written with, and shown with one at least."""
    return min(max(decimals(value), 1), MOST_PLACES)


def _close(value: Decimal, computed: Fraction) -> bool:
    places = min(decimals(value), MOST_PLACES)
    return abs(Fraction(value) - computed) <= Fraction(1, 2 * 10**places)


def _with_unit(value: Decimal, unit: str) -> str:
    return f"{figure(value)}{unit}"


@rule("both-rates", Severity.NOTE, "docs/records.md#attributes", messages=MESSAGES)
def both_rates(plan: Plan) -> Iterator[Hit]:
    """A rate leaves part of the whole out: the official rate, and that of the whole beside it."""
    for section, indicator in _indicators(plan):
        scale = percentage(indicator.unit)
        rates = [
            _both(own, scale, indicator.unit)
            for _, own in _measures(indicator)
            if scale and own.numerator is not None and own.denominator and _cut(own)
        ]
        if rates:
            excluded = indicator.excludes or "—"
            where = at(section, "indicators", indicator)
            yield Hit(where, name=named(indicator), rates=joined(rates, "; "), excluded=excluded)


def _cut(own: Measure) -> bool:
    """Whether the denominator is only a part of the whole."""
    return own.whole is not None and own.denominator is not None and own.whole > own.denominator > 0


def _both(own: Measure, scale: Fraction, unit: str) -> Text:
    numerator, denominator = own.numerator or Decimal(0), own.denominator or Decimal(1)
    whole = own.whole or Decimal(1)
    return part(
        "rate.both",
        year=str(own.year),
        official=_with_unit(rounded(_rate(numerator, denominator, scale), 1), unit),
        of_all=_with_unit(rounded(_rate(numerator, whole, scale), 1), unit),
        numerator=figure(numerator),
        denominator=figure(denominator),
        whole=figure(whole),
        left=_with_unit(rounded(_rate(whole - denominator, whole, scale), 1), unit),
    )


@comparing_rule("target-moved", Severity.WARNING, "docs/records.md#attributes", messages=MESSAGES)
def target_moved(subject: Subject) -> Iterator[Hit]:
    """A target, its baseline or year is not what the earlier plan said, or an indicator is gone."""
    if subject.earlier is None:
        return
    now = {
        own.id: (section, own) for section in subject.plan.sections for own in section.indicators
    }
    for section in subject.earlier.sections:
        for before in section.indicators:
            if before.id not in now:
                yield Hit(
                    _where_it_was(subject.plan, section),
                    name=named(before),
                    changes=part("moved.dropped", target=_worded(before.target, before)),
                )
                continue
            holder, after = now[before.id]
            if changes := [*_changes(before, after)]:
                where = place(section_name(holder), "indicators", after.id)
                yield Hit(where, name=named(after), changes=joined(changes, "; "))


def _where_it_was(plan: Plan, section: Section) -> str:
    """The collection in which an indicator stood, if its section is still there."""
    gone = isinstance(section, CityPlan) and plan.section(section.city.id) is None
    return "" if gone else place(section_name(section), "indicators")


def _changes(before: Indicator, after: Indicator) -> Iterator[Text]:
    for attribute in ("target", "baseline"):
        one, other = getattr(before, attribute), getattr(after, attribute)
        if one is not None and (other is None or _goal(one) != _goal(other)):
            yield part(
                f"moved.{attribute}",
                before=_worded(one, before),
                after=_worded(other, after),
                how=_how(one, other, after.direction) if attribute == "target" else "",
            )
    goals = {own.year: own for own in after.milestones}
    for own in before.milestones:
        if own.year not in goals or goals[own.year].value != own.value:
            now = goals.get(own.year)
            before_and_after = {"before": _worded(own, before), "after": _worded(now, after)}
            yield part("moved.milestone", **before_and_after)
    if before.unit != after.unit:
        yield part("moved.unit", before=before.unit or "—", after=after.unit or "—")
    if before.direction is not after.direction:
        names = [said(label_of(own), own.value) for own in (before.direction, after.direction)]
        yield part("moved.direction", before=names[0], after=names[1])


def _goal(own: Measure) -> tuple[int, Decimal]:
    return own.year, own.value


def _worded(own: Measure | None, indicator: Indicator) -> Text:
    """A value with its year, or that there is none."""
    if own is None:
        return part("measure.none")
    return part("measure.one", value=_with_unit(own.value, indicator.unit), year=str(own.year))


def _how(before: Measure, after: Measure | None, direction: Direction) -> Text | str:
    """Whether a target got easier or harder to reach."""
    if after is None or (before.value == after.value and before.year == after.year):
        return ""
    if before.value == after.value:
        return part("moved.later" if after.year > before.year else "moved.sooner")
    return part("moved.easier" if _worse(after, before, direction) else "moved.harder")


def _worse(one: Measure, other: Measure, direction: Direction) -> bool:
    """Whether a value is on the wrong side of another."""
    return one.value < other.value if direction is Direction.UP else one.value > other.value


@rule("basis-missing", Severity.WARNING, "docs/records.md#attributes", messages=MESSAGES)
def basis_missing(plan: Plan) -> Iterator[Hit]:
    """People are counted without saying by which count: registered, census, or another."""
    for section, found in _by_section(plan, _lacks_basis):
        yield Hit(_of(section, found), names=some([named(own) for own, _ in found]))
    bare = [own for own in plan.nation.statistics if _is_people(own.unit) and not own.basis.strip()]
    if bare:
        inside = place(NATION, "statistics")
        where = place(inside, bare[0].id) if len(bare) == 1 else inside
        yield Hit(where, names=some([named(own) for own in bare]))


def _lacks_basis(indicator: Indicator) -> list[Text]:
    bare = not indicator.basis.strip() and not _is_example(indicator, "basis")
    return [part("indicator.basis")] if bare and _is_people(indicator.unit) else []


def _is_people(text: str) -> bool:
    unit = unit_of(text)
    return unit is not None and unit.quantity == PERSONS


@rule("target-against-direction", Severity.WARNING, "docs/records.md#attributes", messages=MESSAGES)
def target_against_direction(plan: Plan) -> Iterator[Hit]:
    """A target is worse than the baseline, by the direction in which the indicator is to go."""
    for section, own in _indicators(plan):
        if own.target and own.baseline and _worse(own.target, own.baseline, own.direction):
            yield Hit(
                place(at(section, "indicators", own), "target"),
                name=named(own),
                baseline=_worded(own.baseline, own),
                target=_worded(own.target, own),
                direction=said(label_of(own.direction), own.direction.value),
            )
