"""What each kind of run does: values in, a file out. Nothing here asks who wants it.

`sections` names everything that is read by its digest, so that the same parameters give the same
file for ever, whatever happens to the draft meanwhile.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mitgrim.checks import Finding
from mitgrim.codec import encode
from mitgrim.documents import Document, book, write_html, write_pdf
from mitgrim.plan import NATION, Plan, section_name, totals
from mitgrim.programmes import programme
from mitgrim.web.pages.words import said
from mitgrim.web.revisions.queries import Manifest, findings_of, plan_of
from mitgrim.web.runs.kinds import BookForm, RunKind
from mitgrim.web.runs.progress import Progress
from mitgrim.wording import Lang, Text

Parameters = Mapping[str, Any]
Work = Callable[[Parameters, Progress], "Made"]
Keeper = Callable[[str, "Made"], None]
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Made:
    """A file: its name, its media type, its bytes, and one sentence on it."""

    name: str
    media: str
    body: bytes
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """A book before it is written: what it shows of the plan, what the checks found in that."""

    plan: Plan
    findings: tuple[Finding, ...]
    document: Document


def _to_nobody(_: float, __: Text) -> None:
    pass


def laid_out(
    sections: Manifest, only: str, lang: Lang, report: Callable[[float, Text], None] = _to_nobody
) -> LaidOut:
    """The book of a manifest: of the whole plan, or with `only` of the nation's section and one
    city's, whose checks see the plan around it."""
    report(0.0, said("runs.step.reading"))
    plan = plan_of(own for own in sections if not only or own[0] in {NATION, only})
    report(0.1, said("runs.step.checking"))
    shown = {"", *(section_name(own) for own in plan.sections)}
    findings = tuple(own for own in findings_of(sections) if own.place.partition("/")[0] in shown)
    report(0.3, said("runs.step.laying-out"))
    known = programme(plan.nation.programme)
    document = book(plan, findings, totals(plan), known.basemap() if known else None, lang)
    return LaidOut(plan=plan, findings=findings, document=document)


def make_book(parameters: Parameters, progress: Progress) -> Made:
    """The plan book in one of its forms; as ZIP all forms, the findings and the plan's files."""
    form, lang, only = BookForm(parameters["form"]), Lang(parameters["lang"]), parameters["only"]
    laid = laid_out(_sections(parameters), only, lang, progress.report)
    name = f"{laid.plan.nation.id}-{only or NATION}.{form}"
    text = said("runs.made.book", projects=totals(laid.plan).projects)
    return Made(name, _MEDIA[form], _WRITERS[form](laid, progress), text)


def check_plan(parameters: Parameters, progress: Progress) -> Made:
    """The findings of all rules as JSON in both languages; of a city's draft, those in it."""
    only = parameters["only"]
    progress.report(0.1, said("runs.step.checking"))
    found = tuple(
        own
        for own in findings_of(_sections(parameters))
        if not only or own.place.partition("/")[0] == only
    )
    blocking = sum(own.blocks for own in found)
    text = said("runs.made.check", count=len(found), blocking=blocking)
    return Made(f"findings-{only or 'nation'}.json", JSON, _json(found), text)


# Apps above this one add their own kinds when they are ready.
WORKS: Final[dict[RunKind, Work]] = {
    RunKind.BOOK: make_book,
    RunKind.CHECK: check_plan,
}
# Of kinds whose results must outlast this table: takes the key and what was made, in the
# transaction in which the run ends.
KEEPERS: Final[dict[RunKind, Keeper]] = {}


def _sections(parameters: Parameters) -> Manifest:
    return tuple((name, digest) for name, digest in parameters["sections"])


def _as_html(laid: LaidOut, progress: Progress) -> bytes:
    progress.report(0.5, said("runs.step.writing", form="HTML"))
    return write_html(laid.document).encode()


def _as_pdf(laid: LaidOut, progress: Progress) -> bytes:
    progress.report(0.6, said("runs.step.writing", form="PDF"))
    return write_pdf(laid.document)


def _as_zip(laid: LaidOut, progress: Progress) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("book.html", _as_html(laid, progress))
        archive.writestr("book.pdf", _as_pdf(laid, progress))
        archive.writestr("findings.json", _json(laid.findings))
        for section in laid.plan.sections:
            folder = "" if section_name(section) == NATION else "cities/"
            archive.writestr(f"plan/{folder}{section_name(section)}.json", encode(section))
    return packed.getvalue()


_Writer = Callable[[LaidOut, Progress], bytes]
_WRITERS: Final[dict[BookForm, _Writer]] = {
    BookForm.HTML: _as_html,
    BookForm.PDF: _as_pdf,
    BookForm.ZIP: _as_zip,
}
_MEDIA: Final = {
    BookForm.HTML: "text/html; charset=utf-8",
    BookForm.PDF: "application/pdf",
    BookForm.ZIP: "application/zip",
}


def _json(found: tuple[Finding, ...]) -> bytes:
    entries = [
        {
            "id": own.id,
            "severity": own.severity.value,
            "place": own.place,
            "message": {"ko": own.message.ko, "en": own.message.en},
            "hint": {"ko": own.hint.ko, "en": own.hint.en},
            "reference": own.reference,
        }
        for own in found
    ]
    return (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()
