"""What machines and readers take away: the map of the site, and books."""

from collections.abc import Iterator
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from mitgrim.documents.markup import element
from mitgrim.web.publish.books import CONTENT_TYPES, book_of
from mitgrim.web.publish.http import public
from mitgrim.web.publish.kinds import BookFormat
from mitgrim.web.publish.reading import Reading
from mitgrim.web.publish.views.history import up_to
from mitgrim.wording import Lang

_PAGES: Final = (
    "overview", "cities", "sectors", "projects", "indicators", "history", "procedure", "text",
    "statutory", "sources",
)  # fmt: skip


@public
def sitemap(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Every page of the version that is read."""
    changed = reading.publication.moment.isoformat()
    entries = [
        element("url", element("loc", request.build_absolute_uri(path)),
                element("lastmod", changed))
        for path in _addresses(reading)
    ]  # fmt: skip
    body = element("urlset", entries, xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return HttpResponse(head + body, content_type="application/xml; charset=utf-8")


def _addresses(reading: Reading) -> Iterator[str]:
    for name in _PAGES:
        yield reverse(f"publish:{name}")
    for own in reading.plan.cities:
        yield reverse("publish:city", args=[own.city.id])
    for sector in reading.nation.sectors:
        yield reverse("publish:sector", args=[sector.id])
    for action in reading.nation.actions:
        yield reverse("publish:action", args=[action.id])
    for id in reading.index:
        yield reverse("publish:project", args=[id])
    for version in reading.versions:
        yield reverse("publish:version", args=[version.address])


@public
def book(
    request: HttpRequest, reading: Reading, address: str, lang: str, format: str
) -> HttpResponse:
    """The book of a public version, to take away."""
    if lang not in tuple(Lang) or format not in tuple(BookFormat):
        raise Http404
    version = up_to(reading, address).publication
    form = BookFormat(format)
    name = f"{version.workspace_id}-{address}.{lang}.{format}"
    response = HttpResponse(
        book_of(version.revision, Lang(lang), form), content_type=CONTENT_TYPES[form]
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
