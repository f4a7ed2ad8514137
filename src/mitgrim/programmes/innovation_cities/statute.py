"""Rules of the Act: what each plan must contain, how a city's plan comes about, what is minor."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final

from mitgrim.checks.engine import Hit, Rule, Subject, comparing_rule, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.checks.words import city, day, joined, some
from mitgrim.law import Bodies, Body, Law, LawError, duties
from mitgrim.plan import (
    NATION,
    CityPlan,
    Dimension,
    Passage,
    Plan,
    Project,
    Scope,
    Stage,
    Status,
    StatutoryItem,
    money,
    numbered,
    place,
    section_name,
    sector_of_action,
)
from mitgrim.programmes.innovation_cities import catalogue
from mitgrim.programmes.innovation_cities.reading import rows
from mitgrim.wording import Catalogue, Text, in_both, percent, prose_amount

MESSAGES: Final = Catalogue.load("mitgrim.programmes.innovation_cities", "messages.toml")
LAW: Final = "mitgrim.programmes.innovation_cities.law"
HEARING: Final = "hearing"
COMMITTEE: Final = "city-committee"
HAND_IN: Final = "hand-in"
ADOPTION: Final = "adoption"
CITIES: Final = 20


def _law() -> Law:
    """The programme's law, read when a rule first asks for it."""
    return Law.load(LAW)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A statutory item that always has to be there, and the sectors whose projects answer it."""

    item: StatutoryItem
    sectors: frozenset[str]


@cache
def _asked(scope: Scope) -> tuple[_Asked, ...]:
    answers = {row["code"]: row for row in rows("statutory_answers.csv")}
    return tuple(
        _Asked(item, frozenset(answers[item.code]["sectors"].split()))
        for item in catalogue.statutory_items()
        if item.scope is scope and answers[item.code]["asked"] == "always"
    )


@rule(
    "statute-incomplete",
    Severity.WARNING,
    "혁신도시법 제5조의2제2항·제3항, 시행령 제3조의2제1항·제2항",
    messages=MESSAGES,
)
def statute_incomplete(plan: Plan) -> Iterator[Hit]:
    """A plan does not yet contain what the Act says it must: N1 to N9b, or C1 to C4c of a city."""
    sectors = sector_of_action(plan.nation)
    names = {sector.id: named(sector) for sector in numbered(plan.nation.sectors)}
    active = {own.city.id: _sectors(own.projects, sectors) for own in plan.cities}
    everywhere = frozenset[str]().union(*active.values())
    national = [*_unanswered(Scope.NATION, plan.nation.passages, everywhere, names)]
    if national:
        where = MESSAGES.both("statute.nation")
        inside = place(NATION, "passages")
        yield Hit(inside, where=where, count=len(national), items=joined(national, "; "))
    for section in plan.cities:
        own = active[section.city.id]
        missing = [*_unanswered(Scope.CITY, section.passages, own, names)]
        if missing:
            where = MESSAGES.both("statute.city", city=city(section))
            inside = place(section.city.id, "passages")
            yield Hit(inside, where=where, count=len(missing), items=joined(missing, "; "))


def _sectors(projects: Sequence[Project], sectors: dict[str, str]) -> frozenset[str]:
    """The sectors in which something is done."""
    active = (own.action for own in projects if own.status is not Status.CANCELLED)
    return frozenset(sectors.get(action, "") for action in active)


def _unanswered(
    scope: Scope, passages: Sequence[Passage], active: frozenset[str], names: dict[str, Text]
) -> Iterator[Text]:
    """The items that neither a passage nor the projects of all their sectors answer."""
    written = {code for passage in passages if passage.text.strip() for code in passage.items}
    for asked in _asked(scope):
        item, missing = asked.item, asked.sectors - active
        if item.code in written or (asked.sectors and not missing):
            continue
        known = [*names, *sorted(missing - names.keys())]
        partly = joined([names.get(id, Text(id, id)) for id in known if id in missing])
        yield MESSAGES.both(
            "statute.item",
            code=item.code,
            title=said(item.title, item.code),
            missing=MESSAGES.both("statute.sectors", sectors=partly)
            if missing and missing != asked.sectors
            else "",
        )


@rule("hearing-missing", Severity.WARNING, "혁신도시법 제5조의2제3항", messages=MESSAGES)
def hearing_missing(plan: Plan) -> Iterator[Hit]:
    """That the districts and the institutions were heard before hand-in is not recorded."""
    yield from _not_before_hand_in(plan, HEARING)


@rule(
    "city-committee-missing",
    Severity.WARNING,
    "혁신도시법 제5조의2제3항, 제31조",
    messages=MESSAGES,
)
def city_committee_missing(plan: Plan) -> Iterator[Hit]:
    """That the city's committee reviewed the plan before hand-in is not recorded."""
    yield from _not_before_hand_in(plan, COMMITTEE)


