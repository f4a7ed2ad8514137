"""Projects as rows of lists."""

from typing import Any

from mitgrim.plan import Status
from mitgrim.web.pages.words import named
from mitgrim.web.publish.models import PublishedProject
from mitgrim.web.publish.reading import Reading


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
