"""The book of a published revision, made when it is first asked for and kept ever after."""

from typing import Final

from mitgrim import __version__
from mitgrim.documents import book, write_html, write_pdf
from mitgrim.plan import totals
from mitgrim.web.publish.kinds import BookFormat
from mitgrim.web.publish.models import Book
from mitgrim.web.publish.reading import basemap_of
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import findings_of, manifest, plan_of
from mitgrim.wording import Lang

CONTENT_TYPES: Final = {
    BookFormat.HTML: "text/html; charset=utf-8",
    BookFormat.PDF: "application/pdf",
}


def book_of(revision: StoredRevision, lang: Lang, format: BookFormat) -> bytes:
    """The bytes of a book. The first time takes seconds; a worker may make it beforehand.

    Whether the revision is public is not asked here. Raises `AssetsMissingError` where set-up has
    not fetched the fonts.
    """
    key = {
        "digest": revision.digest, "maker": __version__, "lang": lang.value,
        "format": format.value,
    }  # fmt: skip
    kept = Book.objects.filter(**key).first()
    if kept is None:
        kept, _ = Book.objects.get_or_create(
            **key, defaults={"body": _made(revision, lang, format)}
        )
    return bytes(kept.body)


def _made(revision: StoredRevision, lang: Lang, format: BookFormat) -> bytes:
    sections = manifest(revision)
    plan = plan_of(sections)
    document = book(plan, findings_of(sections), totals(plan), basemap_of(plan), lang)
    if format is BookFormat.PDF:
        return write_pdf(document)
    return write_html(document).encode()