def _not_before_hand_in(plan: Plan, stage: str) -> Iterator[Hit]:
    """One finding for the cities that say nothing, one for those where it came too late.

    A city's own stages count, or the nation's where it has none: those are done for every city.
    """
    silent: list[tuple[str, Text]] = []
    late: list[tuple[str, Text]] = []
    for section in plan.cities:
        own = [own.done for own in section.stages if own.id.startswith(stage)]
        days = own or [own.done for own in plan.nation.stages if own.id == stage]
        done = [own for own in days if own is not None]
        handed = _handed_in(plan, section)
        if not done or len(done) < len(days):
            silent.append((section.city.id, city(section)))
        elif handed and max(done) > handed:
            words = {"city": city(section), "done": day(max(done)), "handed": day(handed)}
            late.append((section.city.id, MESSAGES.both("stage.late-city", **words)))
    for found, what in ((silent, "stage.not-recorded"), (late, "stage.too-late")):
        if found:
            single = place(found[0][0], "stages") if len(found) == 1 else place(NATION, "stages")
            names = some([name for _, name in found], most=CITIES)
            yield Hit(single, cities=names, count=len(found), what=MESSAGES.both(what))


def _handed_in(plan: Plan, section: CityPlan) -> date | None:
    """The day a city handed its plan in, or had to."""
    stages: list[Stage] = [*section.stages, *plan.nation.stages]
    own = [stage for stage in stages if stage.id == HAND_IN]
    return next((stage.done or stage.ends for stage in own if stage.done or stage.ends), None)


@comparing_rule(
    "change-not-minor",
    Severity.WARNING,
    "혁신도시법 시행령 제3조의2제3항",
    messages=MESSAGES,
)
def change_not_minor(subject: Subject) -> Iterator[Hit]:
    """The total, or the money of a city, changes by more than a minor change may."""
    change = _change(subject)
    if change and change.excess:
        yield Hit("", **change.words, reason=joined(change.excess, "; "))


@comparing_rule("change-minor", Severity.NOTE, "혁신도시법 시행령 제3조의2제3항", messages=MESSAGES)
def change_minor(subject: Subject) -> Iterator[Hit]:
    """The plan differs from the earlier one, but total and cities stay within a minor change."""
    change = _change(subject)
    if change and not change.excess:
        yield Hit("", **change.words, largest=change.largest, limit=change.limit)


@dataclass(frozen=True, slots=True)
class _Change:
    """What changed since the earlier plan: in words, and what exceeds the limits."""

    words: dict[str, str | int | Text]
    largest: Text
    limit: str
    excess: tuple[Text, ...]


