"""The forums at which a plan is debated: purpose, topics and programme."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Block,
    Body,
    Bullet,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    Definition,
    DefinitionList,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE, Words
from mitgrim.plan import Forum, Session
from mitgrim.wording import times_text


def sections(material: Material) -> Iterator[Section]:
    """A section for each forum."""
    yield from (section for _, section in by_forum(material))


def by_forum(material: Material) -> Iterator[tuple[Forum, Section]]:
    """Each forum with its section."""
    for number, forum in enumerate(material.plan.nation.forums, start=1):
        yield forum, _forum(material, forum, number)


def _forum(material: Material, forum: Forum, number: int) -> Section:
    words = material.words
    title = words.name(forum.title, forum.id)
    blocks: list[Block] = [facts(words, forum)]
    if forum.topics:
        blocks.append(topics(words, forum, f"forum-{number}-topics"))
    if forum.sessions:
        blocks.append(sessions(words, forum, f"programme-{number}"))
    return Section(id=f"forum-{number}", heading=title, blocks=tuple(blocks))


def facts(words: Words, forum: Forum) -> DefinitionList:
    """Purpose, when and where, who holds it, who attends by group."""
    starts = min((session.starts for session in forum.sessions), default=None)
    ends = max((session.ends for session in forum.sessions), default=None)
    when = words.day(forum.day, weekday=True)
    if starts and ends:
        when = f"{when} {times_text(starts, ends, words.lang)}".strip()
    said = (
        ("purpose", forum.purpose),
        ("when", " / ".join(part for part in (when, forum.place) if part)),
        ("organiser", forum.organiser),
        ("attendance", _attendance(forum)),
    )
    return DefinitionList(
        items=tuple(
            Definition(term=words(f"forum.{term}"), text=prose(text)) for term, text in said if text
        )
    )


def topics(words: Words, forum: Forum, id: str) -> Section:
    """What is presented and discussed, each topic with the footnotes (`* …`) that follow it."""
    found: list[Bullet] = []
    for topic in forum.topics:
        if found and topic.startswith("*"):
            found[-1] = replace(found[-1], items=(*found[-1].items, prose(topic)))
        else:
            found.append(Bullet(text=prose(topic)))
    return Section(id=id, heading=words("forum.topics"), blocks=(Bullets(items=tuple(found)),))


def sessions(words: Words, forum: Forum, id: str) -> Table:
    """The programme by time, with the minutes that each part takes."""
    columns = (
        Column(head=words("forum.time"), kind=ColumnKind.LABEL),
        Column(head=words("forum.minutes"), kind=ColumnKind.LABEL),
        Column(head=words("forum.item")),
        Column(head=words("forum.remark")),
    )
    return Table(
        id=id,
        caption=words("forum.programme"),
        columns=columns,
        bodies=(Body(rows=tuple(_session(words, own) for own in forum.sessions)),),
        row_head=2,
        mark=marks.of(forum.provenance),
    )


def _attendance(forum: Forum) -> str:
    groups = [group for group in forum.attendance if not group.startswith("*")]
    footnotes = [group for group in forum.attendance if group.startswith("*")]
    return " ".join([", ".join(groups), *footnotes]).strip()


def _session(words: Words, session: Session) -> Row:
    minutes = _minutes(session.ends) - _minutes(session.starts)
    return marks.row_of(
        times_text(session.starts, session.ends, words.lang),
        words("forum.duration", n=minutes) if minutes > 0 else NONE,
        Cell(text=words.name(session.title), items=session.topics),
        session.remark,
    )


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
