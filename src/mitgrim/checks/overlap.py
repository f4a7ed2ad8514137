"""Rules about the same thing twice: projects, places, sums over time, and what cities claim.

Names are compared without spaces, marks, letter case and width (NFKC). `generic_words.csv` lists
the words that say nothing of their own, each with the reason.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from math import ceil
from typing import Final
from unicodedata import normalize

from mitgrim.checks.engine import Hit, Subject, comparing_rule, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.readiness import amount
from mitgrim.checks.records import named
from mitgrim.plan import (
    NATION,
    City,
    CityPlan,
    Label,
    Plan,
    PrintedTable,
    Project,
    SeriesKind,
    label_of,
    numbered,
    place,
)
from mitgrim.wording import Catalogue, Text

MESSAGES: Final = Catalogue.load("mitgrim.checks", "messages_projects.toml")

# Of two letters each, counted twice in the shared and once in either name. 스마트 응급의료 and
# 스마트 응급의료 체계 have 0.86; 여성 창업지원센터 and 청년 창업지원센터, two projects, 0.71.
LEAST_ALIKE: Final = Fraction(4, 5)

# A word of one syllable is a particle or a unit as often as a thing.
SHORTEST_WORD: Final = 2

# Nor is one of more than this taken apart: nobody wrote it as a word.
LONGEST_WORD: Final = 40

# What follows a city's name when it is written in full.
SUFFIXES: Final = (
    *("", "시", "도", "군", "구", "광역시", "특별시", "특별자치시", "특별자치도", "혁신도시"),
)

# Nobody prints more decimal places; a number of them may be anything.
MOST_PLACES: Final = 20

# How many a message names before it counts the rest.
NAMED: Final = 5

_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"\d+")
# What alone tells two projects apart: numbers, single letters, Roman numerals, quarters, halves.
_TELLING: Final = re.compile(
    r"\d+|(?<![a-z])(?:[ivx]+|[a-z])(?![a-z])|[동서남북](?=[부측쪽구권문])|[상하](?=반기)"
)
_TIME: Final = re.compile(
    r"(?:['’`]\d\d|(?:19|20)\d\d|\d\d(?=년))(?:년도?|년말|말)?"
    r"(?:[.\-/]?\d{1,2}월?[.말]?|[.\-/]?[1-4](?:분기|q)|q[1-4]|[상하]반기)?"
    r"(?:\([^()]*\)|[pe])?"
    r"|\d{1,2}월|[1-4]분기|[상하]반기"
)
_TOTALS: Final = frozenset({"계", "합계", "총계", "소계", "누계", "total", "sum"})
_WHOLE: Final = (Decimal(100), Decimal(1))


@dataclass(frozen=True, slots=True)
class _Known:
    """A project as it is compared: its words without its own city's name."""

    section: CityPlan
    project: Project
    words: tuple[str, ...]

    @property
    def where(self) -> str:
        return place(self.section.city.id, "projects", self.project.id)


@rule("project-twice", Severity.WARNING, "docs/records.md#projects", messages=MESSAGES)
def project_twice(plan: Plan) -> Iterator[Hit]:
    """A project seems to be in the plan twice, in two cities or under two actions.

    The same name in one city or in one place; or very similar names with the same total in the
    same place. Another number, another place is another project. A partner's copy of a joint
    project and a copied id are other rules' findings.
    """
    projects = [
        _Known(section, project, _words(project.name, names))
        for section in plan.cities
        for names in [_names_of(section.city)]
        for project in section.projects
    ]
    groups = _Groups(len(projects))
    _join_same_names(projects, groups)
    _join_similar_names(projects, groups, _hosts(plan))
    for members in groups.found():
        same = [projects[member] for member in members]
        totals = [own.project.amount() for own in same]
        yield Hit(
            same[1].where,
            name=named(same[1].project),
            others=_all_of([_with_city(own) for own in (same[0], *same[2:])]),
            count=len(same),
            twice=amount(sum(totals) - max(totals)),
        )


