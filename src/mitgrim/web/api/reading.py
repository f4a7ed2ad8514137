"""The open API's addresses: what is published, for anybody."""

from http import HTTPStatus
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router
from pydantic import StringConstraints

from mitgrim.history import diff_revisions
from mitgrim.plan import Dimension, FundingSource, Phase, Status, find
from mitgrim.web.api import itemised, items, packages
from mitgrim.web.api.answers import (
    Listed,
    ListOf,
    Reading,
    listed,
    one,
    plain_json,
    version_of,
)
from mitgrim.web.api.described import ERRORS, UNCHANGED, Packaged
from mitgrim.web.api.inputs import Year
from mitgrim.web.api.problems import ApiProblem
from mitgrim.web.api.queries import Version, public_plans, public_versions
from mitgrim.web.revisions.queries import section_of, value_of

router = Router(tags=["published"])
# An id, so that nothing else ever reaches a query.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", max_length=64)]
Plan = Path[Id]
LONGEST_QUERY: Final = 200


def _answers(of: Any) -> dict[Any, Any]:
    return {200: of, 304: UNCHANGED, **ERRORS}


@router.get("/plans", response=_answers(list[items.PlanItem]), operation_id="plans")
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan that has a public version, as it is now."""
    _nothing_asked(request)
    return plain_json(request, [itemised.plan_item(own[-1]) for own in public_plans()])


@router.get("/plans/{plan}", response=_answers(items.PlanPage), operation_id="plan")
def plan(request: HttpRequest, plan: Plan, asked: Query[Reading]) -> HttpResponse:
    """A plan: its national section and its planned money in won."""
    version = version_of(plan, asked)
    until = len([own for own in public_versions(plan) if own.moment <= version.moment])
    return one(request, version, asked, lambda: itemised.plan_page(version, until))


@router.get(
    "/plans/{plan}/versions", response=_answers(ListOf[items.VersionItem]), operation_id="versions"
)
def versions(request: HttpRequest, plan: Plan, asked: Query[Listed]) -> HttpResponse:
    """The plan's public versions, the newest first."""
    version = version_of(plan, asked)
    known = [own for own in public_versions(plan) if own.moment <= version.moment]
    return listed(
        request, version, asked, lambda: [itemised.version_item(own) for own in reversed(known)]
    )


class Changed(Listed):
    """Between which two public versions."""

    since: str | None = Field(
        None,
        alias="from",
        max_length=64,
        description="The earlier version; by default the one before",
    )


@router.get(
    "/plans/{plan}/changes", response=_answers(ListOf[items.ChangeItem]), operation_id="changes"
)
def changes(request: HttpRequest, plan: Plan, asked: Query[Changed]) -> HttpResponse:
    """What changed from an earlier public version to the one that is read."""
    version = version_of(plan, asked)
    earlier = _earlier(version, asked.since)
    if earlier is None:
        return listed(request, version, asked, tuple)
    old, new = value_of(earlier.revision), value_of(version.revision)
    return listed(
        request,
        version,
        asked,
        lambda: map(itemised.change_item, diff_revisions(old, new, section_of)),
    )


def _earlier(version: Version, since: str | None) -> Version | None:
    known = public_versions(version.plan_id)
    if since is None:
        before = [own for own in known if own.moment < version.moment]
        return before[-1] if before else None
    found = [own for own in known if since in (own.address, own.revision.digest)]
    if not found:
        raise ApiProblem(404, "no-version")
    return found[-1]


@router.get(
    "/plans/{plan}/cities", response=_answers(ListOf[items.CityItem]), operation_id="cities"
)
def cities(request: HttpRequest, plan: Plan, asked: Query[Listed]) -> HttpResponse:
    """The cities in customary order, each with its own share of the money."""
    version = version_of(plan, asked)
    return listed(request, version, asked, lambda: itemised.city_items(version.plan))


@router.get("/plans/{plan}/cities/{city}", response=_answers(items.CityPage), operation_id="city")
def city(request: HttpRequest, plan: Plan, city: Path[Id], asked: Query[Reading]) -> HttpResponse:
    """A city's section without its projects, indicators and observations."""
    version = version_of(plan, asked)
    section = version.plan.section(city)
    if section is None:
        raise ApiProblem(404, "not-found")
    return one(
        request,
        version,
        asked,
        lambda: items.CityPage(
            city=next(own for own in itemised.city_items(version.plan) if own.id == city),
            themes=section.themes,
            institutions=section.institutions,
            passages=section.passages,
            stages=section.stages,
        ),
    )


@router.get(
    "/plans/{plan}/sectors", response=_answers(ListOf[items.SectorItem]), operation_id="sectors"
)
def sectors(request: HttpRequest, plan: Plan, asked: Query[Listed]) -> HttpResponse:
    """The sectors with their projects and planned money."""
    version = version_of(plan, asked)
    return listed(request, version, asked, lambda: itemised.sector_items(version.plan))


