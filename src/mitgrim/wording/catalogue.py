"""Messages in Korean and English, kept as data beside the code that speaks them.

A catalogue is a TOML file; nested tables make dotted ids:

    [funding.over-ceiling]
    ko = "{city|은/는} 국비 {amount|을/를} 한도보다 더 계획했습니다."
    en = "{city} plans {amount} of national money above its ceiling."

`{name}` is a value, `{count:,}` a whole number with thousands separators. In Korean
`{name|을/를}` adds the particle that fits the value, and `‘{name}’{|을/를}` the one that fits
what has been written so far. `{{` and `}}` are braces.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final, TypeAlias

from mitgrim.wording.language import Lang, Text
from mitgrim.wording.particles import PAIRS, with_particle

Value: TypeAlias = str | int | Text

_TOKEN: Final = re.compile(
    r"(?P<brace>\{\{|\}\})|\{(?P<name>[a-z_][a-z0-9_]*)?(?P<grouped>:,)?(?:\|(?P<pair>[^{}|]+))?\}"
    r"|(?P<stray>[{}])"
)


class CatalogueError(Exception):
    """A message that can't be said: unknown, incomplete, or short of a value."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in a message; without a name, the particle of all that stands before it."""

    name: str
    grouped: bool
    pair: str


_Parts = tuple[str | _Slot, ...]


@dataclass(frozen=True, slots=True)
class _Message:
    ko: _Parts
    en: _Parts
    problems: tuple[str, ...]


class Catalogue:
    """The messages of one file, each in both languages.

    Nothing is read until the first message is asked for. A broken message raises when it is
    said; `problems` finds all of them beforehand.
    """

    def __init__(self, source: str, read: Callable[[], str]) -> None:
        self.source = source
        self._read = read
        self._said: dict[str, _Message] = {}

    @staticmethod
    @cache
    def load(package: str, file: str) -> "Catalogue":
        """The catalogue in `file` of an importable `package`; the same object every time."""
        return Catalogue(file, lambda: files(package).joinpath(file).read_text(encoding="utf-8"))

    def text(self, id: str, lang: Lang, /, **values: Value) -> str:
        """The message in one language; values it does not mention are ignored."""
        message = self._message(id)
        return self._say(id, message.ko if lang == Lang.KO else message.en, lang, values)

    def both(self, id: str, /, **values: Value) -> Text:
        """The message in both languages; a value that is a `Text` speaks each in its own."""
        message = self._message(id)
        return Text(
            self._say(id, message.ko, Lang.KO, values), self._say(id, message.en, Lang.EN, values)
        )

    def ids(self) -> tuple[str, ...]:
        """Every message's id in the order of the file."""
        return tuple(self._tables)

    def problems(self) -> list[str]:
        """What keeps messages from being said in both languages; empty when all is well."""
        return [
            f"{self.source}: {id}: {problem}"
            for id in self._tables
            for problem in self._compiled(id).problems
        ]

    @cached_property
    def _tables(self) -> dict[str, Mapping[str, Any]]:
        try:
            read = tomllib.loads(self._read())
        except (OSError, ModuleNotFoundError, tomllib.TOMLDecodeError) as error:
            raise CatalogueError(f"{self.source} can't be read: {error}") from error
        tables: dict[str, Mapping[str, Any]] = {}
        for id, table in _tables(read, ""):
            if id in tables:  # [a.b] and ["a.b"] are two tables to TOML
                raise CatalogueError(f"{self.source} has two messages {id!r}; keep one")
            tables[id] = table
        return tables

    def _compiled(self, id: str) -> _Message:
        """A message taken apart, once it is asked for: a run says few of those in a file."""
        if id not in self._said:
            self._said[id] = _compiled(self._tables[id])
        return self._said[id]

    def _message(self, id: str) -> _Message:
        if id not in self._tables:
            raise CatalogueError(f"{self.source} has no message {id!r}; add it in ko and en")
        message = self._compiled(id)
        if message.problems:
            raise CatalogueError(f"{self.source}: {id}: {'; '.join(message.problems)}")
        return message

    def _say(self, id: str, parts: _Parts, lang: Lang, values: Mapping[str, Value]) -> str:
        said = ""
        for part in parts:
            if isinstance(part, str):
                said += part
            elif not part.name:
                said = with_particle(said, part.pair)
            elif part.name not in values:
                raise CatalogueError(f"{self.source}: {id}: no value for {{{part.name}}}")
            else:
                try:
                    word = _worded(values[part.name], lang, part.grouped)
                except TypeError as error:
                    raise CatalogueError(f"{self.source}: {id}: {part.name} {error}") from None
                said += with_particle(word, part.pair) if part.pair else word
        return said


def _worded(value: Value, lang: Lang, grouped: bool) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}" if grouped else str(value)
    if grouped:
        raise TypeError(f"must be a whole number to be written with separators, not {value!r}")
    if isinstance(value, Text):
        return value.in_(lang)
    if isinstance(value, str):
        return value
    raise TypeError(f"must be a text or a whole number, not {value!r}; word it first")


def _tables(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each table that says something, with its dotted id; a table may also hold others."""
    own = {key: value for key, value in table.items() if not isinstance(value, dict)}
    if own or (prefix and not table):
        yield prefix, own
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _tables(value, f"{prefix}.{key}" if prefix else key)


def _compiled(table: Mapping[str, Any]) -> _Message:
    problems = [f"{key} is not a language; use ko and en" for key in table if key not in list(Lang)]
    parts: dict[Lang, _Parts] = {}
    for lang in Lang:
        text = table.get(lang, "")
        if not isinstance(text, str) or not text.strip():
            problems.append(f"{lang} is empty")
            text = ""
        parts[lang], wrong = _parsed(text, lang)
        problems += wrong
    if all(parts.values()):
        problems += _one_sided(parts[Lang.KO], parts[Lang.EN])
    return _Message(parts[Lang.KO], parts[Lang.EN], tuple(problems))


def _parsed(text: str, lang: Lang) -> tuple[_Parts, list[str]]:
    parts: list[str | _Slot] = []
    problems: list[str] = []
    literal, at = "", 0
    for token in _TOKEN.finditer(text):
        literal += text[at : token.start()]
        at = token.end()
        if token["brace"]:
            literal += token["brace"][0]
            continue
        slot = _Slot(token["name"] or "", bool(token["grouped"]), token["pair"] or "")
        if token["stray"] or (not slot.name and (slot.grouped or not slot.pair)):
            problems.append(f"{lang} has a {{…}} that can't be read at {text[token.start() :]!r}")
        elif slot.pair and lang == Lang.EN:
            problems.append(f"en has a particle, {token[0]}; only Korean has them")
        elif slot.pair and slot.pair not in PAIRS:
            problems.append(f"ko has no such particles as {slot.pair!r}; write 을/를, 은/는 …")
        parts += [literal, slot] if literal else [slot]
        literal = ""
    literal += text[at:]
    return tuple([*parts, literal] if literal else parts), problems


def _one_sided(ko: _Parts, en: _Parts) -> list[str]:
    names = [{part.name for part in parts if isinstance(part, _Slot)} - {""} for parts in (ko, en)]
    return [
        f"{{{name}}} is in {'ko' if name in names[0] else 'en'} only"
        for name in sorted(names[0] ^ names[1])
    ]
