"""The 의견 조치계획: the parts of opinions with their answers as rows of text, as they are read."""

import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Final

from django.utils import translation

from mitgrim.documents.opinion_sheet import write_opinions
from mitgrim.documents.opinion_table import OpinionRow
from mitgrim.plan import NATION
from mitgrim.web.opinions.anchoring import about_of
from mitgrim.web.opinions.models import Segment
from mitgrim.web.opinions.privacy import without_contacts
from mitgrim.web.opinions.wording import disposition_word, revision_word
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.revisions.models import StoredRevision, Workspace
from mitgrim.web.revisions.queries import national_branch
from mitgrim.web.workspace.views.frame import names_around
from mitgrim.web.workspace.wording import branch_text
from mitgrim.wording import Lang

AT_ONCE: Final = 500
IN_MEMORY: Final = 2**20
CHUNK: Final = 2**16


def opinion_rows(workspace: Workspace, segments: Iterable[Segment]) -> Iterator[OpinionRow]:
    """Rows of the table in the language of the page; people's names are masked.

    `segments` come with their opinion, disposition and its revision.
    """
    names = names_around(national_branch(workspace))
    revisions: dict[int, StoredRevision] = {}
    for own in segments:
        opinion = own.opinion
        answer = own.disposition
        place = opinion.about.in_(current())
        if own.place != opinion.place:
            revision = revisions.setdefault(opinion.revision_id, opinion.revision)
            about = about_of(revision, own.place)
            place = about.in_(current()) if about else own.place
        yield OpinionRow(
            section=branch_text(opinion.section, names) if opinion.section != NATION
            else say("opinions.whole-plan"),
            number=opinion.code,
            who=opinion.who or say(f"opinions.source.{opinion.source}"),
            said=opinion.said_on,
            place=place,
            opinion=without_contacts(own.text).strip(),
            disposition=disposition_word(answer),
            reason=answer.reason if answer and answer.kind else "",
            revision=revision_word(answer),
        )  # fmt: skip


def said_in(rows: Iterable[OpinionRow], lang: Lang) -> Iterator[OpinionRow]:
    """Rows that are read when the page is over, in the language that it was asked for in."""
    left = iter(rows)
    while True:
        with translation.override(lang.value):
            some = list(islice(left, AT_ONCE))
        if not some:
            return
        yield from some


def workbook(rows: Iterable[OpinionRow]) -> IO[bytes]:
    """The rows as an XLSX, in a file that goes when it is closed."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # whoever sends it closes it
    write_opinions(rows, file, current())
    file.seek(0)
    return file


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file in turn; then it is closed."""
    with file:
        while part := file.read(CHUNK):
            yield part
