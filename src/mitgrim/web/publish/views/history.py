"""The public versions: when each came, what it changed, and feeds that tell of new ones."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from mitgrim.documents.markup import legible
from mitgrim.plan import NATION
from mitgrim.web.pages.words import named, say
from mitgrim.web.publish.changes import Counted, counted, places_changed, record_changes
from mitgrim.web.publish.http import public
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.queries import sections_of
from mitgrim.web.publish.reading import Reading
from mitgrim.web.publish.views.page import page

RECORDS_PER_PAGE: Final = 50
ENTRIES: Final = 50


@public
def history(request: HttpRequest, reading: Reading) -> HttpResponse:
    """The public versions, the newest first, each with what it changed."""
    return page(
        request,
        reading,
        "publish/history.html",
        title=say("publish.nav.history"),
        versions=[
            {"version": own, "changed": told(reading, changed) if changed else None,
             "url": reading.url("publish:version", own.address)}
            for own, changed in with_summaries(reading.of_this_plan)
        ],
    )  # fmt: skip


def with_summaries(
    versions: tuple[Publication, ...],
) -> list[tuple[Publication, Counted | None]]:
    """Versions, the newest first, each with what it changed in the one before."""
    before: tuple[Publication | None, ...] = (None, *versions)
    pairs = zip(before, versions, strict=False)
    found = [(own, counted(old, own) if old else None) for old, own in pairs]
    return found[::-1]


def told(reading: Reading, changed: Counted) -> dict[str, Any]:
    """A summary with the names of its cities."""
    names = {own.city.id: reading.material.city_label(own.city.id) for own in reading.plan.cities}
    names[NATION] = say("publish.changes.nation")
    return {
        "summary": changed.summary,
        "cities": [(names.get(id, id), count) for id, count in changed.by_section],
    }


@public
def version(request: HttpRequest, reading: Reading, address: str) -> HttpResponse:
    """One version and every difference to the one before."""
    reading = up_to(reading, address)
    before = reading.before
    places = Paginator(places_changed(reading), RECORDS_PER_PAGE)
    shown = places.get_page(request.GET.get("page"))
    publication = reading.publication
    return page(
        request,
        reading,
        "publish/version.html",
        title=named(publication.title),
        crumbs=[(say("publish.nav.history"), reading.url("publish:history"))],
        version=publication,
        before=before,
        before_url=reading.url("publish:version", before.address) if before else "",
        changed=told(reading, counted(before, publication)) if before else None,
        page=shown,
        records=record_changes(reading, shown) if before else [],
    )


def up_to(reading: Reading, address: str) -> Reading:
    """The reading as of the version at an address, all later ones left out."""
    for place, own in enumerate(reading.versions):
        if own.address == address:
            return Reading(
                versions=reading.versions[: place + 1], lang=reading.lang, as_of=reading.as_of
            )
    raise Http404


@public
def feed(request: HttpRequest, reading: Reading) -> HttpResponse:
    """New versions of the plan."""
    return _feed(request, reading, reading.of_this_plan, say("publish.feed.title"), "publish:feed")


@public
def city_feed(request: HttpRequest, reading: Reading, id: str) -> HttpResponse:
    """The versions in which one city's plan came or changed."""
    section = reading.plan.section(id)
    if section is None:
        raise Http404
    found, last = [], ""
    for own in reading.of_this_plan:
        digest = dict(sections_of(own)).get(id, "")
        if digest and digest != last:
            found.append(own)
        last = digest
    title = say("publish.feed.city", city=reading.material.city_label(id))
    return _feed(request, reading, found, title, "publish:city-feed", id)


def _feed(
    request: HttpRequest,
    reading: Reading,
    versions: Iterable[Publication],
    title: str,
    view: str,
    *args: str,
) -> HttpResponse:
    def whole(path: str) -> str:
        return request.build_absolute_uri(path)

    own = Atom1Feed(
        title=legible(title),
        link=whole(reverse("publish:history")),
        description=legible(reading.words.name(reading.nation.name)),
        language=reading.lang.value,
        feed_url=whole(reverse(view, args=args)),
        feed_guid=whole(reverse(view, args=args)),
    )
    for version in list(versions)[: -ENTRIES - 1 : -1]:
        address = whole(reverse("publish:version", args=[version.address]))
        own.add_item(
            title=legible(named(version.title)), link=address,
            description=legible(named(version.note)),
            unique_id=address, pubdate=version.moment, updateddate=version.moment,
        )  # fmt: skip
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    own.write(response, "utf-8")
    return response
