"""Rules about who pays how much: ratios, ceilings, certainty, and the ladder each won climbs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import compress, count
from operator import not_
from typing import Final

from mitgrim.checks.engine import Hit, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.readiness import amount, beyond_plan, lower, placed
from mitgrim.checks.records import named
from mitgrim.plan import (
    NATION,
    Ceiling,
    FundingLine,
    FundingSource,
    Label,
    Nation,
    Phase,
    Plan,
    ProgrammeLine,
    Project,
    label_of,
    place,
)
from mitgrim.plan.ledger import Ledger, Together
from mitgrim.wording import Catalogue, Text, percent

MESSAGES: Final = Catalogue.load("mitgrim.checks", "messages_projects.toml")

# A city answers for its own budget; whether others pay is what a reader has to be told.
OWN_MONEY: Final = (FundingSource.PROVINCIAL, FundingSource.MUNICIPAL)

# The rungs that each source's money climbs. Only the state's own money is asked of the ministries
# and set before the Assembly; local councils settle theirs at once, and need not send it to
# themselves; a company or an institution has no budget procedure that the plan could follow.
RUNGS: Final = {
    FundingSource.NATIONAL: (
        Phase.REQUESTED,
        Phase.CEILING,
        Phase.BILL,
        Phase.APPROPRIATED,
        Phase.DISBURSED,
        Phase.EXECUTED,
    ),
    FundingSource.PROVINCIAL: (Phase.APPROPRIATED, Phase.EXECUTED),
    FundingSource.MUNICIPAL: (Phase.APPROPRIATED, Phase.EXECUTED),
    FundingSource.INSTITUTION: (Phase.EXECUTED,),
    FundingSource.PRIVATE: (Phase.EXECUTED,),
    FundingSource.FUND: (Phase.DISBURSED, Phase.EXECUTED),
}
LADDER: Final = (Phase.PLANNED, *RUNGS[FundingSource.NATIONAL])

_PLANNED: Final = Phase.PLANNED

# Won of one project by year and source, for each phase that it has.
Rungs = dict[tuple[int, FundingSource], dict[Phase, int]]


@rule("ratio-exceeded", Severity.ERROR, "docs/records.md#money", messages=MESSAGES)
def ratio_exceeded(plan: Plan) -> Iterator[Hit]:
    """A programme line pays more of a project's planned total than its ratio allows.

    Only money of the line's own source counts: a co-payer's lines may name the same line.
    """
    lines = {
        own.id: (own, Fraction(own.ratio))
        for own in plan.nation.programme_lines
        if own.ratio is not None and 0 <= own.ratio <= 1  # others are another rule's matter
    }
    if not lines:
        return
    for where, project in placed(plan):
        total, paid = 0, dict[str, int]()
        for line in project.money:
            if line.phase is _PLANNED:
                total += line.amount
                known = lines.get(line.programme_line) if line.programme_line else None
                if known and line.source is known[0].source:
                    paid[line.programme_line] = paid.get(line.programme_line, 0) + line.amount
        for id, won in paid.items():
            own, ratio = lines[id]
            most = int(ratio * total)
            if won > ratio * total:
                yield Hit(
                    f"{where}/money",
                    name=named(project),
                    line=said(own.name, own.id),
                    source=said(label_of(own.source), ""),
                    paid=f"{won:,}",
                    total=f"{total:,}",
                    share=percent(won, total) if total > 0 else "–",
                    ratio=percent(ratio, 1),
                    most=f"{most:,}",
                    excess=f"{won - most:,}",
                )


@rule("ceiling-exceeded", Severity.ERROR, "docs/records.md#money", messages=MESSAGES)
def ceiling_exceeded(plan: Plan) -> Iterator[Hit]:
    """The projects of all cities plan more from a programme line in a year than its ceiling.

    A year without a ceiling is not limited. The finding stands at the ceiling, in the national
    section: no single city exceeds it.
    """
    planned = _planned(plan)
    for own, ceiling in _ceilings(plan.nation):
        parts = planned.get((own.id, ceiling.year), [])
        won = sum(together.won for _, together in parts)
        if parts and won > ceiling.amount:
            yield Hit(
                place(NATION, "programme_lines", own.id, "ceilings", str(ceiling.year)),
                line=said(own.name, own.id),
                year=str(ceiling.year),
                planned=f"{won:,}",
                ceiling=f"{ceiling.amount:,}",
                excess=f"{won - ceiling.amount:,}",
                count=sum(ledger.count_projects(own.lines) for ledger, own in parts),
            )


def _ceilings(nation: Nation) -> Iterator[tuple[ProgrammeLine, Ceiling]]:
    for own in nation.programme_lines:
        for ceiling in own.ceilings:
            yield own, ceiling


def _planned(plan: Plan) -> dict[tuple[str, int], list[tuple[Ledger, Together]]]:
    """What sections plan by programme line and year, of money of the line's own source."""
    sources = {own.id: own.source for own in plan.nation.programme_lines if own.ceilings}
    parts: dict[tuple[str, int], list[tuple[Ledger, Together]]] = defaultdict(list)
    for ledger in (section.ledger for section in plan.cities):
        for (own, year, source, phase), together in ledger.on_programme_lines.items():
            if phase is _PLANNED and source is sources.get(own):
                parts[own, year].append((ledger, together))
    return parts


