"""The numbers of chapters, sections, tables and figures, given once for every writer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mitgrim.documents.outline import Block, Figure, Section, Table


@dataclass(frozen=True, slots=True)
class Numbering:
    """How things are numbered: `제{n}장`, `부록 {n}`, `{n}.`, `표 {c}-{n}`, `그림 {c}-{n}`.

    An appendix numbers its tables and figures with `within`, such as `부{n}`, as their `{c}`.
    """

    chapter: str
    appendix: str
    within: str
    section: str
    table: str
    figure: str


def numbered_sections(
    chapters: Sequence[Section], appendices: Sequence[Section], numbering: Numbering
) -> tuple[Section, ...]:
    """Chapters, then appendices, each numbered through, with all that is in them."""
    return (
        *(
            _whole(one, numbering.chapter.format(n=n), f"{n}", numbering)
            for n, one in enumerate(chapters, start=1)
        ),
        *(
            _whole(one, numbering.appendix.format(n=n), numbering.within.format(n=n), numbering)
            for n, one in enumerate(appendices, start=1)
        ),
    )


class _Counter:
    """The tables and figures of one chapter so far."""

    def __init__(self) -> None:
        self.tables = 0
        self.figures = 0


def _whole(chapter: Section, label: str, within: str, numbering: Numbering) -> Section:
    labelled = _labelled(chapter, within, numbering, _Counter())
    blocks: list[Block] = []
    number = 0
    for block in labelled.blocks:
        if isinstance(block, Section):
            number += 1
            blocks.append(replace(block, label=numbering.section.format(n=number)))
        else:
            blocks.append(block)
    return replace(labelled, blocks=tuple(blocks), label=label)


def _labelled(section: Section, within: str, numbering: Numbering, so_far: _Counter) -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        match block:
            case Table():
                so_far.tables += 1
                label = numbering.table.format(c=within, n=so_far.tables)
                blocks.append(replace(block, label=label))
            case Figure():
                so_far.figures += 1
                so_far.tables += 1
                label = numbering.figure.format(c=within, n=so_far.figures)
                table = numbering.table.format(c=within, n=so_far.tables)
                numbers = replace(block.table, label=table)
                blocks.append(replace(block, label=label, table=numbers))
            case Section():
                blocks.append(_labelled(block, within, numbering, so_far))
            case _:
                blocks.append(block)
    return replace(section, blocks=tuple(blocks))
