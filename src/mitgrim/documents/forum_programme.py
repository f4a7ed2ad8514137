"""토론회 계획(안): the programme of a forum as a document of its own, made from its record."""

from collections.abc import Iterator

from mitgrim.documents.chapters import forum as chapter
from mitgrim.documents.framing import closing, writer_words
from mitgrim.documents.outline import Definition, Document, Front, Mark, Section, prose
from mitgrim.documents.words import Words
from mitgrim.plan import Forum, Plan
from mitgrim.wording import Lang


def forum_programme(plan: Plan, forum: Forum, lang: Lang = Lang.KO) -> Document:
    """The programme of one of a plan's forums: overview, topics, and the sessions by time.

    Minutes are computed from the times. What the record lacks is left out.
    """
    words = Words(lang)
    made_up = forum.provenance.kind is Mark.EXAMPLE
    title = words("programme.title", title=words.name(forum.title, forum.id))
    facts = [(words("programme.of"), words.name(plan.nation.name, plan.nation.id))]
    if forum.day:
        facts.append((words("programme.day"), words.day(forum.day, weekday=True)))
    return Document(
        lang=lang,
        title=title,
        front=Front(
            kicker=words("programme.kicker"),
            title=title,
            facts=tuple(Definition(term=term, text=prose(text)) for term, text in facts),
            notice=words("front.example") if made_up else "",
        ),
        sections=tuple(_sections(words, forum)),
        colophon=closing(words, examples=made_up),
        words=writer_words(words),
        short=True,
    )


def _sections(words: Words, forum: Forum) -> Iterator[Section]:
    facts = chapter.facts(words, forum)
    if facts.items:
        yield Section(id="overview", heading=words("programme.overview"), blocks=(facts,))
    if forum.topics:
        yield chapter.topics(words, forum, "topics")
    if forum.sessions:
        table = chapter.sessions(words, forum, "sessions")
        yield Section(id="programme", heading=words("programme.sessions"), blocks=(table,))
