"""The plan as published: overview, cities, sectors, actions, indicators, procedure, sources."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse

from mitgrim.documents import marks
from mitgrim.documents.chapters import overview as overview_tables
from mitgrim.documents.chapters.procedure import standing
from mitgrim.documents.chapters.vision import key_figures
from mitgrim.documents.numbers import city_name
from mitgrim.documents.outline import StepState
from mitgrim.plan import Action, ProvenanceKind, Scope, Sector, Stage, numbered
from mitgrim.web.pages.words import say
from mitgrim.web.publish.changes import counted
from mitgrim.web.publish.drawn import Drawn
from mitgrim.web.publish.http import public
from mitgrim.web.publish.pictures import picture
from mitgrim.web.publish.queries import Wanted
from mitgrim.web.publish.reading import Reading
from mitgrim.web.publish.traced import Traced
from mitgrim.web.publish.views.page import mark_of, origin_of, origins_of, page
from mitgrim.web.publish.views.rows import table_of

PURPOSE: Final = "purpose"
CITY_PICTURES: Final = ("map", "years", "sectors", "indicators", "effects", "gates", "themes")


@public
def overview(request: HttpRequest, reading: Reading) -> HttpResponse:
    """The plan at a glance."""
    return overview_page(request, reading)


def overview_page(request: HttpRequest, reading: Reading) -> HttpResponse:
    """The overview of any reading, a preview too."""
    words, nation = reading.words, reading.nation
    purpose = next((own for own in nation.passages if own.id == PURPOSE), None)
    before = reading.before
    return page(
        request,
        reading,
        "publish/overview.html",
        title=words.name(nation.name, nation.id),
        description=purpose.text if purpose else "",
        purpose=purpose,
        purpose_text=Traced(reading).text(purpose.text) if purpose else "",
        purpose_origin=origin_of(reading, purpose) if purpose else None,
        keys=Drawn(reading.href).blocks([key_figures(reading.material)]),
        standing=standing(reading.material),
        stages=stages(reading),
        stage_origins=origins_of(reading, nation.stages),
        theme_origins=origins_of(
            reading, [theme for own in reading.plan.cities if (theme := own.theme())], "text"
        ),
        indicator_origins=origins_of(reading, nation.indicators),
        money=counted_origins(reading),
        has_examples=has_examples(reading),
        map=picture(reading, "map"),
        sectors=picture(reading, "sectors"),
        years=picture(reading, "years"),
        tracks=picture(reading, "tracks"),
        changed=counted(before, reading.publication).summary if before else None,
    )


def stages(reading: Reading) -> list[dict[str, Any]]:
    """The stages of the procedure and how far each has come; no day is made up."""
    found = numbered(reading.nation.stages)
    last = max((place for place, own in enumerate(found) if own.done), default=-1)
    return [
        {
            "number": own.number,
            "name": reading.words.name(own.name, own.id),
            "state": (state := _state(own, place, last)).value,
            "says": f"publish.stage.{state.value}",
            "when": reading.words.day(own.done) or reading.words.days(own.starts, own.ends),
        }
        for place, own in enumerate(found)
    ]


def _state(stage: Stage, place: int, last: int) -> StepState:
    if stage.done:
        return StepState.DONE
    if place < last:
        return StepState.PASSED
    return StepState.NEXT if place == last + 1 else StepState.LATER


def counted_origins(reading: Reading, some: Iterable[Any] | None = None) -> dict[str, Any]:
    """Of how many projects an amount is the sum, and what that makes of it."""
    found = list(reading.plan.projects() if some is None else some)
    mark = marks.money_mark(found)
    return {"n": len(found), "kind": mark.value if mark else ""}


def has_examples(reading: Reading) -> bool:
    """Whether the plan holds anything made up."""
    return mark_of(own.provenance for own in reading.plan.projects()) is ProvenanceKind.EXAMPLE


@public
def cities(request: HttpRequest, reading: Reading) -> HttpResponse:
    """All cities side by side."""
    return page(
        request,
        reading,
        "publish/cities.html",
        title=say("publish.nav.cities"),
        map=picture(reading, "map"),
        money_of_cities=picture(reading, "cities"),
        tables=Drawn(reading.href).blocks(overview_tables.tables(reading.material)),
        money=counted_origins(reading),
    )


@public
def city(request: HttpRequest, reading: Reading, id: str) -> HttpResponse:
    """One city's plan."""
    section = reading.plan.section(id)
    if section is None:
        raise Http404
    words = reading.words
    theme = section.theme()
    return page(
        request,
        reading,
        "publish/city.html",
        title=words.name(section.city.name) or city_name(section.city, words),
        crumbs=[(say("publish.nav.cities"), reading.url("publish:cities"))],
        description=words.name(theme.text) if theme else "",
        section=section,
        hosts=", ".join(words.name(own.name, own.code) for own in section.city.hosts),
        hosts_origin=origin_of(reading, section.city, "hosts"),
        theme=theme,
        theme_origin=origin_of(reading, theme, "text") if theme else None,
        institutions=[words.name(own.name, own.id) for own in section.institutions],
        table=table_of(reading, say("publish.city.projects"), Wanted(city=id)),
        list_url=reading.url("publish:projects", city=id),
        passages=Traced(reading).passages(tuple(numbered(section.passages))),
        total=reading.material.totals.by_city.get(id, 0),
        money=counted_origins(reading, section.projects),
        count=len(section.projects),
        **{name: picture(reading, f"city-{name}", id) for name in CITY_PICTURES},
    )


