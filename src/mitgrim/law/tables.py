"""Tables whose rows hold from a day to a day, both included, and are asked for a day."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from mitgrim.law.errors import MESSAGES, refuse
from mitgrim.wording import Lang, Text, date_text, in_both


class Dated(Protocol):
    """A row: the rows of one id follow one another in time.

    An empty `valid_to` means still in force. A row that is not `known` states a gap: nothing is
    known of those days, and its note says so.
    """

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Text: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def article(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def confidence(self) -> str: ...
    @property
    def note(self) -> Text: ...
    @property
    def known(self) -> bool: ...


DatedT = TypeVar("DatedT", bound=Dated)


class Table(Generic[DatedT]):
    """Rows by id and day. `kind` is what its rows are called in messages."""

    kind = "row"

    def __init__(self, rows: Iterable[DatedT] = ()) -> None:
        self._rows: dict[str, tuple[DatedT, ...]] = {}
        for row in sorted(rows, key=lambda own: own.valid_from):
            self._rows[row.id] = (*self._rows.get(row.id, ()), row)

    def __iter__(self) -> Iterator[DatedT]:
        return (row for history in self._rows.values() for row in history)

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id, by the first day of its first row."""
        return tuple(self._rows)

    def history(self, id: str) -> tuple[DatedT, ...]:
        """The rows of an id from the first to the last; none for an unknown id."""
        return self._rows.get(id, ())

    def at(self, id: str, day: date) -> DatedT:
        """The row that holds on a day. Raises LawError for none, for two, and for a stated gap."""
        rows = self.history(id)
        if not rows:
            near = get_close_matches(id, self._rows, n=3)
            raise refuse("unknown-id", kind=self._kind, id=id, near=", ".join(near) or "—")
        held = [row for row in rows if holds(row, day)]
        on = in_both(lambda lang: date_text(day, lang, weekday=False))
        if not held:
            raise refuse("not-in-force", name=rows[-1].name, id=id, day=on, periods=periods(*rows))
        if len(held) > 1:
            articles = ", ".join(row.article for row in held)
            raise refuse(
                "two-in-force", name=rows[-1].name, id=id, day=on,
                periods=periods(*held), articles=articles,
            )  # fmt: skip
        if not held[0].known:
            raise refuse("not-known", name=held[0].name, id=id, day=on, note=held[0].note)
        return held[0]

    @property
    def _kind(self) -> Text:
        return MESSAGES.both(f"kind.{self.kind}")


def holds(row: Dated, day: date) -> bool:
    """Whether a row is in force on a day."""
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def overlaps(rows: Iterable[DatedT]) -> Iterator[tuple[DatedT, DatedT]]:
    """Neighbours in time that hold on the same day; rows come in the order of their first day."""
    for one, other in pairwise(rows):
        if one.valid_to is None or other.valid_from <= one.valid_to:
            yield one, other


def gaps(rows: Iterable[DatedT]) -> Iterator[tuple[DatedT, DatedT]]:
    """Neighbours in time with days between them of which nothing is said."""
    for one, other in pairwise(rows):
        if one.valid_to is not None and one.valid_to + timedelta(days=1) < other.valid_from:
            yield one, other


def periods(*rows: Dated) -> Text:
    """From when to when each of the rows holds, in both languages."""
    return in_both(lambda lang: ", ".join(_period(row, lang) for row in rows))


def _period(row: Dated, lang: Lang) -> str:
    first = date_text(row.valid_from, lang, weekday=False)
    last = date_text(row.valid_to, lang, weekday=False) if row.valid_to else ""
    return f"{first}~{last}" if lang == Lang.KO else f"{first} – {last}".rstrip()
