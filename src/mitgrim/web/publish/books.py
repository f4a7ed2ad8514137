"""The book of a published revision, made when it is first asked for and kept ever after."""

from typing import Final

from mitgrim import __version__
from mitgrim.documents import write_html, write_pdf
from mitgrim.web.publish.kinds import BookFormat
from mitgrim.web.publish.models import Book
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import Manifest, manifest
from mitgrim.web.runs.works import laid_out
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
        body = written(manifest(revision), "", lang, format)
        kept, _ = Book.objects.get_or_create(**key, defaults={"body": body})
    return bytes(kept.body)


def written(sections: Manifest, only: str, lang: Lang, format: BookFormat) -> bytes:
    """The bytes of a book that nobody keeps: of a whole plan, or of one city in it."""
    document = laid_out(sections, only, lang).document
    return write_pdf(document) if format is BookFormat.PDF else write_html(document).encode()
