"""The chapter of where the cities stand: themes on a map, and statistics of the host areas."""

from dataclasses import replace

from mitgrim.documents.chapters import passages, statistics, themes
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import Block, Note, Section, prose


def chapter(material: Material) -> Section | None:
    words = material.words
    cities = themes.section(material)
    measured = statistics.sections(material)
    blocks: list[Block] = [*passages.of_chapter(material, "situation")]
    blocks += [cities] if cities else []
    if measured:
        lead = Note(text=prose(words("statistics.lead")))
        first, *others = measured
        blocks += [
            replace(first, blocks=(lead, *first.blocks)),
            *others,
        ]
    if not blocks:
        return None
    return Section(id="situation", heading=words("situation.heading"), blocks=tuple(blocks))
