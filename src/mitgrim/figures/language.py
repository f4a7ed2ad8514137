"""The language of figures: prose cut into text and expressions, by hand and in one pass."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from mitgrim.figures.problems import FigureProblem, RefusedError
from mitgrim.wording import PAIRS

OPEN: Final = "[["
CLOSE: Final = "]]"
LONGEST: Final = 400  # characters between the brackets
MOST_PLACES: Final = 6

_QUOTES: Final = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_ENDS_A_WORD: Final = frozenset("=|[]" + "".join(_QUOTES) + "".join(_QUOTES.values()))
_UNIT: Final = re.compile(r"(?P<unit>.*?)\s*(?P<places>[0-9]*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of an expression, `부산`, or a condition, `도시=부산`."""

    text: str
    column: int
    value: str | None = None
    value_column: int = 0

    def __str__(self) -> str:
        return self.text if self.value is None else f"{self.text}={self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """An expression taken apart; `over` is what a share is of, after the slash."""

    keyword: Word
    words: tuple[Word, ...] = ()
    over: tuple[Word, ...] | None = None
    unit: Word | None = None
    places: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`[[…]]` as it was typed, what it asks for, and the particle that must fit its value."""

    written: str
    column: int
    asks: Expression | FigureProblem
    pair: str = ""


def parse(text: str) -> tuple[str | Figure, ...]:
    """Prose cut into text and figures; `written` puts it together again, to the character.

    A figure that can't be read carries its problem; it ends at `]]`, else at the next `[[`, at the
    end of the line, or after 400 characters.
    """
    parts: list[str | Figure] = []
    plain, at = "", 0
    while (start := text.find(OPEN, at)) >= 0:
        plain += text[at:start]
        if text.startswith(OPEN + OPEN, start):
            at = start + len(OPEN + OPEN)
            plain += OPEN
            continue
        figure = _figure(text, start)
        parts += [plain, figure] if plain else [figure]
        plain, at = "", start + len(figure.written)
    plain += text[at:]
    return (*parts, plain) if plain else tuple(parts)


def written(parts: Iterable[str | Figure]) -> str:
    """The prose that `parse` cut, with `[[` of its text doubled."""
    return "".join(
        part.replace(OPEN, OPEN + OPEN) if isinstance(part, str) else part.written for part in parts
    )


def read(text: str) -> Figure:
    """One expression by itself, as a command's argument; the brackets may be left out."""
    parts = [part for part in parse(text) if isinstance(part, Figure) or part.strip()]
    if len(parts) == 1 and isinstance(parts[0], Figure):
        return parts[0]
    return Figure(written=text, column=1, asks=_asked(text, 0, len(text)))


def _figure(text: str, start: int) -> Figure:
    inside = start + len(OPEN)
    window = text[inside : inside + LONGEST + len(CLOSE)]
    line = window.partition("\n")[0].partition(OPEN)[0]
    end = line.find(CLOSE)
    if end < 0:
        end = min(len(line), LONGEST)
        problem = RefusedError(start + 1, "unclosed", longest=LONGEST).problem
        return Figure(written=text[start : inside + end], column=start + 1, asks=problem)
    after = inside + end + len(CLOSE)
    spelt = _spelt_particles().match(text, after)
    return Figure(
        written=text[start : spelt.end() if spelt else after],
        column=start + 1,
        asks=_asked(text, inside, inside + end),
        pair=_pairs()[spelt[0]] if spelt else "",
    )


@cache
def _pairs() -> dict[str, str]:
    """How officials write a particle that they leave open: 을(를), 를(을), 을/를, (으)로."""
    pairs: dict[str, str] = {}
    for pair in PAIRS:
        closed, open_ = pair.split("/")
        spellings = [f"{closed}({open_})", f"{open_}({closed})", pair, f"{open_}/{closed}"]
        if closed[1:] == open_:
            spellings.append(f"({closed[0]}){open_}")
        pairs |= dict.fromkeys((*spellings, f"{{{pair}}}"), pair)
    return pairs