@public
def sectors(request: HttpRequest, reading: Reading) -> HttpResponse:
    """The sectors with their aims and actions."""
    return page(
        request,
        reading,
        "publish/sectors.html",
        title=say("publish.nav.sectors"),
        picture=picture(reading, "sectors"),
        money=counted_origins(reading),
        sectors=[
            {"sector": own, **open_and_untitled(actions_of(reading, own))}
            for own in numbered(reading.nation.sectors)
        ],
    )


@public
def sector(request: HttpRequest, reading: Reading, id: str) -> HttpResponse:
    """One sector: its aim, strategies, actions, money and indicators."""
    own = _found(reading.nation.sectors, id)
    words = reading.words
    passages = tuple(
        one for one in numbered(reading.nation.passages) if one.id == id and one.text != own.aim.ko
    )
    projects = [p for p in reading.plan.projects() if reading.material.sectors.get(p.action) == id]
    return page(
        request,
        reading,
        "publish/sector.html",
        title=words.name(own.name, id),
        crumbs=[(say("publish.nav.sectors"), reading.url("publish:sectors"))],
        description=words.name(own.aim),
        sector=own,
        origin=origin_of(reading, own),
        passages=Traced(reading).passages(passages),
        strategies=[s for s in numbered(reading.nation.strategies) if s.sector == id],
        **open_and_untitled(actions := actions_of(reading, own)),
        action_count=len(actions),
        total=reading.material.totals.by_sector.get(id, 0),
        money=counted_origins(reading, projects),
        count=len(projects),
        years=picture(reading, "sector-years", id),
        by_city=picture(reading, "sector-cities", id) if projects else "",
        list_url=reading.url("publish:projects", sector=id),
        indicators=[
            indicator_row(reading, one) for one in reading.nation.indicators if one.sector == id
        ],
    )


def actions_of(reading: Reading, sector: Sector) -> list[dict[str, Any]]:
    """A sector's actions with what is done under each."""
    found = [own for own in numbered(reading.nation.actions) if own.sector == sector.id]
    return [_action(reading, sector, own) for own in found]


