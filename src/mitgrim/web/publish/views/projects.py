"""Projects: the list with its filters, the search, and a page for each."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from mitgrim.documents.numbers import city_name
from mitgrim.documents.words import Words
from mitgrim.figures.lineage import exact_amount
from mitgrim.plan import (
    FundingSource,
    Gate,
    Label,
    Plan,
    Project,
    Status,
    numbered,
)
from mitgrim.plan.attributes import table
from mitgrim.web.pages.words import named, say
from mitgrim.web.publish.changes import project_history
from mitgrim.web.publish.http import public
from mitgrim.web.publish.kinds import Order
from mitgrim.web.publish.pictures import picture
from mitgrim.web.publish.queries import Wanted, last_with_project, projects_of
from mitgrim.web.publish.reading import Reading
from mitgrim.web.publish.traced import Traced
from mitgrim.web.publish.views.page import origin_of, page
from mitgrim.web.publish.views.plan import action_name, counted_origins
from mitgrim.web.publish.views.rows import row_of
from mitgrim.wording import matches

PER_PAGE: Final = 50
SHOWN_IN_SEARCH: Final = 20
_LONGEST_QUERY: Final = 100


@public
def projects(request: HttpRequest, reading: Reading) -> HttpResponse:
    """The list of projects, filtered, sorted, in pages."""
    wanted = wanted_of(request.GET)
    found = Paginator(projects_of(reading.publication, wanted), PER_PAGE)
    shown = found.get_page(request.GET.get("page"))
    return page(
        request,
        reading,
        "publish/projects.html",
        title=say("publish.nav.projects"),
        page=shown,
        rows=[row_of(reading, own) for own in shown],
        wanted=wanted,
        filters=filters(reading, wanted),
        orders=[_order(request, wanted, own) for own in Order],
        reset=reading.url("publish:projects"),
    )


def wanted_of(asked: QueryDict) -> Wanted:
    """What a query string asks for; what it can't mean is left out."""
    year, order = asked.get("year", ""), asked.get("sort", "")
    return Wanted(
        query=asked.get("q", "")[:_LONGEST_QUERY].replace("\x00", ""),
        city=asked.get("city", ""),
        sector=asked.get("sector", ""),
        action=asked.get("action", ""),
        status=asked.get("status", ""),
        source=asked.get("source", ""),
        year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,  # noqa: PLR2004
        order=Order(order) if order in tuple(Order) else Order.NUMBER,
    )


def filters(reading: Reading, wanted: Wanted) -> list[dict[str, Any]]:
    """The filters with what they offer."""
    words, nation = reading.words, reading.nation
    cities = [(own.city.id, city_name(own.city, words)) for own in reading.plan.cities]
    sectors = [(own.id, words.name(own.name, own.id)) for own in numbered(nation.sectors)]
    years = [(f"{year}", f"{year}") for year in nation.period.years]
    offered = {
        "city": cities,
        "sector": sectors,
        "status": [(own.value, words.choice(own)) for own in Status],
        "source": [(own.value, words.choice(own)) for own in FundingSource],
        "year": years,
    }
    chosen = {name: str(getattr(wanted, name) or "") for name in offered}
    return [
        {"name": name, "label": say(f"publish.filter.{name}"), "choices": own,
         "chosen": chosen[name]}
        for name, own in offered.items()
    ]  # fmt: skip


def _order(request: HttpRequest, wanted: Wanted, order: Order) -> dict[str, Any]:
    asked = request.GET.copy()
    asked["sort"] = order.value
    asked.pop("page", None)
    return {
        "url": f"?{asked.urlencode()}",
        "name": say(f"publish.order.{order.value}"),
        "here": wanted.order is order,
    }


