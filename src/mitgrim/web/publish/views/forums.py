"""The forums of a plan: the programme of each as a page, and as a document to take away."""

from functools import lru_cache
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse

from mitgrim.documents import forum_programme, write_html, write_pdf
from mitgrim.plan import Forum
from mitgrim.web.pages.words import say
from mitgrim.web.publish.books import CONTENT_TYPES
from mitgrim.web.publish.http import public
from mitgrim.web.publish.kinds import BookFormat
from mitgrim.web.publish.pictures import picture
from mitgrim.web.publish.reading import Reading
from mitgrim.web.publish.views.page import page
from mitgrim.web.revisions.queries import Manifest, plan_of
from mitgrim.wording import Lang

KEPT: Final = 32


@public
def forum(request: HttpRequest, reading: Reading, id: str) -> HttpResponse:
    """A forum with its programme, session by session."""
    own = _forum_or_404(reading, id)
    return page(
        request,
        reading,
        "publish/forum.html",
        title=reading.words.name(own.title, own.id),
        crumbs=[(say("publish.nav.procedure"), reading.url("publish:procedure"))],
        forum=own,
        programme=picture(reading, "forum", id),
        formats=[(each.value, each.value.upper()) for each in BookFormat],
    )


@public
def programme(
    request: HttpRequest, reading: Reading, id: str, lang: str, format: str
) -> HttpResponse:
    """토론회 계획(안): the programme as a document."""
    _forum_or_404(reading, id)
    if lang not in tuple(Lang) or format not in tuple(BookFormat):
        raise Http404
    form = BookFormat(format)
    body = _made(reading.sections, id, Lang(lang), form)
    response = HttpResponse(body, content_type=CONTENT_TYPES[form])
    name = f"{reading.publication.workspace_id}-programme.{lang}.{format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _forum_or_404(reading: Reading, id: str) -> Forum:
    found = next((own for own in reading.nation.forums if own.id == id), None)
    if found is None:
        raise Http404
    return found


@lru_cache(maxsize=KEPT)
def _made(sections: Manifest, id: str, lang: Lang, format: BookFormat) -> bytes:
    plan = plan_of(sections)
    own = next(each for each in plan.nation.forums if each.id == id)
    document = forum_programme(plan, own, lang)
    return write_pdf(document) if format is BookFormat.PDF else write_html(document).encode()