@cache
def _spelt_particles() -> re.Pattern[str]:
    longest_first = sorted(_pairs(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _asked(text: str, start: int, end: int) -> Expression | FigureProblem:
    try:
        if end - start > LONGEST:
            raise RefusedError(start + 1, "too-long", longest=LONGEST)
        return _expression(text, start, end)
    except RefusedError as refused:
        return refused.problem


def _expression(text: str, start: int, end: int) -> Expression:
    bar = _bar(text, start, end)
    words = _words(text, start, bar)
    if not words:
        raise RefusedError(start + 1, "empty")
    keyword, *rest = words
    if keyword.value is not None or keyword.text == "/":
        raise RefusedError(keyword.column, "keyword-missing", word=str(keyword))
    unit, places = _unit(text, bar, end) if bar < end else (None, None)
    part, over = _divided(rest)
    return Expression(keyword=keyword, words=part, over=over, unit=unit, places=places)


def _divided(words: list[Word]) -> tuple[tuple[Word, ...], tuple[Word, ...] | None]:
    slashes = [at for at, word in enumerate(words) if word.text == "/" and word.value is None]
    if not slashes:
        return tuple(words), None
    if len(slashes) > 1:
        raise RefusedError(words[slashes[1]].column, "second-slash")
    return tuple(words[: slashes[0]]), tuple(words[slashes[0] + 1 :])


def _bar(text: str, start: int, end: int) -> int:
    """Where the unit begins: at the first bar outside quotation marks, else at the end."""
    closer = ""
    for at in range(start, end):
        sign = text[at]
        if closer:
            closer = "" if sign == closer else closer
        elif sign == "|":
            return at
        else:
            closer = _QUOTES.get(sign, "")
    return end


def _unit(text: str, bar: int, end: int) -> tuple[Word | None, int | None]:
    after = text[bar + 1 : end]
    column = bar + 2 + len(after) - len(after.lstrip())
    found = _UNIT.fullmatch(after.strip())
    if not found or not found[0] or "|" in after:
        raise RefusedError(bar + 1, "unit-missing")
    digits = found["places"].lstrip("0") or found["places"][:1]
    if len(digits) > 1 or (digits and int(digits) > MOST_PLACES):
        raise RefusedError(column, "places-too-many", most=MOST_PLACES)
    unit = Word(text=found["unit"], column=column) if found["unit"] else None
    return unit, int(digits) if digits else None


def _words(text: str, start: int, end: int) -> list[Word]:
    words: list[Word] = []
    at = _past_blanks(text, start, end)
    while at < end:
        column = at + 1
        name, at = _value(text, at, end)
        sign = _past_blanks(text, at, end)
        if sign < end and text[sign] == "=":
            at = _past_blanks(text, sign + 1, end)
            value_column = at + 1
            value, at = _value(text, at, end)
            words.append(Word(text=name, column=column, value=value, value_column=value_column))
        else:
            words.append(Word(text=name, column=column))
        if at < end and not text[at].isspace():
            raise RefusedError(at + 1, "unexpected", sign=text[at])
        at = _past_blanks(text, at, end)
    return words


def _past_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _value(text: str, at: int, end: int) -> tuple[str, int]:
    """A word, or what stands between quotation marks, and where it ends."""
    closer = _QUOTES.get(text[at]) if at < end else None
    if closer:
        close = text.find(closer, at + 1, end)
        if close < 0:
            raise RefusedError(at + 1, "quotation-open", sign=text[at])
        return text[at + 1 : close], close + 1
    start = at
    while at < end and text[at] not in _ENDS_A_WORD and not text[at].isspace():
        at += 1
    if at == start:
        if at >= end:
            raise RefusedError(at + 1, "value-missing")
        raise RefusedError(at + 1, "unexpected", sign=text[at])
    return text[start:at], at