def open_and_untitled(actions: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The actions to read about, and those of which no more is known than that they exist."""
    untitled = [own for own in actions if not own["kind"] and not own["count"]]
    return {"actions": [own for own in actions if own not in untitled], "untitled": untitled}


def _action(reading: Reading, sector: Sector, own: Action) -> dict[str, Any]:
    projects = reading.by_action.get(own.id, ())
    return {
        "number": f"{sector.number}-{own.number}",
        "name": action_name(reading, own),
        "url": reading.url("publish:action", own.id),
        "count": len(projects),
        "won": sum(p.amount() for p in projects),
        "kind": own.provenance.kind.value if own.title else "",
        "reason": own.without_project,
    }


def action_name(reading: Reading, action: Action) -> str:
    """An action's title, or that it is not published."""
    return reading.words.name(action.title) or say("publish.action.untitled")


@public
def action(request: HttpRequest, reading: Reading, id: str) -> HttpResponse:
    """One action and the projects under it."""
    own = _found(reading.nation.actions, id)
    under = _found(reading.nation.sectors, own.sector)
    words = reading.words
    strategy = next((s for s in reading.nation.strategies if s.id == own.strategy), None)
    projects = reading.by_action.get(id, ())
    return page(
        request,
        reading,
        "publish/action.html",
        title=action_name(reading, own),
        crumbs=[
            (say("publish.nav.sectors"), reading.url("publish:sectors")),
            (words.name(under.name, under.id), reading.url("publish:sector", under.id)),
        ],
        action=own,
        number=f"{under.number}-{own.number}",
        sector=under,
        sector_url=reading.url("publish:sector", under.id),
        strategy=strategy,
        origin=origin_of(reading, own),
        total=sum(p.amount() for p in projects),
        money=counted_origins(reading, projects),
        count=len(projects),
        years=picture(reading, "action-years", id),
        table=table_of(reading, say("publish.action.projects"), Wanted(action=id)),
        others=[
            {"name": words.name(p.name, p.id), "url": reading.url("publish:project", p.id)}
            for p in reading.plan.projects()
            if id in p.other_actions
        ],
    )


@public
def indicators(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Every indicator, the nation's and the cities'."""
    words = reading.words
    return page(
        request,
        reading,
        "publish/indicators.html",
        title=say("publish.nav.indicators"),
        tracks=picture(reading, "tracks"),
        nation=[indicator_row(reading, own) for own in reading.nation.indicators],
        rates=picture(reading, "rates"),
        cities=[
            {
                "name": city_name(own.city, words),
                "url": reading.url("publish:city", own.city.id),
                "rows": [indicator_row(reading, one) for one in own.indicators],
            }
            for own in reading.plan.cities
            if own.indicators
        ],
        origins=origins_of(reading, reading.nation.indicators),
    )


def indicator_row(reading: Reading, own: Any) -> dict[str, Any]:
    """An indicator from its baseline to its target."""
    words = reading.words
    return {
        "id": own.id,
        "name": words.name(own.name, own.id),
        "unit": own.unit,
        "kind": words.choice(own.kind),
        "sector": own.sector,
        "baseline": _measured(reading, own.baseline),
        "target": _measured(reading, own.target),
        "origin": origin_of(reading, own),
    }


def _measured(reading: Reading, measure: Any) -> dict[str, Any] | None:
    if measure is None:
        return None
    return {"value": reading.words.decimal(measure.value), "year": measure.year}


@public
def procedure(request: HttpRequest, reading: Reading) -> HttpResponse:
    """The procedure, stage by stage, and its forums."""
    return page(
        request,
        reading,
        "publish/procedure.html",
        title=say("publish.nav.procedure"),
        chapter=picture(reading, "procedure"),
        origins=origins_of(reading, reading.nation.stages),
    )


@public
def sources(request: HttpRequest, reading: Reading) -> HttpResponse:
    """The documents that published values come from."""
    return page(
        request,
        reading,
        "publish/sources.html",
        title=say("publish.nav.sources"),
        sources=[
            (own, reading.words.choice(own.confidence) if own.confidence else "")
            for own in sorted(
                reading.nation.sources, key=lambda own: (own.published or date.max, own.id)
            )
        ],
    )


@public
def statutory(request: HttpRequest, reading: Reading) -> HttpResponse:
    """What the Act says a plan must contain, and where this one says it."""
    return page(
        request,
        reading,
        "publish/statutory.html",
        title=say("publish.nav.statutory"),
        items=[
            {"item": own, "origin": origin_of(reading, own), "answers": _answers(reading, own.code)}
            for own in sorted(
                reading.nation.statutory_items, key=lambda own: own.scope is not Scope.NATION
            )
        ],
    )


def _answers(reading: Reading, code: str) -> list[dict[str, str]]:
    """Where an item is answered: passages of the nation by title, of the cities by city."""
    words = reading.words
    text = reading.url("publish:text")
    found = [
        {"name": words.name(own.title, own.id), "url": f"{text}#{own.id}"}
        for own in numbered(reading.nation.passages)
        if code in own.items
    ]
    cities = [
        own.city
        for own in reading.plan.cities
        if any(code in passage.items for passage in own.passages)
    ]
    return found + [
        {"name": city_name(own, words), "url": reading.url("publish:city", own.id)}
        for own in cities
    ]


@public
def text(request: HttpRequest, reading: Reading) -> HttpResponse:
    """What the plan says as a whole, in words."""
    traced = Traced(reading)
    return page(
        request,
        reading,
        "publish/text.html",
        title=say("publish.nav.text"),
        passages=[
            {
                "id": own.id,
                "title": reading.words.name(own.title, own.id),
                "origin": origin_of(reading, own),
                "text": traced.text(own.text),
            }
            for own in numbered(reading.nation.passages)
        ],
    )


def _found(some: Iterable[Any], id: str) -> Any:
    for own in some:
        if own.id == id:
            return own
    raise Http404
