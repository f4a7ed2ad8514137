"""What a draft's references may lead to: the names of sectors, actions, projects and the rest."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from mitgrim.codec import Known
from mitgrim.plan import CityPlan, Label, Plan, Project, numbered, section_numbers
from mitgrim.web.pages.words import said
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import Manifest, context_of, plan_of

Group = tuple[Label, tuple[tuple[str, Label], ...]]
KEPT: Final = 16


def known_of(branch: Branch, collection: str) -> Known:
    """What everything in a collection is called, by its id, in the plan around a draft."""
    return _known(context_of(branch), collection)


def groups_of(branch: Branch, collection: str) -> tuple[Group, ...]:
    """What to choose from in a draft, in groups with a heading or one without."""
    return _groups(context_of(branch), branch.name, collection)


@lru_cache(maxsize=KEPT * 12)
def _known(sections: Manifest, collection: str) -> Known:
    plan = plan_of(sections)
    return {id: label for city in (None, *plan.cities) for id, label in _of(plan, city, collection)}


@lru_cache(maxsize=KEPT * 12)
def _groups(sections: Manifest, name: str, collection: str) -> tuple[Group, ...]:
    plan = plan_of(sections)
    own = plan.section(name)
    if collection == "actions":
        return tuple(_actions_by_sector(plan))
    if collection == "upper_plan_items":
        plans = plan.nation.upper_plans
        return tuple(
            (upper.name, tuple((item.id, item.title) for item in upper.items))
            for upper in plans
            if upper.items
        )
    offered = {**dict(_of(plan, None, collection)), **dict(_of(plan, own, collection))}
    return ((Label(), tuple(offered.items())),) if offered else ()


def _of(plan: Plan, city: CityPlan | None, collection: str) -> Iterable[tuple[str, Label]]:
    """The ids and names of a collection: the nation's, or what a city adds to them."""
    if city is None:
        return _NATIONAL[collection](plan) if collection in _NATIONAL else ()
    return _OF_A_CITY[collection](plan, city) if collection in _OF_A_CITY else ()


def _named(records: Iterable[Any], attribute: str = "name", id: str = "id") -> Any:
    return [
        (getattr(own, id), _called(getattr(own, attribute), getattr(own, id))) for own in records
    ]


def _called(label: Label, id: str) -> Label:
    return Label(ko=label.ko or label.en or id, en=label.en or label.ko or id)


def _actions(plan: Plan) -> Iterable[tuple[str, Label]]:
    return [pair for _, group in _actions_by_sector(plan) for pair in group]


def _actions_by_sector(plan: Plan) -> Iterable[Group]:
    untitled = said("drafting.action.untitled")
    for sector in numbered(plan.nation.sectors):
        own = numbered(each for each in plan.nation.actions if each.sector == sector.id)
        titles = [
            Label(ko=each.title.ko or untitled.ko, en=each.title.en or each.title.ko or untitled.en)
            for each in own
        ]
        yield (
            _after(f"{sector.number}.", sector.name),
            tuple(
                (each.id, _after(f"{sector.number}-{each.number}", title))
                for each, title in zip(own, titles, strict=True)
            ),
        )


def _after(number: str, name: Label) -> Label:
    return Label(ko=f"{number} {name.ko}", en=f"{number} {name.en or name.ko}")


def _cities(plan: Plan) -> Iterable[tuple[str, Label]]:
    held = {own.city.id: own.city for own in plan.cities}
    for id in plan.nation.cities:
        city = held.get(id)
        yield id, _called(city.short or city.name, id) if city else Label(ko=id, en=id)


def _areas(plan: Plan, city: CityPlan) -> Iterable[tuple[str, Label]]:
    yield from ((own.code, _called(own.name, own.code)) for own in city.city.hosts)
    whole = city.city.short or city.city.name
    words = said("drafting.area.whole", city=whole.ko or city.city.id)
    yield city.city.id, Label(ko=words.ko, en=words.en)


def _projects(plan: Plan, city: CityPlan) -> Iterable[tuple[str, Label]]:
    projects: dict[str, Project] = {own.id: own for own in city.projects}
    for id, number in section_numbers(plan.nation, city).items():
        name = projects[id].name
        yield id, Label(ko=f"{number.ko} {name.ko}", en=f"{number.en} {name.en or name.ko}")


_NATIONAL: Final[Mapping[str, Callable[[Plan], Iterable[tuple[str, Label]]]]] = {
    "actions": _actions,
    "cities": _cities,
    "gate_kinds": lambda plan: _named(plan.nation.gate_kinds),
    "indicators": lambda plan: _named(plan.nation.indicators),
    "programme_lines": lambda plan: _named(plan.nation.programme_lines),
    "sectors": lambda plan: _named(numbered(plan.nation.sectors)),
    "sources": lambda plan: _named(plan.nation.sources, "title"),
    "statutory_items": lambda plan: [
        (own.code, _after(own.code, own.title)) for own in plan.nation.statutory_items
    ],
    "strategies": lambda plan: _named(numbered(plan.nation.strategies)),
    "upper_plan_items": lambda plan: [
        pair for upper in plan.nation.upper_plans for pair in _named(upper.items, "title")
    ],
    "upper_plans": lambda plan: _named(plan.nation.upper_plans),
}
_OF_A_CITY: Final[Mapping[str, Callable[[Plan, CityPlan], Iterable[tuple[str, Label]]]]] = {
    "areas": _areas,
    "indicators": lambda plan, city: _named(city.indicators),
    "projects": _projects,
}