def _join_same_names(projects: Sequence[_Known], groups: "_Groups") -> None:
    first: dict[tuple[str, str], int] = {}
    for index, own in enumerate(projects):
        if name := "".join(own.words):
            for code in {own.section.city.id, *own.project.areas}:
                other = first.setdefault((code, name), index)
                if _may_be_one(projects[other], own):
                    groups.join(other, index)


def _join_similar_names(
    projects: Sequence[_Known], groups: "_Groups", hosts: dict[str, tuple[str, ...]]
) -> None:
    blocks: dict[tuple[str, int, tuple[str, ...]], list[int]] = {}
    for index, own in enumerate(projects):
        total = own.project.amount()
        if total > 0 and own.words:
            telling = tuple(_TELLING.findall(" ".join(own.words)))
            for code in _codes(own, hosts):
                blocks.setdefault((code, total, telling), []).append(index)
    for block in blocks.values():
        if len(block) > 1:
            _join_alike(projects, groups, block)


def _join_alike(projects: Sequence[_Known], groups: "_Groups", block: Sequence[int]) -> None:
    by_name: dict[tuple[str, ...], int] = {}
    for index in block:
        other = by_name.setdefault(_without_making(projects[index].words), index)
        if _may_be_one(projects[other], projects[index]):
            groups.join(other, index)
    for one, two in _alike(list(by_name)):
        if _may_be_one(projects[by_name[one]], projects[by_name[two]]):
            groups.join(by_name[one], by_name[two])


def _may_be_one(one: _Known, other: _Known) -> bool:
    """Whether no other rule says already that the two are the same project."""
    if one.project.id == other.project.id:
        return False
    partners = {share.city for own in (one, other) for share in own.project.shares}
    if not partners & {one.section.city.id, other.section.city.id}:
        return True
    names = ["".join(_tokens(own.project.name.ko)) for own in (one, other)]
    return names[0] != names[1]


def _codes(own: _Known, hosts: dict[str, tuple[str, ...]]) -> set[str]:
    """The places a project is in; without any, its whole city."""
    areas = own.project.areas or (own.section.city.id,)
    return {code for area in areas for code in (area, *hosts.get(area, ()))}


