"""Rules about readiness: gates before the money they open, projects after what they wait for.

Years are compared, not days: money of a year may be spent on its last day.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from mitgrim.checks.engine import Hit, Subject, comparing_rule, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import labelled, named
from mitgrim.plan import (
    FundingLine,
    FundingSource,
    Gate,
    Label,
    Phase,
    Plan,
    PrerequisiteKind,
    Project,
    Status,
    Use,
    label_of,
    place,
)
from mitgrim.plan.attributes import table
from mitgrim.wording import Catalogue, Text, date_text, in_both, percent, prose_amount

MESSAGES: Final = Catalogue.load("mitgrim.checks", "messages_projects.toml")

# Below half, more of a year's money waits than is spent, and the next year begins with most of it.
# The programme that the Budget Office wrote about spent 0 % in one year and 12.1 % in the next.
LEAST_EXECUTED: Final = Fraction(1, 2)

_PLANNED: Final = Phase.PLANNED
_SENT: Final = Phase.DISBURSED
_STARTED: Final = frozenset({Status.IMPLEMENTATION, Status.COMPLETION, Status.COMPLETED})


@rule("money-before-gate", Severity.WARNING, "docs/records.md#projects", messages=MESSAGES)
def money_before_gate(plan: Plan) -> Iterator[Hit]:
    """Planned or disbursed money lies in years before the gate that opens its use.

    A warning for both. What was disbursed is a fact that no draft can undo: an error would keep
    the plan from going on until somebody bends a date.
    """
    kinds = {kind.id: kind for kind in plan.nation.gate_kinds}
    attributes = {own.name: labelled(own) for own in table("Gate")}
    for where, project in _alive(plan):
        for gate in project.gates:
            kind = kinds.get(gate.kind)
            opens = gate.opens or (kind.opens if kind else ())
            day = gate.done or gate.planned
            early = _before(project, opens, day.year) if day else []
            if not day or not early:
                continue
            yield Hit(
                place(where, "gates", gate.id),
                name=named(project),
                gate=said(kind.name, kind.id) if kind else said(Label(), gate.kind or gate.id),
                attribute=lower(attributes["done" if gate.done else "planned"]),
                day=day_text(day),
                first=str(early[0].year),
                money=_by_year(early),
                uses=_words(*dict.fromkeys(label_of(line.use) for line in early)),
            )


def _before(project: Project, uses: tuple[Use, ...], year: int) -> list[FundingLine]:
    """The project's money, planned or sent, for uses in the years before a year."""
    return [
        line
        for line in project.money
        if line.year < year
        and (line.phase is _PLANNED or line.phase is _SENT)
        and line.use in uses
        and line.amount > 0
    ]


@rule("gate-missing", Severity.WARNING, "docs/records.md#projects", messages=MESSAGES)
def gate_missing(plan: Plan) -> Iterator[Hit]:
    """Money is for a use that may not go without a kind of gate, and the project has none.

    A warning: the law may exempt a small case, which a waiver says with its reason.
    """
    needed = [kind for kind in plan.nation.gate_kinds if kind.required_for]
    if not needed:
        return
    for where, project in _alive(plan):
        there = {gate.kind for gate in project.gates}
        wanting = [kind for kind in needed if kind.id not in there]
        for kind in wanting:
            lines = [
                line
                for line in project.money
                if line.use in kind.required_for
                and (line.phase is _PLANNED or line.phase is _SENT)
                and line.amount > 0
            ]
            if lines:
                yield Hit(
                    where,
                    name=named(project),
                    gate=said(kind.name, kind.id),
                    money=_by_year(lines),
                    uses=_words(*dict.fromkeys(label_of(line.use) for line in lines)),
                )


@comparing_rule(
    "gate-dates-impossible", Severity.ERROR, "docs/records.md#projects", messages=MESSAGES
)
def gate_dates_impossible(subject: Subject) -> Iterator[Hit]:
    """A gate comes after its project's last year, or was done on a day still to come.

    A gate done long before the project's first year is fine: studies often are.
    """
    names = {kind.id: kind.name for kind in subject.plan.nation.gate_kinds}
    attributes = {own.name: labelled(own) for own in table("Gate")}
    for where, project in placed(subject.plan):
        last = project.period.last if project.period else None
        for gate in project.gates:
            for attribute, day, limit in _impossible(gate, last, subject.day):
                yield Hit(
                    place(where, "gates", gate.id, attribute),
                    name=named(project),
                    gate=said(names.get(gate.kind, Label()), gate.kind or gate.id),
                    attribute=lower(attributes[attribute]),
                    day=day_text(day),
                    limit=limit,
                )


def _impossible(
    gate: Gate, last: int | None, today: date | None
) -> Iterator[tuple[str, date, Text]]:
    """The gate's dates that cannot be, each with what it is later than."""
    for attribute, day in (("planned", gate.planned), ("done", gate.done)):
        if day and last is not None and day.year > last:
            yield attribute, day, MESSAGES.both("gate-dates-impossible.last-year", year=str(last))
    if gate.done and today and gate.done > today:
        limit = MESSAGES.both("gate-dates-impossible.day", day=day_text(today))
        yield "done", gate.done, limit


@rule("start-before-prerequisite", Severity.WARNING, "docs/records.md#projects", messages=MESSAGES)
def start_before_prerequisite(plan: Plan) -> Iterator[Hit]:
    """A project starts in a year before the project it waits for has started or finished.

    A warning: the other project may be another city's, which a city cannot correct.
    """
    known = {project.id: project for project in plan.projects()}
    for where, project in _alive(plan):
        for before in project.prerequisites:
            other = known.get(before.project)
            year = _ready(other, before.kind) if other else None
            if other and year is not None and project.period and project.period.first < year:
                yield Hit(
                    place(where, "prerequisites", before.project),
                    name=named(project),
                    own=str(project.period.first),
                    before=named(other),
                    must=lower(label_of(before.kind)),
                    year=str(year),
                )


