"""회의록: the minutes of a committee's sitting as a document."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from mitgrim.documents.framing import writer_words
from mitgrim.documents.outline import (
    Block,
    Body,
    Bullet,
    Bullets,
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

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesVote:
    """A vote: the question, its result in a sentence, and who said what."""

    question: str
    result: str
    roll: Pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesItem:
    """An item of the docket: what is said of it, line by line, its votes, what was decided."""

    title: str
    lines: tuple[str, ...]
    votes: tuple[MinutesVote, ...]
    decision: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes of a sitting in words: nothing here knows more than is printed.

    `present` has every member and when they were there; `said` what somebody wrote of the debate.
    """

    committee: str
    title: str
    day: date
    facts: Pairs
    present: Pairs
    items: tuple[MinutesItem, ...]
    said: str = ""


def minutes_document(minutes: Minutes, lang: Lang = Lang.KO) -> Document:
    """The minutes of a sitting: who was there, item by item what was asked and decided."""
    words = Words(lang)
    facts = ((words("minutes.day"), words.day(minutes.day, weekday=True)), *minutes.facts)
    return Document(
        lang=lang,
        title=words("minutes.document", committee=minutes.committee, title=minutes.title),
        front=Front(
            kicker=words("minutes.kicker"),
            title=f"{minutes.committee} {minutes.title}",
            facts=tuple(Definition(term=term, text=prose(text)) for term, text in facts),
        ),
        sections=tuple(_sections(words, minutes)),
        colophon=(words("colophon.unofficial"),),
        words=replace(writer_words(words), marks=()),  # a record marks no values
        short=True,
    )


def _sections(words: Words, minutes: Minutes) -> Iterator[Section]:
    present = _table(
        "present", words("minutes.present"), (words("minutes.member"), words("minutes.when")),
        minutes.present,
    )  # fmt: skip
    yield Section(id="attendance", heading=words("minutes.present"), blocks=(present,))
    for number, own in enumerate(minutes.items, start=1):
        yield Section(
            id=f"item-{number}",
            heading=words("minutes.item", n=number, title=own.title),
            blocks=tuple(_item(words, number, own)),
        )
    said = tuple(filter(None, map(str.strip, minutes.said.splitlines())))
    yield Section(
        id="said",
        heading=words("minutes.said"),
        blocks=tuple(_paragraph(own) for own in said or (words("minutes.nothing-said"),)),
    )


def _item(words: Words, number: int, own: MinutesItem) -> Iterator[Block]:
    for line in own.lines:
        yield _paragraph(line)
    for at, vote in enumerate(own.votes, start=1):
        roll = _table(
            f"roll-{number}-{at}", words("minutes.roll"),
            (words("minutes.member"), words("minutes.vote")), vote.roll,
        )  # fmt: skip
        yield Section(
            id=f"vote-{number}-{at}", heading=vote.question, blocks=(_paragraph(vote.result), roll)
        )
    decided: list[Block] = [_paragraph(own.decision)]
    if own.conditions:
        decided.append(Bullets(items=tuple(Bullet(text=prose(each)) for each in own.conditions)))
    yield Section(id=f"decision-{number}", heading=words("minutes.decision"), blocks=tuple(decided))


def _paragraph(text: str) -> Paragraph:
    return Paragraph(text=prose(text))


def _table(id: str, caption: str, heads: tuple[str, str], rows: Pairs) -> Table:
    lines = tuple(Row(cells=tuple(Cell(text=own or NONE) for own in row)) for row in rows)
    columns = tuple(Column(head=own, kind=ColumnKind.LABEL) for own in heads)
    return Table(id=id, caption=caption, columns=columns, bodies=(Body(rows=lines),))
