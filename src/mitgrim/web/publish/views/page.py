"""What every page of the portal has: its address, languages, description, way back."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mitgrim.documents.marks import combined
from mitgrim.figures.lineage import Origin, origin
from mitgrim.plan import Provenance, ProvenanceKind
from mitgrim.web.pages.words import say
from mitgrim.web.publish.reading import Reading
from mitgrim.wording import Lang

LANG: Final = "lang"
_DESCRIBED: Final = 160


def page(
    request: HttpRequest,
    reading: Reading,
    template: str,
    *,
    title: str,
    crumbs: Sequence[tuple[str, str]] = (),
    description: str = "",
    **context: Any,
) -> HttpResponse:
    """A page of a published version."""
    here = request.build_absolute_uri(request.path)
    return render(
        request,
        template,
        {
            "reading": reading,
            "title": title,
            "description": " ".join(description.split())[:_DESCRIBED],
            "crumbs": way(reading, title, crumbs),
            "workspace": {"name": reading.nation.name},
            "canonical": here if reading.lang is Lang.KO else f"{here}?{LANG}=en",
            "alternates": [("ko", f"{here}?{LANG}=ko"), ("en", f"{here}?{LANG}=en"),
                           ("x-default", here)],
            **context,
        },
    )  # fmt: skip


def way(
    reading: Reading, title: str, crumbs: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The way to a page from the start."""
    if request_is_start(reading, title, crumbs):
        return []
    return [(say("publish.nav.overview"), reading.url("publish:overview")), *crumbs, (title, "")]


def request_is_start(reading: Reading, title: str, crumbs: Sequence[tuple[str, str]]) -> bool:
    """Whether a page is the start itself, to which no way leads."""
    return not crumbs and title == reading.words.name(reading.nation.name, reading.nation.id)


def origin_of(reading: Reading, record: Any, *fields: str) -> dict[str, Any]:
    """Where a record or a field of it comes from, with the way to its source."""
    return _told(reading, origin(reading.plan, record, *fields))


def origins_of(reading: Reading, records: Iterable[Any], *fields: str) -> list[dict[str, Any]]:
    """The different origins of some records, the published ones first."""
    found = [origin(reading.plan, own, *fields) for own in records]
    told = {(own.kind, own.source): _told(reading, own) for own in found}
    order = list(ProvenanceKind)
    return [told[key] for key in sorted(told, key=lambda key: (order.index(key[0]), key[1]))]


def mark_of(provenances: Iterable[Provenance]) -> ProvenanceKind | None:
    """The mark of what is made of some records."""
    return combined(own.kind for own in provenances)


def _told(reading: Reading, own: Origin) -> dict[str, Any]:
    return {
        "kind": own.kind.value,
        "title": own.title.in_(reading.lang) if own.title else own.source,
        "url": f"{reading.url('publish:sources')}#source-{own.source}" if own.title else "",
        "detail": own.detail,
    }


def start(name: str, *args: str) -> str:
    """The address of a page as of now."""
    return reverse(name, args=args)