def _ready(other: Project, kind: PrerequisiteKind) -> int | None:
    """The year in which a prerequisite is met; None where it already is or nobody knows."""
    if other.period is None or other.status is Status.COMPLETED:
        return None
    if kind is PrerequisiteKind.FINISHED:
        return other.period.last
    return None if other.status in _STARTED else other.period.first


@rule("prerequisite-cycle", Severity.ERROR, "docs/records.md#projects", messages=MESSAGES)
def prerequisite_cycle(plan: Plan) -> Iterator[Hit]:
    """Projects wait for one another in a circle, so that none of them can start."""
    where = {project.id: (at, project) for at, project in placed(plan)}
    waits = {
        id: [own.project for own in project.prerequisites if own.project in where]
        for id, (_, project) in where.items()
        if project.prerequisites
    }
    order = {id: number for number, id in enumerate(where)}
    for circle in circles(waits):
        first = circle.index(min(circle, key=order.__getitem__))
        ring = [where[id] for id in circle[first:] + circle[:first]]
        names = [named(project) for _, project in (*ring, ring[0])]
        yield Hit(
            place(ring[0][0], "prerequisites"),
            circle=Text(" → ".join(n.ko for n in names), " → ".join(n.en for n in names)),
            count=len(ring),
        )


def circles(waits: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """The circles that a walk along the edges closes, each once; no recursion, chains are long."""
    done: set[str] = set()
    for start in waits:
        path: list[str] = []
        at: dict[str, int] = {}
        ahead = [iter((start,))]
        while ahead:
            step = next(ahead[-1], None)
            if step is None:
                ahead.pop()
                if path:
                    done.add(path[-1])
                    del at[path.pop()]
            elif step in at:
                yield path[at[step] :]
            elif step not in done:
                at[step] = len(path)
                path.append(step)
                ahead.append(iter(waits.get(step, ())))


@comparing_rule("execution-behind", Severity.WARNING, "docs/records.md#money", messages=MESSAGES)
def execution_behind(subject: Subject) -> Iterator[Hit]:
    """Less than half of what a project was sent in a year was spent in it.

    Only sources with both phases count, for absence is not zero; a year that is not over on the
    subject's day is left alone.
    """
    for where, project in beyond_plan(subject.plan):
        for year, (sent, spent) in sorted(_sent_and_spent(project).items()):
            over = subject.day is None or year < subject.day.year
            if over and sent > 0 and spent < sent * LEAST_EXECUTED:
                yield Hit(
                    f"{where}/money",
                    name=named(project),
                    year=str(year),
                    disbursed=amount(sent),
                    executed=amount(spent),
                    rate=percent(spent, sent),
                    least=percent(LEAST_EXECUTED, 1, 0),
                )


def _sent_and_spent(project: Project) -> dict[int, tuple[int, int]]:
    """Disbursed and executed won by year, of the sources that have both."""
    sent: dict[tuple[int, FundingSource], int] = {}
    spent: dict[tuple[int, FundingSource], int] = {}
    for line in project.money:
        if line.phase is _SENT or line.phase is Phase.EXECUTED:
            sums = sent if line.phase is _SENT else spent
            key = line.year, line.source
            sums[key] = sums.get(key, 0) + line.amount
    both: dict[int, tuple[int, int]] = {}
    for key in sent.keys() & spent.keys():
        so_far = both.get(key[0], (0, 0))
        both[key[0]] = so_far[0] + sent[key], so_far[1] + spent[key]
    return both


def placed(plan: Plan) -> Iterator[tuple[str, Project]]:
    """Every project with its place."""
    for section in plan.cities:
        for project in section.projects:
            yield place(section.city.id, "projects", project.id), project


def beyond_plan(plan: Plan) -> Iterator[tuple[str, Project]]:
    """Every project with its place, but for sections whose money is only planned."""
    for section in plan.cities:
        phases = section.ledger.column("phase")
        if phases.count(_PLANNED) < len(phases):
            for project in section.projects:
                yield place(section.city.id, "projects", project.id), project


def _alive(plan: Plan) -> Iterator[tuple[str, Project]]:
    """Projects that are not cancelled: those that are need no gate and start no more."""
    return ((where, own) for where, own in placed(plan) if own.status is not Status.CANCELLED)


def _by_year(lines: list[FundingLine]) -> Text:
    """`2018년 계획 10억원, 2018년 교부 10억원`: what the lines sum to, by year and phase."""
    sums: dict[tuple[int, Phase], int] = {}
    for line in lines:
        key = line.year, line.phase
        sums[key] = sums.get(key, 0) + line.amount
    ladder = list(Phase)
    ordered = sorted(sums, key=lambda key: (key[0], ladder.index(key[1])))
    parts = [
        MESSAGES.both(
            "money-in-year",
            year=str(year),
            phase=lower(label_of(phase)),
            amount=amount(sums[year, phase]),
        )
        for year, phase in ordered
    ]
    return Text(", ".join(part.ko for part in parts), ", ".join(part.en for part in parts))


def lower(label: Label | Text) -> Text:
    """A label as it stands within a sentence."""
    return Text(label.ko, label.en.lower())


def _words(*labels: Label) -> Text:
    return Text(
        ", ".join(label.ko for label in labels), ", ".join(label.en.lower() for label in labels)
    )


def amount(won: int) -> Text:
    """Won as a sentence has them."""
    return in_both(lambda lang: prose_amount(won, lang))


def day_text(day: date) -> Text:
    """A day as a sentence has it."""
    return in_both(lambda lang: date_text(day, lang, weekday=False))