@router.get(
    "/plans/{plan}/actions", response=_answers(ListOf[items.ActionItem]), operation_id="actions"
)
def actions(request: HttpRequest, plan: Plan, asked: Query[Listed]) -> HttpResponse:
    """The catalogue of actions; a title that was not published is empty."""
    version = version_of(plan, asked)
    return listed(request, version, asked, lambda: itemised.action_items(version.plan))


class Wanted(Listed):
    """Which projects."""

    city: Id | None = None
    sector: Id | None = None
    action: Id | None = None
    status: Status | None = None
    source: FundingSource | None = Field(None, description="With planned money from this source")
    year: Year | None = Field(None, description="With planned money in this year", strict=False)
    q: str = Field("", max_length=LONGEST_QUERY, description="Words, parts of them, or 초성")


@router.get(
    "/plans/{plan}/projects", response=_answers(ListOf[items.ProjectItem]), operation_id="projects"
)
def projects(request: HttpRequest, plan: Plan, asked: Query[Wanted]) -> HttpResponse:
    """The projects in the order of their numbers, all or those that fit."""
    version = version_of(plan, asked)
    _known_ids(version, asked)
    return listed(
        request,
        version,
        asked,
        lambda: [
            own for own in itemised.found_projects(version.sections, asked.q) if _fits(own, asked)
        ],
    )


def _fits(own: items.ProjectItem, asked: Wanted) -> bool:
    for name in ("city", "sector", "action", "status"):
        wanted = getattr(asked, name)
        if wanted is not None and getattr(own, name) != wanted:
            return False
    if asked.source is not None and asked.source not in own.sources:
        return False
    return asked.year is None or asked.year in own.years


def _known_ids(version: Version, asked: Wanted) -> None:
    """Raise for a city, sector or action that the plan does not have: nothing would be found."""
    nation = version.plan.nation
    known = {
        "city": set(nation.cities),
        "sector": {own.id for own in nation.sectors},
        "action": {own.id for own in nation.actions},
    }
    for name, ids in known.items():
        wanted = getattr(asked, name)
        if wanted is not None and wanted not in ids:
            raise ApiProblem(422, "unknown-id", {"known": sorted(ids)}, name=name, id=wanted)


@router.get(
    "/plans/{plan}/projects/{project}", response=_answers(items.ProjectPage), operation_id="project"
)
def project(
    request: HttpRequest, plan: Plan, project: Path[Id], asked: Query[Reading]
) -> HttpResponse:
    """One project: its row and its whole record, with money, gates, effects and links."""
    version = version_of(plan, asked)
    row = next(
        (own for _, own in itemised.indexed_projects(version.sections) if own.id == project), None
    )
    if row is None:
        raise ApiProblem(404, "not-found")
    record = next(own for own in version.plan.projects() if own.id == project)
    return one(request, version, asked, lambda: items.ProjectPage(row=row, project=record))


class Phased(Listed):
    """In which phases."""

    phase: list[Phase] = Field(
        [Phase.PLANNED], description="Phases are rows of their own and are never summed"
    )


@router.get("/plans/{plan}/lines", response=_answers(ListOf[items.LineItem]), operation_id="lines")
def lines(request: HttpRequest, plan: Plan, asked: Query[Phased]) -> HttpResponse:
    """Every line of money: project, year, source, phase, use, amount in won."""
    version = version_of(plan, asked)
    return listed(request, version, asked, lambda: itemised.line_items(version.plan, asked.phase))


class Cubed(Phased):
    """By what money is summed."""

    by: list[Dimension] = Field([Dimension.TOTAL], description="Any dimensions; not city with tree")
    tree: Id | None = Field(None, description="The category tree, for `by=tree`")


@router.get("/plans/{plan}/money", response=_answers(ListOf[items.MoneyItem]), operation_id="money")
def money(request: HttpRequest, plan: Plan, asked: Query[Cubed]) -> HttpResponse:
    """The money cube in won. A city counts its share of joint projects, the nation each once."""
    version = version_of(plan, asked)
    by = tuple(dict.fromkeys(own for own in asked.by if own is not Dimension.TOTAL))
    trees = [own.id for own in version.plan.nation.trees]
    if Dimension.CITY in by and Dimension.TREE in by:
        raise ApiProblem(422, "city-and-tree")
    if (Dimension.TREE in by) != (asked.tree is not None):
        raise ApiProblem(422, "tree-and-by", {"known": trees})
    if asked.tree is not None and asked.tree not in trees:
        raise ApiProblem(422, "unknown-id", {"known": trees}, name="tree", id=asked.tree)
    phases = tuple(dict.fromkeys(asked.phase))
    return listed(
        request,
        version,
        asked,
        lambda: itemised.money_items(
            version.plan, by or (Dimension.TOTAL,), phases, asked.tree or ""
        ),
    )


