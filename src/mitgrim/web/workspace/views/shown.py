"""A comparison as pages show it: the summary and the money of all, and a part of the records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from mitgrim.web.workspace.comparison import (
    RecordChange,
    SectionComparison,
    Summary,
    Touched,
    in_words,
    money_of,
    summary_line,
)
from mitgrim.web.workspace.money import MoneyTable
from mitgrim.web.workspace.wording import Names, branch_text

RECORDS_SHOWN: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What changed in one section."""

    name: str
    title: str
    line: str
    records: tuple[RecordChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A comparison on a page."""

    summary: Summary
    line: str
    money: tuple[MoneyTable, ...]
    parts: tuple[Part, ...]
    page: Page[Any]


def shown(request: HttpRequest, comparisons: Sequence[SectionComparison], names: Names) -> Shown:
    """What a page shows of comparisons; `?page=` says which of the records."""
    summary = sum((own.summary for own in comparisons), Summary())
    every = [(own, touched) for own in comparisons for touched in own.touched]
    page = Paginator(every, RECORDS_SHOWN).get_page(request.GET.get("page"))
    return Shown(
        summary=summary,
        line=summary_line(summary),
        money=money_of(comparisons),
        parts=tuple(_parts(page.object_list, names)),
        page=page,
    )


def _parts(some: Iterable[tuple[SectionComparison, Touched]], names: Names) -> Iterable[Part]:
    by_section: dict[str, tuple[SectionComparison, list[Touched]]] = {}
    for comparison, touched in some:
        by_section.setdefault(comparison.name, (comparison, []))[1].append(touched)
    for name, (comparison, held) in by_section.items():
        yield Part(
            name=name,
            title=branch_text(name, names),
            line=summary_line(comparison.summary),
            records=in_words(comparison, held, names),
        )
