"""Conditions on money: `도시=부산 재원=국비 연도=2018~2020`, named as in the attribute tables."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from mitgrim.figures.language import Word
from mitgrim.figures.lineage import both, listed, named
from mitgrim.figures.problems import MESSAGES, RefusedError
from mitgrim.figures.words import (
    Found,
    ambiguous,
    attribute,
    choice,
    every,
    fitting,
    fold,
    kind_of,
    one,
    only,
)
from mitgrim.plan import (
    NATION,
    FundingLine,
    FundingSource,
    Phase,
    Plan,
    Project,
    label_of,
    place,
    sector_of_action,
)
from mitgrim.plan.attributes import Attribute, table
from mitgrim.wording import Text

_YEARS: Final = re.compile(r"(?P<first>[0-9]{4})년?(?:[~–-](?P<last>[0-9]{4})년?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What one condition asks of a project or of its lines, or which part of them it takes.

    `part` is the city whose share counts or, with `tree`, the category; `phase` the rung of the
    budget ladder.
    """

    name: str
    text: Text
    of_project: Callable[[Project], bool] | None = None
    of_line: Callable[[FundingLine], bool] | None = None
    part: str = ""
    tree: str = ""
    phase: Phase | None = None


Conditions: TypeAlias = tuple[Condition, ...]
Maker: TypeAlias = Callable[[Plan, Attribute, Word], Condition]


def conditions(plan: Plan, words: Iterable[Word]) -> Conditions:
    """Every condition of an expression; a word that is none, or one said twice, is refused."""
    found: dict[str, Condition] = {}
    for word in words:
        if word.value is None:
            raise RefusedError(word.column, "stray", word=word.text)
        _, own = attribute(word, _candidates())
        if own.name in found:
            raise RefusedError(word.column, "condition-twice", word=word.text)
        found[own.name] = _MAKERS[own.name](plan, own, word)
        if {"city", "node"} <= found.keys():
            raise RefusedError(word.column, "city-and-category")
    return tuple(found.values())


def in_words(some: Sequence[Condition]) -> Text:
    """Conditions as a list, `도시 부산, 재원 국비`; without any, that there is none."""
    return listed([own.text for own in some]) if some else MESSAGES.both("no-condition")


def _said(own: Attribute, value: Text) -> Text:
    return Text(f"{own.ko} {value.ko}", f"{own.en} {value.en}")


def _one(own: Attribute, word: Word, candidates: Sequence[Found]) -> Found:
    return one(word.value or "", word.value_column, Text(own.ko, own.en), candidates)


def _city(plan: Plan, own: Attribute, word: Word) -> Condition:
    id = word.value or ""
    if id in plan.nation.cities and plan.section(id) is None:  # a partner yet to hand in
        return Condition(name=own.name, text=_said(own, Text(id, id)), part=id)
    found = _one(own, word, every(plan, "City"))
    return Condition(name=own.name, text=_said(own, named(found.record)), part=found.id)


def _years(plan: Plan, own: Attribute, word: Word) -> Condition:
    match = _YEARS.fullmatch(word.value or "")
    if not match:
        raise RefusedError(word.value_column, "year-unreadable", word=word.value or "")
    first, last = match["first"], match["last"] or match["first"]
    shown = first if first == last else f"{first}–{last}"
    years = range(int(first), int(last) + 1)
    return Condition(
        name=own.name,
        text=_said(own, Text(shown, shown)),
        of_line=lambda line: line.year in years,
    )


def _source(plan: Plan, own: Attribute, word: Word) -> Condition:
    """A source or a class of sources; a word may name both where they are the same money."""
    value = word.value or ""
    known = [(each.id, each.name, frozenset(each.sources)) for each in plan.nation.source_classes]
    known += [(each.value, label_of(each), frozenset({each})) for each in FundingSource]
    meant = [each for each in known if each[0] == value] or [
        each for each in known if fold(value) in {fold(each[1].ko), fold(each[1].en)}
    ]
    if not meant:
        names = listed([both(name, id) for id, name, _ in known])
        raise RefusedError(word.value_column, "choice-unknown", word=value, known=names)
    if len({sources for _, _, sources in meant}) > 1:
        names_of = [_with_id(both(name, id), id) for id, name, _ in meant]
        raise ambiguous(word.value_column, value, names_of)
    id, name, sources = meant[0]
    return Condition(
        name=own.name,
        text=_said(own, both(name, id)),
        of_line=lambda line: line.source in sources,
    )