@router.get(
    "/plans/{plan}/indicators",
    response=_answers(ListOf[items.IndicatorItem]),
    operation_id="indicators",
)
def indicators(request: HttpRequest, plan: Plan, asked: Query[Listed]) -> HttpResponse:
    """The indicators of the nation and of the cities."""
    version = version_of(plan, asked)
    return listed(request, version, asked, lambda: itemised.indicator_items(version.plan))


@router.get(
    "/plans/{plan}/observations",
    response=_answers(ListOf[items.ObservationItem]),
    operation_id="observations",
)
def observations(request: HttpRequest, plan: Plan, asked: Query[Listed]) -> HttpResponse:
    """The measured values that the plan rests on, as one source has each."""
    version = version_of(plan, asked)
    return listed(request, version, asked, lambda: itemised.observation_items(version.plan))


@router.get(
    "/plans/{plan}/stages", response=_answers(ListOf[items.StageItem]), operation_id="stages"
)
def stages(request: HttpRequest, plan: Plan, asked: Query[Listed]) -> HttpResponse:
    """The stages of the procedure, and when each was done."""
    version = version_of(plan, asked)
    return listed(request, version, asked, lambda: itemised.stage_items(version.plan))


@router.get(
    "/plans/{plan}/sources", response=_answers(ListOf[items.SourceItem]), operation_id="sources"
)
def sources(request: HttpRequest, plan: Plan, asked: Query[Listed]) -> HttpResponse:
    """The documents that values are from, with their licences."""
    version = version_of(plan, asked)
    return listed(request, version, asked, lambda: itemised.source_items(version.plan))


@router.get(
    "/plans/{plan}/findings", response=_answers(ListOf[items.FindingItem]), operation_id="findings"
)
def findings(request: HttpRequest, plan: Plan, asked: Query[Listed]) -> HttpResponse:
    """How often each check found something in each section."""
    version = version_of(plan, asked)
    return listed(request, version, asked, lambda: itemised.finding_items(version.sections))


class Placed(Reading):
    """Where in the plan."""

    place: str = Field(
        min_length=1,
        max_length=1000,
        description="As findings and changes name it: `jeju/projects/jeju-p-3k9q2m/name/ko`",
    )


@router.get("/plans/{plan}/at", response=_answers(items.PlaceItem), operation_id="at")
def at(request: HttpRequest, plan: Plan, asked: Query[Placed]) -> HttpResponse:
    """The value at a place, where it is from, and since which public version it has been so."""
    version = version_of(plan, asked)
    value = find(version.plan, asked.place)
    if value is None:
        raise ApiProblem(404, "no-place")
    return one(request, version, asked, lambda: _placed(version, asked.place, value))


def _placed(version: Version, place: str, value: Any) -> items.PlaceItem:
    name = place.partition("/")[0]
    section = section_of(dict(version.sections)[name])
    return items.PlaceItem(
        place=place,
        value=itemised.plain(value),
        provenance=itemised.origin_at(version.plan.nation, section, place),
        version=itemised.version_item(version),
        since=itemised.version_item(_since(version, place, value)),
    )


def _since(version: Version, place: str, value: Any) -> Version:
    """The earliest public version from which on the value has been what it is."""
    name = place.partition("/")[0]
    digest = dict(version.sections)[name]
    known = [own for own in public_versions(version.plan_id) if own.moment <= version.moment]
    since = version
    for own in reversed(known):
        held = dict(own.sections).get(name)
        if held is None or (held != digest and find(own.plan, place) != value):
            break
        since = own
    return since


@router.get(
    "/plans/{plan}/datapackage.json", response=_answers(Packaged), operation_id="datapackage"
)
def datapackage(request: HttpRequest, plan: Plan, asked: Query[Reading]) -> HttpResponse:
    """The lists as a data package; the money is a Fiscal Data Package."""
    version = version_of(plan, asked)
    return one(request, version, asked, lambda: packages.datapackage(version, _site(request)))


@router.get("/catalog.jsonld", response=_answers(Packaged), operation_id="catalog")
def catalog(request: HttpRequest) -> HttpResponse:
    """The plans as datasets of a DCAT catalogue."""
    _nothing_asked(request)
    newest = [own[-1] for own in public_plans()]
    response = plain_json(request, packages.catalogue(newest, _site(request)))
    if response.status_code == HTTPStatus.OK:
        response["Content-Type"] = "application/ld+json"
    return response


def _nothing_asked(request: HttpRequest) -> None:
    if request.GET:
        name = min(request.GET)
        members = {"unknown": sorted(request.GET), "known": []}
        raise ApiProblem(422, "unknown-parameter", members, name=name)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