def _change(subject: Subject) -> _Change | None:
    """The change since the earlier plan; None without one, or where it says the same."""
    plan, earlier = subject.plan, subject.earlier
    if earlier is None or earlier == plan:
        return None
    limits = _limits(subject.day or _adopted(earlier))
    if limits is None:
        return None
    of_total, of_city = limits
    before, after = _by_city(earlier), _by_city(plan)
    names = {own.city.id: city(own) for own in (*earlier.cities, *plan.cities)}
    ids = [*dict.fromkeys((*plan.nation.cities, *after, *before))]
    changes = {id: _Amounts(before.get(id, 0), after.get(id, 0)) for id in ids}
    total = _Amounts(sum(before.values()), sum(after.values()))
    over = [id for id, own in changes.items() if own.share > of_city]
    shown = {id: changes[id].said(names.get(id, Text(id, id))) for id in ids}
    excess = []
    if total.share > of_total:
        excess.append(MESSAGES.both("change.total", limit=_percent(of_total)))
    if over:
        cities = joined([shown[id] for id in over])
        excess.append(MESSAGES.both("change.cities", limit=_percent(of_city), cities=cities))
    largest = max(ids, key=lambda id: changes[id].share, default="")
    words: dict[str, str | int | Text] = {
        "before": _won(total.before),
        "after": _won(total.after),
        "total": total.percent,
    }
    most = shown.get(largest, Text("—", "—"))
    return _Change(words, most, _percent(min(limits)), tuple(excess))


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Won before and after."""

    before: int
    after: int

    @property
    def share(self) -> Fraction:
        """How much changed, as a share of what was there; from nothing to something is all."""
        if not self.before:
            return Fraction(bool(self.after))
        return Fraction(abs(self.after - self.before), self.before)

    @property
    def percent(self) -> str:
        if not self.before:
            return "—"
        sign = "+" if self.after > self.before else ""
        return sign + percent(self.after - self.before, self.before)

    def said(self, name: Text) -> Text:
        id = "change.city" if self.before else "change.city-new"
        amounts = {"before": _won(self.before), "after": _won(self.after)}
        return MESSAGES.both(id, city=name, percent=self.percent, **amounts)


def _limits(on: date | None) -> tuple[Fraction, Fraction] | None:
    """The highest shares of total and city in a minor change; None where no rule was in force."""
    parameters = _law().parameters
    try:
        return (
            parameters.at("minor-change.total", on or date.max).share,
            parameters.at("minor-change.city", on or date.max).share,
        )
    except LawError:
        return None


def _by_city(plan: Plan) -> dict[str, int]:
    """Planned won by city, joint projects by their shares."""
    return {str(id): won for (id,), won in money(plan, Dimension.CITY).items()}


def _won(amount: int) -> Text:
    return in_both(lambda lang: prose_amount(amount, lang))


def _percent(share: Fraction) -> str:
    return percent(share, 1, 0)


def _adopted(plan: Plan) -> date | None:
    """The day a plan was adopted, or is to be."""
    stages = (own for own in plan.nation.stages if own.id == ADOPTION)
    return next((own.done or own.ends for own in stages), None)


@comparing_rule("body-not-valid", Severity.WARNING, "혁신도시법 제5조의2제5항", messages=MESSAGES)
def body_not_valid(subject: Subject) -> Iterator[Hit]:
    """A body is called by a name that it no longer has, or did not yet have, on the day meant."""
    yield from misnamed(subject, _law().bodies)


def misnamed(subject: Subject, bodies: Bodies) -> Iterator[Hit]:
    """Bodies called by a name of another time; several texts with the same slip are one finding."""
    renamed = _renamed(bodies)
    found: dict[tuple[Body, date], list[_Naming]] = defaultdict(list)
    for naming in _namings(subject):
        for body in renamed:
            if not _holds(body, naming.day) and _names(naming.text, body.name.ko):
                found[body, naming.day].append(naming)
    for (body, on), namings in found.items():
        yield Hit(
            namings[0].place,
            body=body.name,
            day=day(on),
            now=_name_on(bodies, body, on),
            places=some([own.name for own in namings]),
        )


@dataclass(frozen=True, slots=True)
class _Naming:
    """A text in which a body may be named, and the day for which the name must be right."""

    place: str
    name: Text
    text: str
    day: date


def _namings(subject: Subject) -> Iterator[_Naming]:
    """The texts in which a plan names who acts, leads, takes part or pays."""
    plan, last = subject.plan, subject.plan.nation.period.last
    start = _adopted(plan) or date(plan.nation.period.first, 1, 1)
    for section in plan.sections:
        for stage in section.stages:
            where = place(section_name(section), "stages", stage.id)
            text = f"{stage.name.ko}\n{stage.who.ko}"
            on = stage.done or stage.ends or stage.starts or _meant(start, subject.day, last)
            yield _Naming(where, named(stage), text, on)
    for line in plan.nation.programme_lines:
        where = place(NATION, "programme_lines", line.id, "ministry")
        yield _Naming(where, named(line), line.ministry, _meant(start, subject.day, last))
    for own in plan.cities:
        for project in own.projects:
            ends = project.period.last if project.period else last
            where = place(own.city.id, "projects", project.id)
            text = "\n".join((project.lead, *project.partners))
            yield _Naming(where, named(project), text, _meant(start, subject.day, ends))


def _meant(start: date, today: date | None, last: int) -> date:
    """The day for which an undated text must be right: today, but no later than it runs."""
    end = date(min(max(last, start.year), date.max.year), 12, 31)
    return max(start, min(today or start, end))


def _renamed(bodies: Bodies) -> list[Body]:
    """The names that came to an end or took another's place."""
    first = {id: bodies.history(id)[0] for id in bodies.ids}
    return [own for own in bodies if own.name.ko and (own.valid_to or own is not first[own.id])]


def _holds(body: Body, on: date) -> bool:
    """Whether a name may be used on a day; of the first one known, the real start is earlier."""
    return (body.valid_to is None or on <= body.valid_to) and body.valid_from <= on


def _names(text: str, name: str) -> bool:
    """Whether a text has a name that is not the end of a longer one."""
    return name in text and re.search(f"(?<![가-힣]){re.escape(name)}", text) is not None


def _name_on(bodies: Bodies, body: Body, on: date) -> Text:
    held = [own for own in bodies.history(body.id) if own.name.ko and _holds(own, on)]
    return held[0].name if held else MESSAGES.both("body.gone")


@comparing_rule("deadline-passed", Severity.NOTE, "혁신도시법 제29조의3제3항", messages=MESSAGES)
def deadline_passed(subject: Subject) -> Iterator[Hit]:
    """Yearly deadlines have passed this year; whether they were kept, a plan does not record."""
    today, period = subject.day, subject.plan.nation.period
    # The results of the last year fall due in the year after it.
    if today is None or not period.first <= today.year <= period.last + 1:
        return
    law = _law()
    passed = [own for own in duties(law.clocks, today.year) if own.due and own.due < today]
    if passed:
        yield Hit(
            place(NATION, "stages"),
            day=day(today),
            year=str(today.year),
            count=len(passed),
            duties=joined(
                [
                    MESSAGES.both(
                        "deadline.duty",
                        due=day(own.due),
                        name=own.clock.name,
                        who=_who(law.bodies, own.clock.who, today),
                        whom=_who(law.bodies, own.clock.whom, today),
                        article=own.clock.article,
                    )
                    for own in passed
                ],
                "; ",
            ),
        )


def _who(bodies: Bodies, ids: Sequence[str], on: date) -> Text:
    """What bodies are called on a day."""
    names = []
    for id in ids:
        held = [own.name for own in bodies.history(id) if _holds(own, on)]
        names.append(held[0] if held else Text(id, id))
    return joined(names)


STATUTE_RULES: Final[tuple[Rule, ...]] = tuple(
    own for own in tuple(globals().values()) if isinstance(own, Rule)
)
