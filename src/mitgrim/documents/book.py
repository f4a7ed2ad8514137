"""The plan book: everything a plan says, in one document that a reader can take away."""

from mitgrim.checks import Finding
from mitgrim.documents.chapters import (
    cities,
    found,
    links,
    money,
    outcomes,
    procedure,
    project_list,
    reckoning,
    roles,
    situation,
    sources,
    statutory,
    strategies,
    vision,
)
from mitgrim.documents.chapters.material import Material, material
from mitgrim.documents.maps import Basemap
from mitgrim.documents.numbering import Numbering, numbered_sections
from mitgrim.documents.outline import (
    Definition,
    Document,
    Front,
    Mark,
    MarkWords,
    WriterWords,
    prose,
)
from mitgrim.documents.words import Words
from mitgrim.plan import Plan, Totals
from mitgrim.wording import Lang

CHAPTERS = (
    vision,
    situation,
    strategies,
    cities,
    money,
    links,
    roles,
    outcomes,
    procedure,
)
APPENDICES = (project_list, reckoning, statutory, found, sources)


def book(
    plan: Plan,
    findings: tuple[Finding, ...],
    totals: Totals,
    basemap: Basemap | None = None,
    lang: Lang = Lang.KO,
) -> Document:
    """The book of a plan with what its checks found and its money summed.

    A draft makes a book too: what it lacks is left out or a dash. `basemap` is the parsed data
    of a basemap; without one the cities are a table alone.
    """
    words = Words(lang)
    made_from = material(plan, findings, totals, basemap, words)
    chapters = [section for one in CHAPTERS if (section := one.chapter(made_from))]
    appendices = [section for one in APPENDICES if (section := one.chapter(made_from))]
    numbering = Numbering(
        chapter=words("number.chapter", n="{n}"),
        appendix=words("number.appendix", n="{n}"),
        within=words("number.within", n="{n}"),
        section="{n}.",
        table=words("number.table", n="{c}-{n}"),
        figure=words("number.figure", n="{c}-{n}"),
    )
    return Document(
        lang=lang,
        title=words("front.document", title=words.name(plan.nation.name, plan.nation.id)),
        front=_front(made_from),
        sections=numbered_sections(chapters, appendices, numbering),
        colophon=_colophon(made_from),
        words=writer_words(words),
    )


def _front(made_from: Material) -> Front:
    words, nation = made_from.words, made_from.plan.nation
    facts = [
        (words("front.period"), words.years(nation.period)),
        (words("front.scope"), words("front.cities", n=len(nation.cities))),
    ]
    if nation.stages:
        facts.append((words("front.standing"), procedure.standing(made_from)))
    return Front(
        kicker=words("front.kicker"),
        title=words.name(nation.name, nation.id),
        facts=tuple(Definition(term=term, text=prose(text)) for term, text in facts),
        notice=words("front.example") if sources.has_examples(made_from.plan) else "",
    )


def _colophon(made_from: Material) -> tuple[str, ...]:
    words = made_from.words
    said = [words("colophon.made")]
    if sources.has_examples(made_from.plan):
        said.append(words("colophon.example"))
    said.append(words("colophon.unofficial"))
    if made_from.basemap is not None:
        said.append(made_from.basemap["attribution"][words.lang.value])
    return tuple(said)


def writer_words(words: Words) -> WriterWords:
    """What a writer says around any document."""
    return WriterWords(
        skip=words("page.skip"),
        contents=words("page.contents"),
        top=words("page.top"),
        legend=words("page.legend"),
        back=words("page.back"),
        marks=tuple(
            MarkWords(
                mark=mark, name=words(f"mark.{mark.value}"), meaning=words(f"mark.{mark.value}-is")
            )
            for mark in Mark
        ),
    )