def _hosts(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {
        section.city.id: tuple(area.code for area in section.city.hosts) for section in plan.cities
    }


def _alike(names: Sequence[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The pairs of names that are very similar.

    Only names that share one of their rarest pairs of letters are held against each other: two
    names that are alike enough share at least one of so many of them.
    """
    if len(names) == 1:
        return
    letters = {name: _pairs("".join(name)) for name in names}
    common = Counter(pair for own in letters.values() for pair in own)
    by_pair: dict[str, list[tuple[str, ...]]] = {}
    for name, own in letters.items():
        must_share = ceil(len(own) * LEAST_ALIKE / (2 - LEAST_ALIKE))
        rarest = sorted(own, key=lambda pair: (common[pair], pair))[: len(own) - must_share + 1]
        candidates = dict.fromkeys(other for pair in rarest for other in by_pair.get(pair, ()))
        for other in candidates:
            if _are_alike(name, other, own, letters[other]):
                yield other, name
        for pair in rarest:
            by_pair.setdefault(pair, []).append(name)


def _are_alike(
    one: tuple[str, ...], other: tuple[str, ...], letters: frozenset[str], others: frozenset[str]
) -> bool:
    """Whether most letters are shared, and not each name has a word that the other lacks."""
    if 2 * len(letters & others) < LEAST_ALIKE * (len(letters) + len(others)):
        return False
    return not (_has_own_word(one, others) and _has_own_word(other, letters))


def _has_own_word(words: tuple[str, ...], others: frozenset[str]) -> bool:
    return any(len(word) >= SHORTEST_WORD and not _pairs(word) & others for word in words)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


class _Groups:
    """Which of so many things were found to be one."""

    def __init__(self, size: int) -> None:
        self._first = list(range(size))

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self._root(one), self._root(other)))
        self._first[other] = one

    def found(self) -> list[list[int]]:
        """Groups of two and more, each in order."""
        groups: dict[int, list[int]] = {}
        for index in range(len(self._first)):
            groups.setdefault(self._root(index), []).append(index)
        return [members for members in groups.values() if len(members) > 1]

    def _root(self, index: int) -> int:
        while self._first[index] != index:
            self._first[index] = self._first[self._first[index]]
            index = self._first[index]
        return index


@rule("area-counted-twice", Severity.WARNING, "docs/records.md#sections", messages=MESSAGES)
def area_counted_twice(plan: Plan) -> Iterator[Hit]:
    """A statistic is there for a city and for its own districts in one year: a sum has both.

    Rates are not summed and may stand beside each other.
    """
    areas = {area.code: area for section in plan.cities for area in section.city.hosts}
    if not any(area.parent for area in areas.values()):
        return
    statistics = {own.id: own for own in plan.nation.statistics}
    there = {(o.statistic, o.year, o.area) for s in plan.cities for o in s.observations}
    for section in plan.cities:
        found: dict[tuple[str, str], tuple[set[str], set[int]]] = {}
        for own in section.observations:
            parent = areas[own.area].parent if own.area in areas else ""
            known = statistics.get(own.statistic)
            rate = known is not None and known.kind is SeriesKind.RATE
            if parent and not rate and (own.statistic, own.year, parent) in there:
                districts, years = found.setdefault((own.statistic, parent), (set(), set()))
                districts.add(own.area)
                years.add(own.year)
        for (statistic, parent), (districts, years) in sorted(found.items()):
            known = statistics.get(statistic)
            whole = areas.get(parent)
            yield Hit(
                f"{section.city.id}/observations",
                statistic=said(known.name if known else Label(), statistic),
                parent=said(whole.name if whole else Label(), parent),
                areas=_all_of([said(areas[code].name, code) for code in sorted(districts)]),
                years=", ".join(map(str, sorted(years))),
            )


@rule("cumulative-summed", Severity.WARNING, "docs/records.md#money", messages=MESSAGES)
def cumulative_summed(plan: Plan) -> Iterator[Hit]:
    """A printed table sums what must not be summed: stocks or running totals over time, or rates.

    Over places, stocks and running totals of one year may be summed. Shares of one whole may sum
    to 100 % (or 1). A total that is no sum, such as the last value, is none.
    """
    for section in plan.sections:
        at = section.city.id if isinstance(section, CityPlan) else NATION
        for table in section.printed_tables:
            if table.kind is not SeriesKind.FLOW and (wrong := next(_summed(table), None)):
                values, total = wrong
                yield Hit(
                    place(at, "printed_tables", table.id),
                    title=said(table.title, table.id),
                    kind=said(label_of(table.kind), ""),
                    sum=" + ".join(f"{value:,}" for value in values),
                    total=f"{total:,}",
                    unit=table.unit,
                )


def _summed(table: PrintedTable) -> Iterator[tuple[list[Decimal], Decimal]]:
    """Values that may not be summed, each with the printed sum of them."""
    rows = [row for row in numbered(table.rows) if not _is_total(row.label.ko or row.id)]
    times = all(_is_time(row.label.ko) or _is_time(row.id) for row in rows)
    printed = table.total or next(
        (row.cells for row in table.rows if _is_total(row.label.ko or row.id)), ()
    )
    for column, total in enumerate(printed):
        yield from _wrong(table, times, [row.cells[column : column + 1] for row in rows], total)
    values = [at for at, name in enumerate(table.columns) if not _is_total(name)]
    sums = [at for at, name in enumerate(table.columns) if _is_total(name)]
    times = all(_is_time(table.columns[at]) for at in values)
    for row in rows:
        for at in sums:
            for total in row.cells[at : at + 1]:
                cells = [row.cells[other : other + 1] for other in values if other < at]
                yield from _wrong(table, times, cells, total)


def _wrong(
    table: PrintedTable, times: bool, cells: Iterable[tuple[Decimal, ...]], total: Decimal
) -> Iterator[tuple[list[Decimal], Decimal]]:
    """The values and the total, if it is their sum and should not be.

    Printed values may each be off by half a place. What is no more than the largest of them is an
    average or a last value, however near to a sum of small ones.
    """
    values = [cell[0] for cell in cells if cell and cell[0]]
    places = min(max(table.places, 0), MOST_PLACES)
    slack = Decimal(len(values) + 1) / 2 * Decimal(1).scaleb(-places)
    if not values or total <= max(values) or abs(sum(values) - total) > slack:
        return
    whole = any(abs(total - one) <= slack for one in _WHOLE)
    rate = table.kind is SeriesKind.RATE
    if (rate and not whole) or (not rate and times):
        yield values, total


def _is_time(text: str) -> bool:
    return _TIME.fullmatch(_squeezed(text)) is not None


def _is_total(text: str) -> bool:
    return _squeezed(text) in _TOTALS


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", normalize("NFKC", text)).casefold()


@comparing_rule("themes-overlap", Severity.NOTE, "docs/records.md#sections", messages=MESSAGES)
def themes_overlap(subject: Subject) -> Iterator[Hit]:
    """Themes of several cities share a word of their own, though each city should be special.

    The themes in force on the subject's day, or the latest. One finding for each set of cities.
    """
    themes = [
        (section, theme)
        for section in subject.plan.cities
        if (theme := section.theme(subject.day)) is not None
    ]
    names = frozenset(name for section, _ in themes for name in _names_of(section.city))
    own_words = [_telling_words(theme.text, names) for _, theme in themes]
    words = {word for own in own_words for word in own}
    shared: dict[str, list[int]] = {}
    for index, own in enumerate(own_words):
        parts = {part for word in own for part in _ends_of(word) if part in words}
        for part in sorted(parts):
            shared.setdefault(part, []).append(index)
    groups: dict[tuple[int, ...], list[str]] = {}
    for word, cities in sorted(shared.items()):
        if len(cities) > 1:
            groups.setdefault(tuple(cities), []).append(word)
    for members, found in sorted(groups.items()):
        section, theme = themes[members[0]]
        longest = [word for word in found if not any(word in o for o in found if o != word)]
        yield Hit(
            place(section.city.id, "themes", theme.valid_from.isoformat(), "text"),
            words=Text(*[", ".join(f"‘{word}’" for word in longest)] * 2),
            count=len(members),
            themes=_all_of(
                [_beside(_city(themes[at][0]), _with_korean(themes[at][1].text)) for at in members]
            ),
        )


def _ends_of(word: str) -> Iterator[str]:
    """A word, and what it begins or ends with: 신재생에너지 is about 에너지 too."""
    for length in range(SHORTEST_WORD, min(len(word), LONGEST_WORD) + 1):
        yield word[:length]
        yield word[-length:]


@rule(
    "projects-overlap-between-cities", Severity.NOTE, "docs/records.md#projects", messages=MESSAGES
)
def projects_overlap_between_cities(plan: Plan) -> Iterator[Hit]:
    """Several cities plan nearly the same project under one action: to share, or to tell apart.

    Names are compared without cities, numbers and words such as 구축. A title that has no word of
    its own (부산 특화산업 예시사업 3) says nothing, and one programme line that pays for all of
    them means that they are alike on purpose.
    """
    cities = frozenset(name for section in plan.cities for name in _names_of(section.city))
    sectors = frozenset(
        word for sector in plan.nation.sectors for word in _tokens(sector.name.ko or sector.name.en)
    )
    groups: dict[tuple[str, str], list[_Known]] = {}
    for section in plan.cities:
        for project in section.projects:
            words = _words(project.name, cities)
            bare = tuple(filter(None, (_NUMBER.sub("", word) for word in words)))
            if project.action and any(_core(w) for w in bare if w not in sectors):
                key = project.action, "".join(_without_making(bare))
                groups.setdefault(key, []).append(_Known(section, project, bare))
    for members in groups.values():
        sections = {own.section.city.id: own.section for own in members}
        if len(sections) > 1 and not _on_one_line(members):
            yield Hit(
                members[0].where,
                name=named(members[0].project),
                action=members[0].project.action,
                count=len(sections),
                cities=_all_of([_city(section) for section in sections.values()]),
                others=_all_of([_with_city(own) for own in members[1:]]),
            )


def _on_one_line(members: Sequence[_Known]) -> bool:
    """Whether one programme line pays for all of these projects."""
    lines = [{line.programme_line for line in own.project.money} - {""} for own in members]
    return bool(set.intersection(*lines))


def _words(name: Label, without: frozenset[str]) -> tuple[str, ...]:
    """The words of a name, letters and digits only, without names of cities."""
    words = _tokens(name.ko or name.en)
    kept: list[str] = []
    at = 0
    while at < len(words):
        if "".join(words[at : at + 2]) in without:  # 광주·전남, 부산 혁신도시
            at += 2
        elif words[at] in without:
            at += 1
        else:
            kept.append(words[at])
            at += 1
    return tuple(kept)


def _tokens(text: str) -> list[str]:
    return _WORD.findall(normalize("NFKC", text).casefold())


def _names_of(city: City) -> frozenset[str]:
    """How a city is called: its short name and what follows it, and its full name."""
    short = "".join(_tokens(city.short.ko))
    names = {f"{short}{suffix}" for suffix in SUFFIXES} if short else set()
    full = "".join(_tokens(city.name.ko))
    return frozenset({*names, full} - {""})


@cache
def _generic() -> dict[str, str]:
    """The words that say nothing of their own, with their kind."""
    text = (files(__package__) / "generic_words.csv").read_text("utf-8")
    return {row["word"]: row["kind"] for row in csv.DictReader(text.splitlines())}


@cache
def _longest_first(*kinds: str) -> tuple[str, ...]:
    words = [word for word, kind in _generic().items() if not kinds or kind in kinds]
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=65536)
def _core(word: str) -> str:
    """What is left of a word without generic ones before and after it; 첨단해양 is 해양."""
    if word in _generic() or len(word) < SHORTEST_WORD:
        return ""
    if len(word) <= LONGEST_WORD:
        for generic in _longest_first():
            if len(word) - len(generic) >= SHORTEST_WORD:
                for rest in (word.removeprefix(generic), word.removesuffix(generic)):
                    if rest != word:
                        return _core(rest)
    return word


def _without_making(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the words that only say that it is made; never without any word."""
    kept = tuple(filter(None, map(_unmade, words)))
    return kept or words


@lru_cache(maxsize=65536)
def _unmade(word: str) -> str:
    """What is left of a word without what says that it is made: 인증센터건립사업 is 인증센터."""
    if len(word) > LONGEST_WORD:
        return word
    for making in _longest_first("making"):
        if word == making:
            return ""
        if word.endswith(making) and len(word) - len(making) >= SHORTEST_WORD:
            return _unmade(word.removesuffix(making))
    return word


def _telling_words(text: Label, cities: frozenset[str]) -> set[str]:
    return {core for word in _words(text, cities) if (core := _core(word))}


def _city(section: CityPlan) -> Text:
    return said(section.city.short or section.city.name, section.city.id)


def _with_city(own: _Known) -> Text:
    return _beside(_city(own.section), named(own.project))


def _beside(city: Text, text: Text) -> Text:
    return Text(f"{city.ko} ‘{text.ko}’", f"{city.en} ‘{text.en}’")


def _with_korean(text: Label) -> Text:
    """A text that an English message gives in Korean too, in which its words were compared."""
    both = text.ko and text.en and text.ko != text.en
    return Text(text.ko or text.en, f"{text.en} ({text.ko})" if both else text.en or text.ko)


def _all_of(texts: Sequence[Text]) -> Text:
    """The first few, and how many more there are."""
    shown = texts[:NAMED] if len(texts) > NAMED + 1 else texts
    listed = Text(", ".join(text.ko for text in shown), ", ".join(text.en for text in shown))
    if len(shown) == len(texts):
        return listed
    return MESSAGES.both("and-more", listed=listed, count=len(texts) - len(shown))