@rule("certainty-missing", Severity.WARNING, "docs/records.md#money", messages=MESSAGES)
def certainty_missing(plan: Plan) -> Iterator[Hit]:
    """Money that somebody else is to pay does not say how sure it is."""
    for where, project in _with_unsure_money(plan):
        unsure: dict[FundingSource, int] = {}
        for line in project.money:
            if line.certainty is None and line.phase is _PLANNED and line.amount > 0:
                unsure[line.source] = unsure.get(line.source, 0) + line.amount
        for own in OWN_MONEY:
            unsure.pop(own, None)
        if unsure:
            yield Hit(f"{where}/money", name=named(project), sources=_listed(unsure))


def _with_unsure_money(plan: Plan) -> Iterator[tuple[str, Project]]:
    for section in plan.cities:
        certainty = section.ledger.column("certainty")
        if not all(certainty):
            lines = compress(count(), map(not_, certainty))
            for number in sorted(set(map(section.ledger.project, lines))):
                project = section.projects[number]
                yield place(section.city.id, "projects", project.id), project


@rule("ladder-broken", Severity.ERROR, "docs/records.md#money", messages=MESSAGES)
def ladder_broken(plan: Plan) -> Iterator[Hit]:
    """More was sent than appropriated, or more spent and carried over than sent.

    By year and source, between phases that both exist; what the year before carried over may be
    sent and spent too. Nothing before the appropriation is in order: a request may be cut or
    topped up, and the Assembly may raise the bill.
    """
    for where, project in beyond_plan(plan):
        climbed = _climbed(project)
        for (year, source), won in sorted(climbed.items()):
            carried = climbed.get((year - 1, source), {}).get(Phase.CARRIED_OVER, 0)
            for taken, given in _steps(won):
                have, may = (sum(won[phase] for phase in phases) for phases in (taken, given))
                if have > may + carried:
                    yield Hit(
                        f"{where}/money",
                        name=named(project),
                        year=str(year),
                        source=said(label_of(source), ""),
                        lower=_joined([label_of(phase) for phase in taken]),
                        have=f"{have:,}",
                        upper=_upper(given, carried),
                        may=f"{may + carried:,}",
                        excess=f"{have - may - carried:,}",
                    )


def _steps(won: dict[Phase, int]) -> Iterator[tuple[tuple[Phase, ...], tuple[Phase, ...]]]:
    """Which phases may not be more than which, of those that there are."""
    if Phase.DISBURSED in won and Phase.APPROPRIATED in won:
        yield (Phase.DISBURSED,), (Phase.APPROPRIATED,)
    given = tuple(phase for phase in (Phase.DISBURSED, Phase.APPROPRIATED) if phase in won)
    taken = tuple(phase for phase in (Phase.EXECUTED, Phase.CARRIED_OVER) if phase in won)
    if given and taken:
        yield taken, given[:1]


def _upper(phases: Sequence[Phase], carried: int) -> Text:
    labels = [label_of(phase) for phase in phases]
    if carried:
        before = MESSAGES.both("ladder-broken.carried")
        labels.append(Label(ko=before.ko, en=before.en))
    return _joined(labels)


@rule("line-vanished", Severity.WARNING, "docs/records.md#money", messages=MESSAGES)
def line_vanished(plan: Plan) -> Iterator[Hit]:
    """A source that a phase has for a year is missing from the next phase of that year.

    The next one is the next rung that this source climbs and that the project has for the year.
    A line with 0 has not vanished: it says that the money was cut.
    """
    for where, project in beyond_plan(plan):
        climbed = _climbed(project)
        present: dict[int, set[Phase]] = {}
        for (year, _), won in climbed.items():
            present.setdefault(year, set()).update(won)
        gone: dict[tuple[int, Phase, Phase], dict[FundingSource, int]] = {}
        for (year, source), won in sorted(climbed.items()):
            for phase, following in _lost(source, won, present[year]):
                gone.setdefault((year, phase, following), {})[source] = won[phase]
        for (year, phase, following), sources in gone.items():
            yield Hit(
                f"{where}/money",
                name=named(project),
                year=str(year),
                sources=_listed(sources),
                phase=lower(label_of(phase)),
                next=lower(label_of(following)),
            )


def _lost(
    source: FundingSource, won: dict[Phase, int], present: set[Phase]
) -> Iterator[tuple[Phase, Phase]]:
    """The phases from which a source's money is gone, each with the one that lacks it."""
    rungs = [phase for phase in RUNGS[source] if phase in present]
    for phase in LADDER:
        if won.get(phase, 0) > 0:
            above = LADDER.index(phase)
            following = next((rung for rung in rungs if LADDER.index(rung) > above), None)
            if following and following not in won:
                yield phase, following


def _climbed(project: Project) -> Rungs:
    """The project's won by year, source and phase; nothing where all of it is only planned."""
    if all(line.phase is _PLANNED for line in project.money):
        return {}
    found: Rungs = {}
    won: dict[Phase, int] = {}
    before: FundingLine | None = None
    for line in project.money:
        # Lines are sorted by year and source: look the pair up where it changes, for hashing costs.
        if before is None or line.source is not before.source or line.year != before.year:
            won = found.setdefault((line.year, line.source), {})
        won[line.phase] = won.get(line.phase, 0) + line.amount
        before = line
    return found


def _listed(sources: dict[FundingSource, int]) -> Text:
    """`국비 10억원, 민간 5억원`, in the order of the sources."""
    parts = [
        (label_of(source), amount(won))
        for source in FundingSource
        if (won := sources.get(source)) is not None
    ]
    return Text(
        ", ".join(f"{label.ko} {won.ko}" for label, won in parts),
        ", ".join(f"{label.en.lower()} {won.en}" for label, won in parts),
    )


def _joined(labels: Sequence[Label]) -> Text:
    return Text(
        " + ".join(label.ko for label in labels),
        " + ".join(label.en.lower() for label in labels),
    )