def _with_id(name: Text, id: str) -> Text:
    return Text(f"{name.ko}({id})", f"{name.en} ({id})")


def _sector(plan: Plan, own: Attribute, word: Word) -> Condition:
    found = _one(own, word, every(plan, "Sector"))
    sectors = sector_of_action(plan.nation)
    return Condition(
        name=own.name,
        text=_said(own, named(found.record)),
        of_project=lambda project: sectors.get(project.action) == found.id,
    )


def _node(plan: Plan, own: Attribute, word: Word) -> Condition:
    """A category by id or label, with its tree before a slash where several trees have it."""
    value, kind = word.value or "", Text(own.ko, own.en)
    trees = every(plan, "Tree")
    meant = fitting(value, _nodes(trees))
    of, slash, node = value.rpartition("/")
    if slash and not meant:
        tree = one(of, word.value_column, kind, trees)
        meant = fitting(node, _nodes([tree]))
    found = only(meant, value, word.value_column, kind)
    tree = next(each for each in trees if found.place.startswith(f"{each.place}/"))
    ofs, names = named(tree.record), named(found.record)
    return Condition(
        name=own.name,
        text=_said(own, Text(f"{names.ko}({ofs.ko})", f"{names.en} ({ofs.en})")),
        part=found.id,
        tree=tree.id,
    )


def _nodes(trees: Iterable[Found]) -> list[Found]:
    return [
        Found(node, place(tree.place, "nodes", node.id), NATION)
        for tree in trees
        for node in tree.record.nodes
    ]


def _project(plan: Plan, own: Attribute, word: Word) -> Condition:
    found = _one(own, word, every(plan, "Project"))
    return Condition(
        name=own.name,
        text=_said(own, named(found.record)),
        of_project=lambda project: project is found.record,
    )


def _action(plan: Plan, own: Attribute, word: Word) -> Condition:
    found = _one(own, word, every(plan, "Action"))
    return Condition(
        name=own.name,
        text=_said(own, named(found.record)),
        of_project=lambda project: project.action == found.id,
    )


def _programme_line(plan: Plan, own: Attribute, word: Word) -> Condition:
    found = _one(own, word, every(plan, "ProgrammeLine"))
    return Condition(
        name=own.name,
        text=_said(own, named(found.record)),
        of_line=lambda line: line.programme_line == found.id,
    )


def _choice(own: Attribute, word: Word) -> tuple[StrEnum, Text]:
    kind = kind_of(own)
    assert kind is not None
    chosen = choice(word.value or "", word.value_column, kind)
    return chosen, _said(own, both(label_of(chosen)))


def _of_line(plan: Plan, own: Attribute, word: Word) -> Condition:
    chosen, text = _choice(own, word)
    return Condition(
        name=own.name, text=text, of_line=lambda line: getattr(line, own.name) is chosen
    )


def _phase(plan: Plan, own: Attribute, word: Word) -> Condition:
    chosen, text = _choice(own, word)
    return Condition(name=own.name, text=text, phase=Phase(chosen))


def _status(plan: Plan, own: Attribute, word: Word) -> Condition:
    chosen, text = _choice(own, word)
    return Condition(name=own.name, text=text, of_project=lambda project: project.status is chosen)


_RECORDS: Final[dict[str, dict[str, Maker]]] = {
    "Project": {"city": _city, "action": _action, "status": _status},
    "Action": {"sector": _sector},
    "Mapping": {"node": _node},
    "CityPlan": {"projects": _project},
    "FundingLine": {
        "year": _years,
        "source": _source,
        "phase": _phase,
        "use": _of_line,
        "certainty": _of_line,
        "programme_line": _programme_line,
    },
}
_MAKERS: Final = {name: maker for makers in _RECORDS.values() for name, maker in makers.items()}


def _candidates() -> list[tuple[str, Attribute]]:
    return [
        (record, own)
        for record, makers in _RECORDS.items()
        for own in table(record)
        if own.name in makers
    ]
