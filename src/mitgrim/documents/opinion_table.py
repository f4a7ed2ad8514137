"""의견 조치계획: who said what about which place, and what became of it, as a document."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from mitgrim.documents.framing import writer_words
from mitgrim.documents.outline import (
    Body,
    Cell,
    Column,
    ColumnKind,
    Definition,
    Document,
    Front,
    Paragraph,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE, Words
from mitgrim.wording import Lang

COLUMNS: Final = (
    "number", "who", "said", "place", "opinion", "disposition", "reason", "revision",
)  # fmt: skip
_LABELS: Final = frozenset({"number", "said", "disposition"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRow:
    """One opinion, or a part of one that is answered by itself, in words.

    `section` is what heads it, a city say. `who` is masked already: nothing here knows a name.
    """

    section: str
    number: str
    who: str
    said: date
    place: str
    opinion: str
    disposition: str
    reason: str = ""
    revision: str = ""


def heads(lang: Lang) -> tuple[str, ...]:
    """What the columns are called, in the order of `cells`."""
    words = Words(lang)
    return tuple(words(f"opinions.{own}") for own in COLUMNS)


def cells(row: OpinionRow, lang: Lang) -> tuple[str, ...]:
    """A row as texts."""
    shown = {"said": Words(lang).day(row.said)}
    return tuple(shown.get(own) or getattr(row, own) for own in COLUMNS)


def opinion_table(
    title: str, rows: Iterable[OpinionRow], day: date, lang: Lang = Lang.KO
) -> Document:
    """The table of a plan as of a day; rows of a section must stand together."""
    words = Words(lang)
    held = list(rows)
    sections = tuple(_sections(words, held))
    nothing = Section(
        id="none", heading=words("opinions.title"),
        blocks=(Paragraph(text=prose(words("opinions.none"))),),
    )  # fmt: skip
    return Document(
        lang=lang,
        title=words("opinions.document", title=title),
        front=Front(
            kicker=words("opinions.title"),
            title=title,
            facts=tuple(
                Definition(term=term, text=prose(text)) for term, text in _facts(words, held, day)
            ),
        ),
        sections=sections or (nothing,),
        colophon=(words("opinions.masked"), words("colophon.unofficial")),
        words=writer_words(words),
    )


def _facts(words: Words, rows: Sequence[OpinionRow], day: date) -> Iterator[tuple[str, str]]:
    yield words("opinions.day"), words.day(day, weekday=True)
    yield words("opinions.count"), words("opinions.n", n=len(rows))
    counted: Mapping[str, int] = Counter(own.disposition for own in rows)
    for name, count in counted.items():
        yield name, words("opinions.n", n=count)


def _sections(words: Words, rows: Iterable[OpinionRow]) -> Iterator[Section]:
    grouped = groupby(rows, key=lambda own: own.section)
    for number, (heading, some) in enumerate(grouped, start=1):
        yield Section(
            id=f"section-{number}",
            heading=heading,
            label=f"{number}.",
            blocks=(_table(words, number, heading, tuple(some)),),
            new_page=number > 1,
        )


def _table(words: Words, number: int, heading: str, rows: Sequence[OpinionRow]) -> Table:
    columns = tuple(
        Column(
            head=words(f"opinions.{own}"),
            kind=ColumnKind.LABEL if own in _LABELS else ColumnKind.TEXT,
        )
        for own in COLUMNS
    )
    body = Body(
        rows=tuple(
            Row(cells=tuple(Cell(text=text or NONE) for text in cells(own, words.lang)))
            for own in rows
        )
    )
    return Table(
        id=f"opinions-{number}",
        caption=words("opinions.of", section=heading),
        columns=columns,
        bodies=(body,),
    )
