"""The plan's prose: the chapter a passage stands in, and the one place where text becomes runs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import Paragraph, Prose, Run, Section, prose
from mitgrim.figures import FigureProblem, Shown, Value, cut
from mitgrim.plan import Passage, numbered

_STEPS: Final = 2  # of a figure's steps, the last ones

# A passage's id says where it stands: in its sector's section, in one of these chapters, else in
# the first.
PLACES: Final = {
    "situation": ("situation", "themes"),
    "money": ("money", "funding", "management", "fund-and-transport"),
    "links": ("links",),
    "roles": ("roles",),
    "outcomes": ("outcomes", "monitoring"),
    "procedure": ("procedure",),
}


def written(material: Material, text: str) -> Prose:
    """What a planner typed, as runs: figures bound to the plan have their values and a note."""
    runs: list[Run] = []
    for part in cut(material.plan, text):
        if isinstance(part, str):
            runs.append(Run(text=part))
        else:
            runs += _figure(material, part)
    return tuple(run for run in runs if run.text)


def _figure(material: Material, shown: Shown) -> tuple[Run, Run]:
    """A figure's value with how it came to be; one that has no value stays as it was typed."""
    lang = material.words.lang
    value = Run(text=shown.value_text(lang), note=_note(material, shown.value))
    return value, Run(text=shown.particle(lang))


def _note(material: Material, value: Value | FigureProblem) -> Prose:
    """The steps to a value, back to the records; made-up records make the whole an example."""
    words = material.words
    if isinstance(value, FigureProblem):
        return prose(value.message.in_(words.lang))
    said = [
        words("figures.step", rule=step.rule, result=step.result) for step in value.steps[:_STEPS]
    ]
    used = [own.origin.kind for step in value.steps for own in step.records]
    mark = marks.combined(used)
    return prose(Run(text=" ← ".join(said), mark=mark)) if said else ()


def paragraphs(material: Material, text: str) -> tuple[Paragraph, ...]:
    """A paragraph for every stretch between empty lines."""
    stretches = (stretch.strip() for stretch in text.split("\n\n"))
    return tuple(Paragraph(text=written(material, stretch)) for stretch in stretches if stretch)


def unheaded(material: Material, passage: Passage) -> tuple[Paragraph, ...]:
    """A passage without its title; where it comes from is said at its end."""
    found = paragraphs(material, passage.text)
    if not found:
        return ()
    *others, last = found[-1].text
    marked = replace(last, mark=marks.of(passage.provenance))
    return (*found[:-1], Paragraph(text=(*others, marked)))


def sections(material: Material, some: Sequence[Passage], prefix: str) -> Iterator[Section]:
    """Passages as sections under their titles, in order."""
    for number, passage in enumerate(numbered(some), start=1):
        yield Section(
            id=f"{prefix}-{number}",
            heading=material.words.name(passage.title, passage.id),
            blocks=paragraphs(material, passage.text),
            mark=marks.of(passage.provenance),
        )


def of_chapter(material: Material, chapter: str) -> tuple[Section, ...]:
    """The nation's passages that stand in a chapter."""
    own = [p for p in material.plan.nation.passages if p.id in PLACES[chapter]]
    return tuple(sections(material, own, f"{chapter}-passage"))


def of_sector(material: Material, sector: str) -> Passage | None:
    """The passage that bears a sector's id."""
    return next((p for p in material.plan.nation.passages if p.id == sector), None)


def of_the_whole(material: Material) -> tuple[Section, ...]:
    """The passages that stand nowhere else."""
    nation = material.plan.nation
    elsewhere = {id for ids in PLACES.values() for id in ids}
    elsewhere |= {sector.id for sector in nation.sectors}
    own = [passage for passage in nation.passages if passage.id not in elsewhere]
    return tuple(sections(material, own, "passage"))
