"""Projects as rows of lists."""

from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from mitgrim.plan import Status
from mitgrim.web.pages.words import named
from mitgrim.web.publish.models import PublishedProject
from mitgrim.web.publish.queries import Wanted, projects_of
from mitgrim.web.publish.reading import Reading
from mitgrim.web.revisions.queries import Manifest
from mitgrim.wording import Lang

TABLES_KEPT: Final = 128
_tables: dict[tuple[Manifest, Lang, str, str, Wanted], SafeString] = {}


def table_of(reading: Reading, caption: str, wanted: Wanted) -> SafeString:
    """The table of all projects that fit, or nothing: made once of a version that never changes."""
    key = reading.sections, reading.lang, reading.suffix, caption, wanted
    held = _tables.get(key)
    if held is None:
        if len(_tables) >= TABLES_KEPT:
            _tables.clear()
        held = _tables[key] = _made(reading, caption, wanted)
    return held


def _made(reading: Reading, caption: str, wanted: Wanted) -> SafeString:
    rows = [row_of(reading, own) for own in projects_of(reading.publication, wanted)]
    if not rows:
        return SafeString()
    return render_to_string("publish/project_table.html", {"rows": rows, "caption": caption})


def row_of(reading: Reading, own: PublishedProject) -> dict[str, Any]:
    """A project in a list."""
    words = reading.words
    names = reading.material.sector_names()
    return {
        "number": named(own.number),
        "name": named(own.name, own.project),
        "url": reading.url("publish:project", own.project),
        "sector": names.get(own.sector, ""),
        "status": words.choice(Status(own.status)),
        "years": _years(own),
        "planned": own.planned,
        "kind": own.provenance,
    }


def _years(own: PublishedProject) -> str:
    if own.first is None or own.last is None:
        return "–"
    return f"{own.first}" if own.first == own.last else f"{own.first}–{own.last}"
