"""Rules about links to other plans: whether what a project relies on still holds."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mitgrim.checks.engine import Hit, Subject, comparing_rule, rule
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.checks.words import MESSAGES, city, day, part, some
from mitgrim.plan import (
    NATION,
    Action,
    CityPlan,
    Passage,
    Period,
    Plan,
    PlanLink,
    Project,
    Sector,
    Strategy,
    UpperPlan,
    UpperPlanItem,
    key_text,
    place,
)
from mitgrim.wording import Text

CITIES: Final = 20


@dataclass(frozen=True, slots=True)
class _Use:
    """A link with the project that has it."""

    section: CityPlan
    project: Project
    link: PlanLink

    @property
    def place(self) -> str:
        city = self.section.city.id
        return place(city, "projects", self.project.id, "links", key_text(self.link))


def _uses(plan: Plan) -> dict[str, list[_Use]]:
    """Every link by the plan that it relies on."""
    found: dict[str, list[_Use]] = defaultdict(list)
    for section in plan.cities:
        for project in section.projects:
            for link in project.links:
                found[link.upper_plan].append(_Use(section, project, link))
    return found


def _validity(upper: UpperPlan) -> Period | None:
    """The years of an upper plan, if they are known and in order."""
    if not upper.valid_from or not upper.valid_to or upper.valid_to < upper.valid_from:
        return None
    return Period(first=upper.valid_from, last=upper.valid_to)


@rule("link-out-of-date", Severity.WARNING, "docs/records.md#projects", messages=MESSAGES)
def link_out_of_date(plan: Plan) -> Iterator[Hit]:
    """Projects rely on a plan that holds in none of their years, or ends before they do."""
    uses = _uses(plan)
    for upper in plan.nation.upper_plans:
        valid = _validity(upper)
        if valid is None:
            continue
        never, ends = [], []
        for own in uses[upper.id]:
            if _last(own) and not _overlap(own.project.period, valid):
                never.append(own)
            elif _last(own) > valid.last:
                ends.append(own)
        for found, what in ((never, "link.never-valid"), (ends, "link.ends-before")):
            if found:
                yield Hit(
                    _together(found, place(NATION, "upper_plans", upper.id)),
                    name=named(upper),
                    valid=str(valid),
                    what=part(what, last=str(valid.last)),
                    projects=_projects(found),
                    cities=_cities(found),
                    count=len({own.project.id for own in found}),
                )


def _overlap(own: Period | None, valid: Period) -> bool:
    return own is not None and own.first <= valid.last and valid.first <= own.last


def _last(own: _Use) -> int:
    """The last year of the project, or 0 where that is not known."""
    period = own.project.period
    return period.last if period and period.years else 0


def _together(found: Sequence[_Use], otherwise: str) -> str:
    """The place of a single link, or of what many links share."""
    return found[0].place if len(found) == 1 else otherwise


def _projects(found: Sequence[_Use]) -> Text:
    return some(
        [named(project) for project in {own.project.id: own.project for own in found}.values()]
    )


def _cities(found: Sequence[_Use]) -> Text:
    """How many projects there are in each city."""
    names = {own.section.city.id: city(own.section) for own in found}
    projects = {own.project.id: own.section.city.id for own in found}
    counts = Counter(projects.values())
    shown = [part("link.in-city", city=names[id], count=counts[id]) for id in names]
    return some(shown, most=CITIES)


@rule("link-item-of-another-plan", Severity.ERROR, "docs/records.md#projects", messages=MESSAGES)
def link_item_of_another_plan(plan: Plan) -> Iterator[Hit]:
    """A link names one plan and an item of another."""
    holders: dict[str, list[UpperPlan]] = defaultdict(list)
    for upper in plan.nation.upper_plans:
        for item in upper.items:
            holders[item.id].append(upper)
    names = {upper.id: named(upper) for upper in plan.nation.upper_plans}
    for id, uses in _uses(plan).items():
        for own in uses:
            known = holders.get(own.link.item, [])
            if known and id in names and all(upper.id != id for upper in known):
                yield Hit(
                    own.place,
                    name=named(own.project),
                    upper=names[id],
                    item=own.link.item,
                    other=some([named(upper) for upper in known]),
                )


@comparing_rule("link-to-reopen", Severity.WARNING, "docs/records.md#projects", messages=MESSAGES)
def link_to_reopen(subject: Subject) -> Iterator[Hit]:
    """A plan that projects rely on has changed since: the link has to be looked at again."""
    uses = _uses(subject.plan)
    others = {other.nation.id: other for other in subject.others}
    for upper in subject.plan.nation.upper_plans:
        linked = uses[upper.id]
        if upper.changed:
            stale = [own for own in linked if not _confirmed_since(own.link, upper)]
            what = part("link.changed", day=day(upper.changed))
            yield from _reopened(upper, stale, what)
        if other := others.get(upper.id):
            period = other.nation.period
            past = [
                own for own in linked if _last(own) and not _overlap(own.project.period, period)
            ]
            yield from _reopened(upper, past, part("link.period", period=str(period)))
            known = _content(other)
            for item in upper.items:
                gone = [own for own in linked if own.link.item == item.id]
                if gone and not _contains(known, item):
                    yield from _reopened(upper, gone, part("link.item-gone", item=named(item)))


def _confirmed_since(link: PlanLink, upper: UpperPlan) -> bool:
    confirmed, changed = link.confirmed, upper.changed
    return confirmed is not None and (changed is None or confirmed >= changed)


def _reopened(upper: UpperPlan, found: Sequence[_Use], what: Text) -> Iterator[Hit]:
    """One finding for each city, whose planners have to look again."""
    by_city: dict[str, list[_Use]] = defaultdict(list)
    for own in found:
        by_city[own.section.city.id].append(own)
    for id, own_uses in by_city.items():
        yield Hit(
            _together(own_uses, place(id, "projects")),
            name=named(upper),
            city=city(own_uses[0].section),
            what=what,
            projects=_projects(own_uses),
            count=len({own.project.id for own in own_uses}),
        )


@dataclass(frozen=True, slots=True)
class _Content:
    """What another plan has, by which an item of it may be known."""

    ids: frozenset[str]
    words: str


def _content(plan: Plan) -> _Content:
    nation = plan.nation
    passages = [passage for section in plan.sections for passage in section.passages]
    parts: list[Action | Sector | Strategy | Project | Passage] = [
        *nation.actions, *nation.sectors, *nation.strategies, *plan.projects(), *passages
    ]  # fmt: skip
    codes = {code for passage in passages for code in passage.items}
    return _Content(
        frozenset({own.id for own in parts} | codes),
        "\n".join([*(own.text for own in passages), *(named(own).ko for own in parts)]),
    )


def _contains(known: _Content, item: UpperPlanItem) -> bool:
    return item.id in known.ids or (bool(item.title.ko) and item.title.ko in known.words)


@rule("upper-plan-unlinked", Severity.NOTE, "docs/records.md#projects", messages=MESSAGES)
def upper_plan_unlinked(plan: Plan) -> Iterator[Hit]:
    """Other plans are listed that no project links to."""
    uses = _uses(plan)
    unlinked = [upper for upper in plan.nation.upper_plans if not uses[upper.id]]
    if unlinked:
        inside = place(NATION, "upper_plans")
        where = place(inside, unlinked[0].id) if len(unlinked) == 1 else inside
        yield Hit(where, names=some([named(upper) for upper in unlinked]), count=len(unlinked))
