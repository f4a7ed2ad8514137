"""The chapter of how the plan is followed: indicators, and what projects do to them."""

from mitgrim.documents.chapters import effects, indicators, passages
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import Block, Note, Section, prose


def chapter(material: Material) -> Section | None:
    words = material.words
    blocks: list[Block] = [*passages.of_chapter(material, "outcomes")]
    blocks += [one for one in (indicators.section(material), indicators.rates(material)) if one]
    if table := effects.table(material):
        lead = Note(text=prose(words("effects.lead")))
        blocks.append(
            Section(id="effect-section", heading=words("effects.heading"), blocks=(lead, table))
        )
    if not blocks:
        return None
    return Section(id="outcomes", heading=words("outcomes.heading"), blocks=tuple(blocks))
