"""§1: votes of a debate as arrays: who said what to which statement."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mitgrim.deliberation.machine import by_person
from mitgrim.wording import Catalogue, Lang, Refusal, Value

MESSAGES: Final = Catalogue.load("mitgrim.deliberation", "messages.toml")
AGREE: Final = 1
DISAGREE: Final = -1
PASS: Final = 0
SPARSE: Final = 4  # times as many numbers as ids, up to which ids are looked up in a table
VOTES: Final = (AGREE, PASS, DISAGREE)

Numbers: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Column: TypeAlias = Sequence[Any] | NDArray[Any]


class VotesError(Refusal):
    """Votes that can't be counted: what is wrong with them, where, and what to do."""

    def __init__(self, id: str, /, **values: Value) -> None:
        self.id = id
        self.message = MESSAGES.both(id, **values)
        super().__init__(self.in_(Lang.EN))


@dataclass(frozen=True, kw_only=True, eq=False)
class Votes:
    """§1: everybody's votes, participant by participant, each statement at most once.

    The votes of participant `i` are `vote[first[i]:first[i + 1]]`, on the statements
    `statement[…]` in ascending order: 1 agrees, -1 disagrees, 0 passes; what is not there was not
    seen. Participants and statements stand in the order of their ids, as numbers where all are
    numbers. `city` is the number of everybody's city among `cities`, or -1.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    cities: tuple[str, ...]
    city: Counts
    first: Counts
    statement: NDArray[np.int32]
    vote: NDArray[np.int8]

    @property
    def seen(self) -> Counts:
        """How many statements everybody voted on."""
        return np.diff(self.first)

    @cached_property
    def participant(self) -> Counts:
        """Whose every vote is."""
        return np.repeat(np.arange(len(self.participants)), self.seen)

    def __repr__(self) -> str:
        return (
            f"<Votes: {len(self.vote):,} of {len(self.participants):,} participants "
            f"on {len(self.statements):,} statements>"
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Ids:
    """A column of ids by number: the i-th is `names[number[i]]`; all names are different."""

    names: Sequence[str]
    number: NDArray[Any]


def votes_of(
    participant: Column | Ids,
    statement: Column | Ids,
    vote: Column,
    city: Sequence[str] | Ids | None = None,
    *,
    line: Callable[[int], int] = lambda at: at + 1,
) -> Votes:
    """Votes from columns of equal length; ids are numbers or texts, an empty city is none.

    Raises VotesError for a vote that is none, two votes of one participant on a statement, and a
    participant in two cities; it names the row, by its number from 1 on or as `line` has it, which
    gets the number from 0 on.
    """
    values = np.asarray(vote)
    people, who = _numbered(participant)
    texts, what = _numbered(statement)
    wrong = np.flatnonzero(~np.isin(values, VOTES))
    if len(wrong):
        at = int(wrong[0])
        raise VotesError("vote", row=line(at), value=str(values[at])[:40])
    first, texts_of, said, twice = by_person(
        who, what, values.astype(np.int8), len(people), len(texts)
    )
    if twice >= 0:
        person = int(np.searchsorted(first, twice, side="right")) - 1
        both = np.flatnonzero((who == person) & (what == texts_of[twice]))
        row, other = (line(int(own)) for own in both[:2])
        raise VotesError(
            "twice", row=other, other=row, participant=people[person],
            statement=texts[texts_of[twice]],
        )  # fmt: skip
    cities, lives = _lives(people, who, city, line)
    return Votes(
        participants=people,
        statements=texts,
        cities=cities,
        city=lives,
        first=first,
        statement=texts_of,
        vote=said,
    )


def part(
    votes: Votes, keep: NDArray[np.bool_], votes_kept: NDArray[np.bool_] | None = None
) -> Votes:
    """The votes of some participants, and of these only some; statements stay as they are."""
    mine = keep[votes.participant]
    if votes_kept is not None:
        mine &= votes_kept
    numbers = np.cumsum(keep) - 1
    who = numbers[votes.participant[mine]]
    count = int(keep.sum())
    return Votes(
        participants=tuple(own for own, kept in zip(votes.participants, keep, strict=True) if kept),
        statements=votes.statements,
        cities=votes.cities,
        city=votes.city[keep],
        first=np.searchsorted(who, np.arange(count + 1)).astype(np.int64),
        statement=votes.statement[mine],
        vote=votes.vote[mine],
    )


def _numbered(ids: Column | Ids) -> tuple[tuple[str, ...], Counts]:
    """The ids in their order, as texts, and the number of each one given."""
    if not isinstance(ids, Ids):
        given = np.asarray(ids)
        if given.dtype.kind in "iu":
            unique, number = _unique(given)
            return tuple(map(str, unique.tolist())), number
        ids = _ids(map(str, given.tolist()))
    names = ids.names
    if all(map(_is_number, names)):
        order = sorted(range(len(names)), key=lambda own: (int(names[own]), names[own]))
    else:
        order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    return tuple(names[own] for own in order), place[ids.number]


def _ids(given: Iterable[str]) -> Ids:
    """Ids by number, in the order in which they come."""
    known: dict[str, int] = {}
    number = np.array([known.setdefault(own, len(known)) for own in given], dtype=np.int64)
    return Ids(names=tuple(known), number=number)


def _unique(given: NDArray[Any]) -> tuple[NDArray[Any], Counts]:
    """The different numbers in their order, and which of them each one is."""
    low, high = (given.min(), given.max()) if len(given) else (0, 0)
    if not len(given) or high - low > SPARSE * len(given):
        unique, number = np.unique(given, return_inverse=True)
        return unique, number.astype(np.int64)
    there = np.zeros(int(high - low) + 1, dtype=bool)  # numbers that lie close need no sorting
    there[given - low] = True
    return np.flatnonzero(there) + low, (np.cumsum(there) - 1)[given - low]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _lives(
    people: Sequence[str],
    who: Counts,
    city: Sequence[str] | Ids | None,
    line: Callable[[int], int],
) -> tuple[tuple[str, ...], Counts]:
    lives = np.full(len(people), -1, dtype=np.int64)
    ids = city if isinstance(city, Ids) else _ids(city or ())
    # In the order in which they come: a plan's cities have a customary one that we don't know.
    cities = tuple(own for own in ids.names if own)
    if not cities:
        return (), lives
    number = {own: at for at, own in enumerate(cities)}
    of_rows = np.array([number.get(own, -1) for own in ids.names])[ids.number]
    lives[who] = of_rows  # the last one of each; all must be the same
    other = np.flatnonzero(lives[who] != of_rows)
    if len(other):
        row = int(other[0])
        raise VotesError("two-cities", row=line(row), participant=people[who[row]])
    return cities, lives
