"""An answer as its pages show it: in words, in tables, in drawings beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString

from mitgrim.documents.charts import Item, Series, Spot, bars, curve, stacked_columns
from mitgrim.documents.drawing import Caption
from mitgrim.documents.outline import (
    Body,
    Cell,
    Column,
    ColumnKind,
    Figure,
    Row,
    Table,
)
from mitgrim.funding.words import city_text, share_text, variant_text
from mitgrim.plan import FundingSource, Plan, Project, label_of, numbered
from mitgrim.web.funding.queries import Told, is_answered
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.publish.drawn import Drawn
from mitgrim.wording import MILLION, Text, prose_amount, table_amount, table_note

NOTHING: Final = "–"
SCALE: Final = 1_000_000  # shares as whole numbers, for bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A project in a list: what it is called, and what is said of it."""

    id: str
    name: str
    scale: str = ""
    start: int = 0
    won: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCity:
    """The projects of one city."""

    city: str
    lines: tuple[Line, ...]

    @property
    def won(self) -> int:
        """What they take together."""
        return sum(own.won for own in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """A limit of which nearly all is taken."""

    name: str
    used: int
    budget: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows of an answer."""

    status: str
    value: str
    bound: str
    gap: str
    verdict: str
    count: int
    out_of: int
    total: int
    chosen: tuple[OfCity, ...]
    unchosen: tuple[OfCity, ...]
    full: tuple[Full, ...]
    prices: tuple[str, ...]
    conflict: tuple[tuple[str, str], ...]
    money: SafeString
    cities: SafeString


def shown(plan: Plan, told: Told) -> Shown:
    """An answer in the language of the page."""
    infeasible = told["status"] == "infeasible"
    return Shown(
        status=told["status"],
        value=share(told["value"]),
        bound=share(told["bound"]),
        gap=share(told["gap"]),
        verdict=verdict(told),
        count=len(told["projects"]),
        out_of=told.get("options", 0),
        total=sum(told.get("cost", {}).values()),
        chosen=_chosen(plan, told),
        unchosen=_unchosen(plan, told),
        full=tuple(
            Full(name=in_words(own["name"]), used=own["used"], budget=own["budget"])
            for own in told.get("full", ())
        ),
        prices=tuple(
            say("funding.price", limit=in_words(own["name"]), points=own["points"])
            for own in told.get("prices", ())
        ),
        conflict=tuple(sentences(told.get("conflict", ()))),
        money=SafeString("") if infeasible else money_figure(plan, told),
        cities=SafeString("") if infeasible else cities_figure(plan, told),
    )


def verdict(told: Told) -> str:
    """How good an answer is, in a sentence."""
    if told["status"] == "infeasible":
        return say("funding.verdict.infeasible")
    if told["status"] == "optimal":
        return say("funding.verdict.optimal", value=share(told["value"]))
    missing = max(told["bound"] - told["value"], 0.0)
    return say(
        "funding.verdict.feasible",
        value=share(told["value"]),
        bound=share(told["bound"]),
        points=f"{100 * missing:.2f}",
    )


def share(number: float | None) -> str:
    """A share of one as a percentage; a dash for what is not known."""
    return NOTHING if number is None else share_text(number)


def in_words(both: Mapping[str, str]) -> str:
    """What an answer keeps in both languages, in that of the page."""
    return Text(both["ko"], both["en"]).in_(current())


def sentences(said: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    """The kind and the words of each sentence."""
    return ((own["kind"], in_words(own)) for own in said)


def project_name(project: Project) -> str:
    """What a project is called; its id where it has no name."""
    return named(project.name, project.id)


def city_name(plan: Plan, id: str) -> str:
    """What a city is called."""
    return city_text(plan, id).in_(current()) if id else say("funding.nation")


def option_text(project: Project, option: Mapping[str, Any]) -> str:
    """The scale and the start that a project takes."""
    scale = variant_text(project, option["variant"]).in_(current())
    return say("funding.option", scale=scale, year=str(option["start"]))


def by_city(plan: Plan, lines: Iterable[tuple[Project, Line]]) -> tuple[OfCity, ...]:
    """Lines under the cities of their projects, in the plan's order."""
    found: dict[str, list[Line]] = {}
    for project, line in lines:
        found.setdefault(project.city, []).append(line)
    return tuple(
        OfCity(city=city_name(plan, city), lines=tuple(own)) for city, own in found.items()
    )


def _chosen(plan: Plan, told: Told) -> tuple[OfCity, ...]:
    options = {own["id"]: own for own in told["projects"]}
    costs = told.get("cost", {})
    return by_city(
        plan,
        (
            (
                project,
                Line(
                    id=project.id,
                    name=project_name(project),
                    scale=variant_text(project, options[project.id]["variant"]).in_(current()),
                    start=options[project.id]["start"],
                    won=costs.get(project.id, 0),
                ),
            )
            for project in plan.projects()
            if project.id in options
        ),
    )


def _unchosen(plan: Plan, told: Told) -> tuple[OfCity, ...]:
    reasons = {own["id"]: own["reason"] for own in told.get("not_chosen", told["left_out"])}
    return by_city(
        plan,
        (
            (
                project,
                Line(
                    id=project.id,
                    name=project_name(project),
                    reason=in_words(reasons[project.id]),
                ),
            )
            for project in plan.projects()
            if project.id in reasons
        ),
    )


def money_figure(plan: Plan, told: Told) -> SafeString:
    """Money by year and class of source as columns; every source in the table beside it."""
    years = [str(year) for year in plan.nation.period.years]
    money: Mapping[str, Mapping[str, int]] = told["money"]
    series = [
        Series(
            name=name,
            values=(values := tuple(sum(money[year][own] for own in of) for year in years)),
            texts=tuple(_millions(own) for own in values),
        )
        for name, of in _classes(plan)
    ]
    totals = [sum(money[year].values()) for year in years]
    title = say("funding.chart.money")
    every = [won for by_source in money.values() for won in by_source.values()]
    described = say(
        "funding.chart.money-said",
        years=", ".join(
            f"{year} {prose_amount(won, current())}"
            for year, won in zip(years, totals, strict=True)
        ),
    )
    figure = Figure(
        id="money",
        svg=stacked_columns(
            Caption(id="money", title=title, description=described),
            years,
            series,
            [_millions(own) for own in totals],
        ),
        title=title,
        description=described,
        unit=table_note(every, MILLION, current()),
        table=_money_table(years, money, totals),
    )
    return Drawn().blocks([figure])


def _classes(plan: Plan) -> list[tuple[str, list[str]]]:
    """The plan's classes of sources, and sources of none by themselves."""
    classes = [
        (named(own.name, own.id), [source.value for source in own.sources])
        for own in numbered(plan.nation.source_classes)
    ]
    known = {source for _, sources in classes for source in sources}
    return classes + [
        (named(label_of(own)), [own.value]) for own in FundingSource if own.value not in known
    ]


def _money_table(
    years: Sequence[str], money: Mapping[str, Mapping[str, int]], totals: Sequence[int]
) -> Table:
    sources = [own for own in FundingSource if any(by[own.value] for by in money.values())]
    won = {own: [money[year][own.value] for year in years] for own in sources}
    return table(
        "money-table",
        say("funding.chart.money-table"),
        [say("funding.column.source"), *years, say("funding.column.total")],
        [[named(label_of(own)), *_all_millions([*won[own], sum(won[own])])] for own in sources],
        total=[say("funding.column.total"), *_all_millions([*totals, sum(totals)])],
        unit=table_note([*totals], MILLION, current()),
    )


def cities_figure(plan: Plan, told: Told) -> SafeString:
    """What part of its targets each city attains, as bars; projects and money in the table."""
    attained: Mapping[str, float] = told["cities"]
    names = [own.city.id for own in plan.cities if own.city.id in attained]
    if not names:
        return SafeString("")
    costs: Mapping[str, int] = told["cost"]
    of = {own.id: own.city for own in plan.projects()}
    title = say("funding.chart.cities")
    rows = []
    for city in names:
        own = [id for id in costs if of.get(id) == city]
        won = sum(costs[id] for id in own)
        rows.append([city_name(plan, city), share(attained[city]), str(len(own)), _millions(won)])
    items = [
        Item(
            name=city_name(plan, city),
            value=round(attained[city] * SCALE),
            text=share(attained[city]),
        )
        for city in names
    ]
    described = ", ".join(f"{own.name} {own.text}" for own in items)
    heads = [say(f"funding.column.{own}") for own in ("city", "attained", "projects", "amount")]
    figure = Figure(
        id="cities",
        svg=bars(Caption(id="cities", title=title, description=described), items),
        title=title,
        description=described,
        table=table(
            "cities-table",
            say("funding.chart.cities-table"),
            heads,
            rows,
            unit=table_note(costs.values(), MILLION, current()),
        ),
    )
    return Drawn().blocks([figure])


def frontier_figure(plan: Plan, told: Told) -> SafeString:
    """What fairness costs: the worst-off city against the total."""
    points = told["frontier"]
    title = say("funding.chart.frontier")
    rows = [
        [
            str(at),
            share(own["value"]),
            share(own["worst"]),
            city_name(plan, min(own["cities"], key=lambda city: own["cities"][city])),
            str(len(own["projects"])),
        ]
        for at, own in enumerate(points, start=1)
    ]
    described = say(
        "funding.chart.frontier-said",
        most=share(points[0]["value"]),
        its=share(points[0]["worst"]),
        fairest=share(points[-1]["worst"]),
        least=share(points[-1]["value"]),
    )
    spots = [
        Spot(x=own["worst"], y=own["value"], name=share(own["worst"]), text=share(own["value"]))
        for own in points
    ]
    heads = (say("funding.column.total-attained"), say("funding.column.worst"))
    columns = ("answer", "total-attained", "worst", "worst-city", "projects")
    figure = Figure(
        id="frontier",
        svg=curve(Caption(id="frontier", title=title, description=described), heads, spots),
        title=title,
        description=described,
        table=table(
            "frontier-table",
            say("funding.chart.frontier-table"),
            [say(f"funding.column.{own}") for own in columns],
            rows,
        ),
    )
    return Drawn().blocks([figure])


def sensitivity_figure(told: Told, chosen: int) -> SafeString:
    """Attainment against a source's budget, with the chosen step marked."""
    steps = [own for own in told["steps"] if is_answered(own)]
    if not steps:
        return SafeString("")
    source = named(label_of(FundingSource(told["source"])))
    title = say("funding.chart.sensitivity", source=source)
    spots = [
        Spot(
            x=own["percent"],
            y=own["value"],
            name=change_text(own["percent"]),
            text=share(own["value"]),
        )
        for own in steps
    ]
    marked = [at for at, own in enumerate(steps) if own["percent"] == chosen]
    described = say(
        "funding.chart.sensitivity-said",
        least=spots[0].name, low=spots[0].text, most=spots[-1].name, high=spots[-1].text,
    )  # fmt: skip
    rows = [
        [
            change_text(own["percent"]),
            _millions(own["budget"]),
            share(own["value"]),
            share(own["gap"]),
            str(len(own["projects"])),
        ]
        for own in steps
    ]
    columns = ("budget-change", "budget", "attained", "gap", "projects")
    figure = Figure(
        id="sensitivity",
        svg=curve(
            Caption(id="sensitivity", title=title, description=described),
            (say("funding.column.total-attained"), say("funding.column.budget-of", source=source)),
            spots,
            marked[0] if marked else None,
        ),
        title=title,
        description=described,
        table=table(
            "sensitivity-table",
            say("funding.chart.sensitivity-table"),
            [say(f"funding.column.{own}") for own in columns],
            rows,
            unit=table_note([own["budget"] for own in steps], MILLION, current()),
        ),
    )
    return Drawn().blocks([figure])


def change_text(percent: int) -> str:
    """A budget as a change: `−10%`, `그대로`, `+5%`."""
    if percent == 100:  # noqa: PLR2004  # per cent
        return say("funding.as-it-is")
    return f"{percent - 100:+d}%".replace("-", "−")


def table(
    id: str,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    total: Sequence[str] = (),
    unit: str = "",
) -> Table:
    """A table of a name and figures."""
    columns = [
        Column(head=own, kind=ColumnKind.NUMBER if at else ColumnKind.TEXT)
        for at, own in enumerate(heads)
    ]
    made = [Row(cells=tuple(Cell(text=cell) for cell in own)) for own in rows]
    return Table(
        id=id,
        caption=caption,
        columns=tuple(columns),
        bodies=(Body(rows=tuple(made)),),
        totals=(Row(cells=tuple(Cell(text=cell) for cell in total)),) if total else (),
        unit=unit,
    )


def _millions(won: int) -> str:
    return table_amount(won, MILLION, current()) if won else NOTHING


def _all_millions(won: Iterable[int]) -> list[str]:
    return [_millions(own) for own in won]
