"""What every record shares: a label, a provenance, and collections kept in the order of their keys.

A collection of records is a set with keys (`attributes.key_of`): its order says nothing, so it
is kept sorted, and two plans typed in another order are equal. Where order matters, a record
has a `number`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from mitgrim.plan.attributes import collections
from mitgrim.plan.kinds import ProvenanceKind


class Record:
    """A record that holds collections of other records, which it keeps sorted by key."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for name, key in collections(type(self).__name__):
            records = getattr(self, name)
            if len(records) > 1:
                object.__setattr__(self, name, tuple(sorted(records, key=key)))


class _Numbered(Protocol):
    @property
    def number(self) -> int: ...


NumberedT = TypeVar("NumberedT", bound=_Numbered)


def numbered(records: Iterable[NumberedT]) -> list[NumberedT]:
    """Records in the order of their numbers."""
    return sorted(records, key=lambda record: record.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name as the page shows it: always Korean, English where it exists."""

    ko: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.ko or self.en

    def __bool__(self) -> bool:
        return bool(self.ko)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Years from first to last, both included."""

    first: int
    last: int

    @property
    def years(self) -> range:
        """Every year of the period; empty when it is reversed."""
        return range(self.first, self.last + 1)

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProvenance:
    """Where one field comes from when it differs from its record."""

    field: str
    kind: ProvenanceKind
    source: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance(Record):
    """Where a record comes from: `published` names its source, `example` is made up."""

    kind: ProvenanceKind = ProvenanceKind.OWN
    source: str = ""
    detail: str = ""
    fields: tuple[FieldProvenance, ...] = ()

    def of(self, field: str) -> "Provenance | FieldProvenance":
        """The provenance of one field: its own where it has one, else the record's."""
        return next((own for own in self.fields if own.field == field), self)


OWN = Provenance()
