"""How a text was reworded: what stayed, went and came, in spans that a reader can follow.

Words are compared, with spaces and punctuation on their own, by Myers' algorithm. Texts that are
more than `MOST_EDITS` words apart are first taken apart at the sentences and lines that stand once
in both, and compared by word in between; what is too far apart even then is one removed and one
added piece. So time is bounded: it grows with the length of the texts and not with its square.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

MOST_EDITS: Final = 300

_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")
_SENTENCES: Final = re.compile(r"[^\n]*?[.!?][ \t]+|[^\n]*\n|[^\n]+")


_Match = tuple[int, int, int]  # where in each list of tokens, and how many


class PieceKind(StrEnum):
    """Whether a piece of text stayed, came or went."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with what became of it."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Text that stayed, and then what was removed and added in one place."""

    same: str
    removed: str
    added: str

    @property
    def size(self) -> int:
        return max(len(self.removed), len(self.added))


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order, what was removed before what was added.

    Same and removed pieces make up `before`, same and added ones `after`. A word that stayed
    between two longer changes is shown as changed with them, for nobody reads single words that
    stand between crossed-out ones.
    """
    return tuple(_pieces(_readable(_hunks(before, after))))


def _hunks(before: str, after: str) -> list[_Hunk]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matches = _matches(old, new)
    if matches is not None:
        return _between(old, new, matches)
    old, new = _SENTENCES.findall(before), _SENTENCES.findall(after)
    by_sentence = _between(old, new, _unique_in_both(old, new))
    return [inner for hunk in by_sentence for inner in _by_word(hunk)]


def _by_word(hunk: _Hunk) -> list[_Hunk]:
    old, new = _WORDS.findall(hunk.removed), _WORDS.findall(hunk.added)
    matches = _matches(old, new)
    return [hunk] if matches is None else [_Hunk(hunk.same, "", ""), *_between(old, new, matches)]


def _between(before: Sequence[str], after: Sequence[str], matches: Sequence[_Match]) -> list[_Hunk]:
    """The hunks between what matches in two lists of tokens."""
    hunks, x, y = [], 0, 0
    same = ""
    for start, other, length in [*matches, (len(before), len(after), 0)]:
        if start > x or other > y or length == 0:
            hunks.append(_Hunk(same, "".join(before[x:start]), "".join(after[y:other])))
            same = ""
        x, y = start + length, other + length
        same += "".join(before[start:x])
    return hunks


def _unique_in_both(before: Sequence[str], after: Sequence[str]) -> list[_Match]:
    """The most sentences that stand once in either text, in one order in both (patience)."""
    once = {sentence for sentence, n in Counter(before).items() if n == 1}
    where = {own: y for y, own in enumerate(after) if own in once}
    once &= {sentence for sentence, n in Counter(after).items() if n == 1}
    ends: list[int] = []
    piles: list[Any] = []  # of each length, the chain that ends first: its last match, and the rest
    for x, y in ((x, where[own]) for x, own in enumerate(before) if own in once):
        pile = bisect_left(ends, y)
        ends[pile : pile + 1] = [y]
        piles[pile : pile + 1] = [((x, y, 1), piles[pile - 1] if pile else None)]
    found: list[_Match] = []
    rest = piles[-1] if piles else None
    while rest:
        match, rest = rest
        found.append(match)
    return found[::-1]


def _matches(before: Sequence[str], after: Sequence[str]) -> list[_Match] | None:
    """Runs of tokens that both have, in order: where in each, and how many."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    middle = _snakes(before[head : len(before) - tail], after[head : len(after) - tail])
    if middle is None:
        return None
    shifted = [(x + head, y + head, length) for x, y, length in middle]
    found = [(0, 0, head), *shifted, (len(before) - tail, len(after) - tail, tail)]
    return [match for match in found if match[2]]


def _snakes(a: Sequence[str], b: Sequence[str]) -> list[_Match] | None:
    """The diagonals of a shortest edit script (Myers 1986), or None beyond `MOST_EDITS`."""
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(len(a) + len(b), MOST_EDITS) + 1):
        trail.append(dict(reach))
        for k in range(-edits, edits + 1, 2):
            x = _step(reach, k, edits)
            y = x - k
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            reach[k] = x
            if x >= len(a) and y >= len(b):
                return _walked_back(trail, len(a), len(b))
    return None


def _step(reach: dict[int, int], k: int, edits: int) -> int:
    """How far a diagonal is reached with one more token added (from above) or removed."""
    down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
    return reach[k + 1] if down else reach[k - 1] + 1


def _walked_back(trail: list[dict[int, int]], x: int, y: int) -> list[_Match]:
    found = []
    for edits in range(len(trail) - 1, -1, -1):
        reach, k = trail[edits], x - y
        start = _step(reach, k, edits)
        if x > start:
            found.append((start, start - k, x - start))
        down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
        x = start if down else start - 1
        y = start - k - 1 if down else start - k
    return found[::-1]


def _readable(hunks: Sequence[_Hunk]) -> list[_Hunk]:
    """Hunks joined across what is too short to be read between them."""
    joined: list[_Hunk] = []
    for hunk in hunks:
        own = hunk
        while joined and own.size and joined[-1].size and _is_slight(own, joined[-1]):
            last = joined.pop()
            between = own.same
            own = _Hunk(
                last.same, last.removed + between + own.removed, last.added + between + own.added
            )
        if joined and not joined[-1].size:
            own = _Hunk(joined.pop().same + own.same, own.removed, own.added)
        joined.append(own)
    return joined


def _is_slight(hunk: _Hunk, last: _Hunk) -> bool:
    """Whether what stayed before a hunk is a gap, or shorter than the changes on both sides."""
    is_gap = not re.search(r"\w|\n", hunk.same)
    return is_gap or len(hunk.same) <= min(hunk.size, last.size)


def _pieces(hunks: Sequence[_Hunk]) -> Iterator[Piece]:
    for hunk in hunks:
        for kind, text in (
            (PieceKind.SAME, hunk.same),
            (PieceKind.REMOVED, hunk.removed),
            (PieceKind.ADDED, hunk.added),
        ):
            if text:
                yield Piece(kind, text)
