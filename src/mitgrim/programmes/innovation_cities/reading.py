"""Reading the programme's content: rows of CSV, and where each record comes from."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from mitgrim.plan import OWN, FieldProvenance, Label, Provenance, ProvenanceKind

Row = Mapping[str, str]

EXAMPLE = Provenance(kind=ProvenanceKind.EXAMPLE)


def text(folder: str, name: str) -> str:
    """A file of the programme as text; `folder` is `content` or `data`."""
    return (files(__package__) / folder / name).read_text("utf-8")


@cache
def rows(name: str, folder: str = "content") -> tuple[Row, ...]:
    """The rows of a CSV file, in its order."""
    return tuple(csv.DictReader(text(folder, name).splitlines()))


def label(row: Row, name: str = "") -> Label:
    """The label in the columns `ko` and `en`, or `name_ko` and `name_en`."""
    prefix = f"{name}_" if name else ""
    return Label(ko=row[f"{prefix}ko"], en=row[f"{prefix}en"])


def provenance(row: Row) -> Provenance:
    """Where a row's record comes from: published where it names a source, else an example.

    The column `fields` says what differs: `owner=example; done=published/imaeil-2018-10-25`.
    """
    source = row.get("source", "")
    kind = ProvenanceKind.PUBLISHED if source else ProvenanceKind.EXAMPLE
    overrides = filter(None, row.get("fields", "").split("; "))
    return Provenance(
        kind=kind,
        source=source,
        detail=row.get("detail", ""),
        fields=tuple(_field(override) for override in overrides),
    )


def _field(override: str) -> FieldProvenance:
    field, _, rest = override.partition("=")
    kind, _, source = rest.partition("/")
    return FieldProvenance(field=field, kind=ProvenanceKind(kind), source=source)


def sources_of(record: object) -> set[str]:
    """The ids of the sources that a record names for itself and its fields."""
    origin = getattr(record, "provenance", OWN)
    return {origin.source, *(field.source for field in origin.fields)} - {""}