@public
def search(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Whatever of the plan has what was typed in its name."""
    query = request.GET.get("q", "")[:_LONGEST_QUERY].replace("\x00", "").strip()
    rows = projects_of(reading.publication, Wanted(query=query))
    count = rows.count() if query else 0
    others = others_found(reading, query) if query else []
    return page(
        request,
        reading,
        "publish/search.html",
        title=say("publish.search.title"),
        query=query,
        count=count,
        total=count + sum(len(own["found"]) for own in others),
        rows=[row_of(reading, own) for own in rows[:SHOWN_IN_SEARCH]] if query else [],
        more=reading.url("publish:projects", q=query) if count > SHOWN_IN_SEARCH else "",
        others=others,
    )


def others_found(reading: Reading, query: str) -> list[dict[str, Any]]:
    """Cities, sectors, actions and indicators that are called what was typed."""
    words, nation = reading.words, reading.nation
    cities = [
        (own.city.name, words.name(theme.text) if (theme := own.theme()) else "",
         reading.url("publish:city", own.city.id), theme.text if theme else Label())
        for own in reading.plan.cities
    ]  # fmt: skip
    sectors = [
        (own.name, "", reading.url("publish:sector", own.id), own.aim) for own in nation.sectors
    ]
    actions = [
        (own.title, "", reading.url("publish:action", own.id), Label()) for own in nation.actions
    ]
    known = [
        (own.name, own.unit, reading.href(f"indicator-{own.id}"), Label())
        for own in (*nation.indicators, *(i for s in reading.plan.cities for i in s.indicators))
    ]
    groups = {"cities": cities, "sectors": sectors, "actions": actions, "indicators": known}
    found = [
        {
            "title": say(f"publish.search.{name}"),
            "found": [
                {"name": words.name(label), "under": under, "url": url}
                for label, under, url, more in some
                if _has(query, label, more)
            ],
        }
        for name, some in groups.items()
    ]
    return [own for own in found if own["found"]]


def _has(query: str, *labels: Label) -> bool:
    text = " ".join(f"{own.ko} {own.en}" for own in labels)
    words = query.split()
    return bool(text.strip()) and all(matches(word, text) for word in words)


@public
def project(request: HttpRequest, reading: Reading, id: str) -> HttpResponse:
    """One project; one that a later version left out is shown as it was last, and says so."""
    gone = id not in reading.index
    if gone:
        reading = _when_last(reading, id)
    own = reading.index[id]
    words, nation = reading.words, reading.nation
    section = reading.plan.section(own.city)
    actions = {one.id: one for one in nation.actions}
    sector = next((s for s in nation.sectors if s.id == reading.material.sectors.get(own.action)),
                  None)  # fmt: skip
    assert section is not None
    number = reading.material.numbers.get(id, "")
    city = city_name(section.city, words)
    name = words.name(own.name, id)
    return page(
        request,
        reading,
        "publish/project.html",
        title=f"{number} {name}".strip(),
        crumbs=[
            (say("publish.nav.projects"), reading.url("publish:projects")),
            (city, reading.url("publish:city", own.city)),
        ],
        description=own.description,
        gone=gone,
        project=own,
        name=name,
        number=number,
        city=(city, reading.url("publish:city", own.city)),
        sector=(words.name(sector.name), reading.url("publish:sector", sector.id))
        if sector else None,
        actions=[
            (action_name(reading, actions[one]), reading.url("publish:action", one))
            for one in (own.action, *own.other_actions)
            if one in actions
        ],
        status=words.choice(own.status),
        period=words.years(own.period),
        areas=_areas(reading.plan, own, words),
        shares=[
            (reading.material.city_label(one.city), reading.url("publish:city", one.city),
             one.amount)
            for one in own.shares
        ],
        origin=origin_of(reading, own),
        field_origins=_field_origins(reading, own),
        money=counted_origins(reading, [own]),
        declared_origin=origin_of(reading, own, "declared_total"),
        text=Traced(reading).text(own.description) if own.description else "",
        years=picture(reading, "project-years", id),
        lines=_lines(own, words),
        gates=_gates(reading, own),
        effects=_effects(reading, own),
        needs=_related(reading, [(one.project, one.kind) for one in own.prerequisites]),
        needed_by=_related(reading, [
            (one.id, before.kind) for one in reading.plan.projects()
            for before in one.prerequisites if before.project == id
        ]),
        alternatives=_related(reading, [(one, None) for one in own.alternatives]),
        links=_links(reading, own),
        history=project_history(reading, id),
    )  # fmt: skip


def _when_last(reading: Reading, id: str) -> Reading:
    row = last_with_project(reading.versions, id)
    if row is None:
        raise Http404
    until = [own.pk for own in reading.versions].index(row.publication_id)
    return Reading(versions=reading.versions[: until + 1], lang=reading.lang, as_of=reading.as_of)


def _areas(plan: Plan, own: Project, words: Words) -> str:
    names = {area.code: words.name(area.name, area.code) for section in plan.cities
             for area in section.city.hosts}  # fmt: skip
    return ", ".join(names.get(code, code) for code in own.areas)


def _field_origins(reading: Reading, own: Project) -> list[tuple[str, dict[str, Any]]]:
    """The fields that come from elsewhere than the project as a whole."""

    names = {line.name: Label(ko=line.ko, en=line.en) for line in table("Project")}
    return [
        (named(names.get(field.field, Label()), field.field),
         origin_of(reading, own, field.field))
        for field in own.provenance.fields
    ]  # fmt: skip


def _lines(own: Project, words: Words) -> list[dict[str, Any]]:
    """Every line of money in every phase, exact."""
    return [
        {
            "year": line.year,
            "phase": words.choice(line.phase),
            "source": words.choice(line.source),
            "use": words.choice(line.use),
            "certainty": words.choice(line.certainty) if line.certainty else "–",
            "amount": exact_amount(line.amount).in_(words.lang),
        }
        for line in sorted(own.money, key=lambda one: (one.year, one.phase, one.source, one.use))
    ]


def _gates(reading: Reading, own: Project) -> list[dict[str, Any]]:
    """The gates in the order of their days, each with the money it opens."""
    words = reading.words
    kinds = {kind.id: kind for kind in reading.nation.gate_kinds}

    def told(gate: Gate) -> dict[str, Any]:
        kind = kinds.get(gate.kind)
        opens = gate.opens or (kind.opens if kind else ())
        return {
            "name": words.name(kind.name, gate.kind) if kind else gate.kind or gate.id,
            "done": gate.done is not None,
            "day": gate.done or gate.planned,
            "opens": ", ".join(words.choice(use) for use in opens),
            "note": gate.note,
        }

    dated = sorted(own.gates, key=lambda g: (not (g.done or g.planned), g.done or g.planned, g.id))
    return [told(gate) for gate in dated]


def _effects(reading: Reading, own: Project) -> list[dict[str, Any]]:
    """What the project adds to indicators, and those it names without saying how much."""
    words = reading.words
    every = (*reading.nation.indicators, *(i for s in reading.plan.cities for i in s.indicators))
    known = {one.id: one for one in every}
    said = {one.indicator: one for one in own.effects}
    ids = dict.fromkeys((*said, *own.indicators))
    told = []
    for id in ids:
        indicator, effect = known.get(id), said.get(id)
        told.append(
            {
                "name": words.name(indicator.name, id) if indicator else id,
                "url": reading.href(f"indicator-{id}") if indicator else "",
                "unit": indicator.unit if indicator else "",
                "range": [words.decimal(v) for v in (effect.low, effect.likely, effect.high)]
                if effect else ["–"] * 3,
                "evidence": effect.evidence if effect else "",
            }
        )  # fmt: skip
    return told


def _related(reading: Reading, some: list[tuple[str, Any]]) -> list[dict[str, str]]:
    words = reading.words
    return [
        {
            "name": f"{reading.material.numbers.get(id, '')} "
            f"{words.name(reading.index[id].name, id)}".strip(),
            "url": reading.url("publish:project", id),
            "kind": words.choice(kind) if kind else "",
        }
        for id, kind in some
        if id in reading.index
    ]


def _links(reading: Reading, own: Project) -> list[dict[str, str]]:
    words = reading.words
    plans = {one.id: one for one in reading.nation.upper_plans}
    told = []
    for link in own.links:
        above = plans.get(link.upper_plan)
        items = {item.id: item for item in above.items} if above else {}
        item = items.get(link.item)
        told.append(
            {
                "plan": words.name(above.name, above.id) if above else link.upper_plan,
                "item": words.name(item.title, item.id) if item else link.item,
                "kind": item.provenance.kind.value if item else "",
                "relies_on": link.relies_on,
                "confirmed": words.day(link.confirmed),
            }
        )
    return told


