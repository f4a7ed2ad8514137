"""How like texts are: by the pairs of letters they share, the rare ones counting most.

Korean glues endings to words and spaces compounds in more than one way, so words are of little use:
`주차장을 넓혀 주세요` and `주차장 좀 넓혀주십시오` share pairs of syllables, and hardly a word.
Likeness is the cosine of the two texts' pairs, weighted by how few of the texts have them.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mitgrim.wording.search import search_key

LIKE: Final = 0.4  # from here on two texts are shown to a person as perhaps the same
_ROUNDING: Final = 1e-9
_Vector = Mapping[str, float]  # the rarest pairs first


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts by their places in a sequence, and their likeness from 0 to 1."""

    first: int
    second: int
    likeness: float


def alike(texts: Sequence[str], least: float = LIKE) -> Iterator[Alike]:
    """Every two texts at least so like, exactly as comparing each with each would find them.

    Where two texts are like, their rarest shared pair is among the rare pairs that make up most of
    each (Cauchy-Schwarz bounds what the rest can add): only texts that share such a one are
    compared. `least` must be above 0.
    """
    vectors = _vectors(texts)
    seen: dict[str, list[int]] = defaultdict(list)
    for second, vector in enumerate(vectors):
        telling = _telling(vector, least)
        for first in sorted({own for pair in telling for own in seen[pair]}):
            found = _dot(vectors[first], vector)
            if found >= least:
                yield Alike(first, second, min(found, 1.0))
        for pair in telling:
            seen[pair].append(second)


def groups(texts: Sequence[str], least: float = LIKE) -> tuple[tuple[int, ...], ...]:
    """Texts that could be answered together, each group with the one most like the others first.

    Everything in a group is like its first text: no chain of small differences leads from one
    subject to another. A text is in one group at most, and one that is like no other in none.
    """
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for own in alike(texts, least):
        near[own.first][own.second] = near[own.second][own.first] = own.likeness
    taken: set[int] = set()
    found = []
    for middle in sorted(near, key=lambda own: (-len(near[own]), own)):
        others = [own for own in near[middle] if own not in taken]
        if middle not in taken and others:
            others.sort(key=lambda own: (-near[middle][own], own))  # used at once
            found.append((middle, *others))
            taken |= {middle, *others}
    return tuple(found)


def _pairs(text: str) -> frozenset[str]:
    key = search_key(text)
    return frozenset(key[at : at + 2] for at in range(max(len(key) - 1, 1))) - {""}


def _vectors(texts: Sequence[str]) -> list[_Vector]:
    """Each text as weights whose squares add up to one."""
    sets = [_pairs(own) for own in texts]
    counts = Counter(pair for own in sets for pair in own)
    weight = {pair: math.log(1 + len(sets) / n) for pair, n in counts.items()}
    rank = {pair: at for at, pair in enumerate(sorted(counts, key=lambda own: (counts[own], own)))}
    vectors: list[_Vector] = []
    for own in sets:
        length = math.sqrt(math.fsum(weight[pair] ** 2 for pair in own)) or 1.0
        vectors.append({pair: weight[pair] / length for pair in sorted(own, key=rank.__getitem__)})
    return vectors


def _telling(vector: _Vector, least: float) -> list[str]:
    """The rarest pairs of a text, up to where the others together can't reach `least`."""
    ordered = list(vector)
    rest = 0.0
    for at in range(len(ordered) - 1, -1, -1):
        rest += vector[ordered[at]] ** 2
        if math.sqrt(rest) >= least - _ROUNDING:
            return ordered[: at + 1]
    return []


def _dot(one: _Vector, other: _Vector) -> float:
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    return math.fsum(weight * many[pair] for pair, weight in few.items() if pair in many)
