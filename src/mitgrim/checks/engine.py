"""The check engine: rules run over a plan, never raise, and return findings that stand alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mitgrim.checks.findings import Finding, Severity
from mitgrim.plan import NATION, Label, Plan, Waiver
from mitgrim.wording import Catalogue, Text

MESSAGES: Final = Catalogue.load("mitgrim.checks", "messages.toml")


class Hit:
    """Where a rule found something, with the values its message names."""

    __slots__ = ("place", "values")

    def __init__(self, place: object, /, **values: str | int | Text) -> None:
        self.place = str(place)
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked: a plan and, where there are, what it is held against.

    `earlier` is the adopted or the last published plan, `others` are upper and neighbouring plans,
    `day` is the day that dates are held against; a rule that needs what is absent finds nothing.
    """

    plan: Plan
    earlier: Plan | None = None
    others: tuple[Plan, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check: a stable id, how bad it is, on what ground, and how it is found.

    Its message stands in the catalogue under its id, what to do under `<id>.hint`. `finds` says in
    a sentence what it finds.
    """

    id: str
    severity: Severity
    reference: str
    find: Callable[[Subject], Iterator[Hit]]
    finds: str = ""
    messages: Catalogue = MESSAGES

    def finding(self, hit: Hit) -> Finding:
        """A hit in words."""
        return Finding(
            id=self.id,
            severity=self.severity,
            place=hit.place,
            message=self.messages.both(self.id, **hit.values),
            hint=self.messages.both(f"{self.id}.hint", **hit.values),
            reference=self.reference,
        )


def rule(
    id: str, severity: Severity, reference: str, *, messages: Catalogue = MESSAGES
) -> Callable[[Callable[[Plan], Iterator[Hit]]], Rule]:
    """Make a generator of hits in a plan a rule; its docstring says what it finds."""
    of_subject = comparing_rule(id, severity, reference, messages=messages)

    def make(find: Callable[[Plan], Iterator[Hit]]) -> Rule:
        return replace(of_subject(lambda subject: find(subject.plan)), finds=_first_line(find))

    return make


def comparing_rule(
    id: str, severity: Severity, reference: str, *, messages: Catalogue = MESSAGES
) -> Callable[[Callable[[Subject], Iterator[Hit]]], Rule]:
    """The same for a rule that holds the plan against another, an earlier one, or a day."""
    return lambda find: Rule(
        id=id,
        severity=severity,
        reference=reference,
        find=find,
        finds=_first_line(find),
        messages=messages,
    )


def run(subject: Subject, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Every finding of the rules, waived ones marked, the worst first, then in the plan's order."""
    found = [finding for each in rules for finding in _found(subject, each)]
    return tuple(sorted(_waived(subject.plan, found, rules), key=_order(subject.plan)))


def said(label: Label, otherwise: str) -> Text:
    """A label as a text of a message; without one, the id it would have named."""
    return Text(label.ko or otherwise, label.en or label.ko or otherwise)


def _first_line(find: Callable[..., object]) -> str:
    return (find.__doc__ or "").partition("\n")[0]


def _found(subject: Subject, each: Rule) -> Iterable[Finding]:
    """A rule's findings. A rule that breaks is itself a finding: the plan is then not checked."""
    try:
        return [each.finding(hit) for hit in each.find(subject)]
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return [check_failed.finding(Hit("", check=each.id, reason=reason))]


@rule("check-failed", Severity.ERROR, "docs/records.md#waivers")
def check_failed(plan: Plan) -> Iterator[Hit]:
    """A check broke on this plan; what it would have found is not known."""
    yield from ()


@rule("waiver-unused", Severity.WARNING, "docs/records.md#waivers")
def waiver_unused(plan: Plan) -> Iterator[Hit]:
    """A waiver covers no finding: the matter is settled, or its place has changed."""
    yield from ()


@rule("waiver-without-reason", Severity.ERROR, "docs/records.md#waivers")
def waiver_without_reason(plan: Plan) -> Iterator[Hit]:
    """A waiver gives no reason, and so was not applied."""
    yield from ()


OF_THE_ENGINE: Final = (check_failed, waiver_unused, waiver_without_reason)


def _waived(plan: Plan, found: list[Finding], rules: Sequence[Rule]) -> Iterator[Finding]:
    """The findings, each with the waiver that covers it; waivers that cover nothing are findings.

    A section waives what lies in it, the national section everything. A waiver for a rule that did
    not run is left alone.
    """
    used: set[int] = set()
    waivers = list(_waivers(plan))
    for finding in found:
        index = next((i for i, own in enumerate(waivers) if _covers(*own, finding)), None)
        if index is None:
            yield finding
        else:
            used.add(index)
            yield replace(finding, waived=waivers[index][1])
    ran = {each.id for each in rules}
    for index, (section, waiver) in enumerate(waivers):
        if not waiver.reason.strip():
            yield waiver_without_reason.finding(Hit(f"{section}/waivers", check=waiver.check))
        elif index not in used and waiver.check in ran:
            hit = Hit(f"{section}/waivers", check=waiver.check, place=waiver.place)
            yield waiver_unused.finding(hit)


def _waivers(plan: Plan) -> Iterator[tuple[str, Waiver]]:
    yield from ((NATION, waiver) for waiver in plan.nation.waivers)
    for section in plan.cities:
        yield from ((section.city.id, waiver) for waiver in section.waivers)


def _covers(section: str, waiver: Waiver, finding: Finding) -> bool:
    within = finding.place == waiver.place or finding.place.startswith(f"{waiver.place}/")
    own = section == NATION or finding.place.split("/")[0] == section
    can_be = finding.id != check_failed.id and bool(waiver.reason.strip())
    return waiver.check == finding.id and within and own and can_be


def _order(plan: Plan) -> Callable[[Finding], tuple[int, bool, int, str, str, str]]:
    severities = {severity: rank for rank, severity in enumerate(Severity)}
    sections = {name: rank for rank, name in enumerate(("", NATION, *plan.nation.cities))}

    def key(finding: Finding) -> tuple[int, bool, int, str, str, str]:
        section = finding.place.split("/")[0]
        return (
            severities[finding.severity],
            finding.waived is not None,
            sections.get(section, len(sections)),
            finding.place,
            finding.id,
            finding.message.ko,
        )

    return key
