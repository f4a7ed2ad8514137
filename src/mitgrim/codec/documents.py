"""Sections as documents: strict to read, readable in a diff, with canonical bytes and a digest."""

import hashlib
import json
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from functools import cache
from itertools import compress
from operator import attrgetter
from typing import Any, Final, Literal, NamedTuple, TypeVar

import msgspec

import mitgrim.plan
from mitgrim.codec.characters import hidden_in, is_composed, looked_over
from mitgrim.codec.errors import MESSAGES, FileError, explained, refuse
from mitgrim.codec.ledgers import marks, taken
from mitgrim.codec.schema import SCHEMA, upgraded
from mitgrim.codec.wire import headed, twin, written
from mitgrim.plan import NATION, CityPlan, Nation, Project, Section, are_ids, is_id, label_of
from mitgrim.plan.attributes import key_names, table
from mitgrim.plan.ledger import Ledger
from mitgrim.wording import Lang, Text, in_both

LARGEST_FILE: Final = 64 * 2**20
KINDS: Final[dict[str, type[Any]]] = {"nation": Nation, "city-plan": CityPlan}
LINE: Final = 140
_ID: Final = attrgetter("id")
# Projects with their canonical bytes, by identity: they hold some 2 kB each.
MOST_KEPT: Final = 10_000
_KEPT: dict[int, tuple[Project, msgspec.Raw]] = {}
# The head as `encode` writes it, so that a large file need not be read twice to know its kind.
HEAD: Final = re.compile(rb'\s*\{\s*"mitgrim":\s*"([a-z-]+)",\s*"schema":\s*([0-9]{1,9})\s*[,}]')

RecordT = TypeVar("RecordT")


class _Head(msgspec.Struct):
    mitgrim: str = ""
    schema: int = 0


class _Read(NamedTuple):
    """A document that was read: its strict twin, from which a ledger has the money if it is one."""

    kind: str
    schema: int
    document: Any
    ledger: Ledger | None


@cache
def _document(kind: str) -> type[msgspec.Struct]:
    """The strict type of a whole file, in the order in which files are written."""
    return headed(KINDS[kind], [("mitgrim", Literal[kind]), ("schema", int)])


_LEARNING: Final = threading.Lock()
_LEARNED: Final = threading.Event()


def _learn() -> None:
    """Have msgspec look at every type once, in one thread.

    It notes in a class what it has found so far, before that is whole: two threads that read
    their first sections at the same time would crash the process.
    """
    if _LEARNED.is_set():
        return
    with _LEARNING:
        for kind, record in KINDS.items():
            msgspec.json.Decoder(_document(kind))
            msgspec.json.Decoder(record)
        _LEARNED.set()


def decode(data: bytes, file: object, expected: str = "") -> Section:
    """A section from a file's bytes; `expected` is `nation`, `city-plan` or either.

    Raises FileError naming the file and the path in it: nothing is repaired silently, and a wrong
    file never becomes a half-read section.
    """
    read = _read(data, file, expected)
    if read.schema < SCHEMA or _needs_a_second_look(data, read):
        _examine(data.decode(), file)
    return _section(read, file)


def stored(data: bytes, digest: str, name: object) -> Section:
    """A section from bytes that `canonical` gave and that were kept under their digest.

    Raises FileError for the smallest change in them: then the store is damaged. What is exactly
    as it was written needs no second look, so that this is the quick way to read.
    """
    if hashlib.sha256(data).hexdigest() != digest:
        raise refuse(name, "", "damaged", digest=digest)
    return _section(_read(data, name, ""), name)


def record_of(kind: type[RecordT], value: Any, name: object) -> RecordT:
    """A record from plain JSON values, read as strictly as in a file. Raises FileError."""
    _learn()
    try:
        read = msgspec.convert(value, twin(kind))
    except msgspec.ValidationError as error:
        path, message = explained(str(error), lambda path: _choices(kind, path))
        raise FileError(name, path, message) from None
    _examine_texts(value, "", name)
    record = msgspec.convert(read, kind, from_attributes=True)
    _examine_ids((record,), [""].__getitem__, name)
    return record


def encode(section: Section) -> bytes:
    """A section as the bytes of its file: attributes in their tables' order, a short record a line.

    Raises FileError when a text could not be read back (control characters, decomposed Hangul).
    """
    document = _written(section)
    _examine_texts(document, "", document["mitgrim"])
    return (_laid_out(document, 0) + "\n").encode()


def canonical(section: Section) -> bytes:
    """The bytes that a section's digest is taken of: sorted keys, no spaces, defaults left out.

    A project that is the very same object as at an earlier call is not written again, so that a
    save costs what changed.
    """
    if isinstance(section, CityPlan) and section.projects:
        rest = _written(replace(section, projects=()))
        return msgspec.json.encode(
            rest | {"projects": [_kept_bytes(own) for own in section.projects]}, order="sorted"
        )
    return msgspec.json.encode(_written(section), order="sorted")


def _kept_bytes(project: Project) -> msgspec.Raw:
    kept = _KEPT.get(id(project))
    if kept is None or kept[0] is not project:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        kept = (project, msgspec.Raw(msgspec.json.encode(written(project), order="sorted")))
        _KEPT[id(project)] = kept
    return kept[1]


def must_be_readable(value: Any, name: object) -> None:
    """Raise FileError for a text in a value that could not be read back.

    What is saved under its digest is asked this first: decomposed Hangul, control characters.
    """
    _examine_texts(written(value), "", name)


def digest(section: Section) -> str:
    """The SHA-256 of a section's canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(section)).hexdigest()


def tidied(data: bytes, file: object) -> bytes:
    """A file's bytes with its texts composed (NFC) and laid out as `encode` would.

    Only what can be mended without a decision is: everything else still raises FileError.
    """
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        raise refuse(file, "", "not-utf8") from None
    if "\\u" in text:
        with suppress(ValueError):  # what is no JSON is for `decode` to tell
            text = json.dumps(_parsed(text, file), ensure_ascii=False)
    return encode(decode(unicodedata.normalize("NFC", text).encode(), file))


def _read(data: bytes, file: object, expected: str) -> _Read:
    _examine_size(data, file)
    _learn()
    try:
        head = _head(data)
        if head.mitgrim not in KINDS:
            raise refuse(file, "", "not-a-document")
        if expected and head.mitgrim != expected:
            raise _wrong_kind(file, expected, head.mitgrim)
        if head.schema > SCHEMA:
            raise refuse(file, "schema", "future-schema", found=head.schema, known=SCHEMA)
        if head.schema < 1:
            raise refuse(file, "schema", "not-a-document")
        document = _strict(data, head)
    except msgspec.ValidationError as error:
        path, message = explained(str(error), lambda path: _choices(KINDS[head.mitgrim], path))
        raise FileError(file, _with_ids(data, path), message) from None
    except msgspec.DecodeError as error:
        raise _malformed(file, data, str(error)) from None
    except UnicodeDecodeError:
        raise refuse(file, "", "not-utf8") from None
    except RecursionError:
        raise refuse(file, "", "too-deep") from None
    ledger = taken(document) if head.mitgrim == "city-plan" else None
    return _Read(head.mitgrim, head.schema, document, ledger)


def _section(read: _Read, file: object) -> Section:
    def made() -> Any:
        return msgspec.convert(read.document, KINDS[read.kind], from_attributes=True)

    section: Section = made() if read.ledger is None else CityPlan.with_ledger(read.ledger, made)
    _examine_ids((section,), [""].__getitem__, file)
    return section


def _written(section: Section) -> dict[str, Any]:
    kind = "city-plan" if isinstance(section, CityPlan) else "nation"
    return {"mitgrim": kind, "schema": SCHEMA, **written(section)}


def _strict(data: bytes, head: _Head) -> Any:
    if head.schema == SCHEMA:
        return msgspec.json.decode(data, type=_document(head.mitgrim))
    return msgspec.convert(
        upgraded(msgspec.json.decode(data), head.schema), _document(head.mitgrim)
    )


def _head(data: bytes) -> _Head:
    if found := HEAD.match(data):
        return _Head(mitgrim=found[1].decode(), schema=int(found[2]))
    return msgspec.json.decode(data, type=_Head)


def _examine_size(data: bytes, file: object) -> None:
    if len(data) > LARGEST_FILE:
        raise refuse(file, "", "too-large", size=len(data), limit=LARGEST_FILE)
    if data.startswith(b"\xef\xbb\xbf"):
        raise refuse(file, "", "byte-order-mark")


def _wrong_kind(file: object, expected: str, found: str) -> FileError:
    kinds = {"expected": expected, "found": found}
    texts = {name: MESSAGES.both(f"kind.{kind}") for name, kind in kinds.items()}
    return refuse(file, "", "wrong-kind", **texts)


def _malformed(file: object, data: bytes, detail: str) -> FileError:
    try:
        data.decode()
    except UnicodeDecodeError:
        return refuse(file, "", "not-utf8")
    _, _, offset = detail.rstrip(")").partition("(byte ")
    if not offset.isdecimal():
        return refuse(file, "", "truncated" if "truncated" in detail else "other", reason=detail)
    before = data[: int(offset)].decode(errors="replace")
    line = before.count("\n") + 1
    return refuse(file, "", "malformed", line=line, column=len(before.rpartition("\n")[2]) + 1)


def _choices(kind: type[Any], path: str) -> Text:
    """The values that may stand at a path, each with what it is called."""
    record, attribute = kind.__name__, None
    for name in re.sub(r"\[[^]]*\]", "", path).split("."):
        attribute = next((own for own in table(record) if own.name == name), None)
        record = attribute.record if attribute and attribute.record else record
    chosen = (
        getattr(mitgrim.plan, attribute.element.removeprefix("choice:"), ()) if attribute else ()
    )
    return in_both(lambda lang: ", ".join(f"{own.value}({_called(own, lang)})" for own in chosen))


def _called(choice: StrEnum, lang: Lang) -> str:
    label = label_of(choice)
    return label.ko if lang is Lang.KO else label.en


def _with_ids(data: bytes, path: str) -> str:
    """A path with the ids of the records it passes: `projects[3](busan-p-7f3k9q).name`."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return path  # what is wrong comes before what is broken
    named = []
    for step in path.replace("[", ".[").split("."):
        if step.startswith("[") and isinstance(value, list) and step[1:-1].isdecimal():
            value = value[int(step[1:-1])]
            identity = value.get("id") if isinstance(value, dict) else None
            named.append(f"{step}({identity})" if isinstance(identity, str) else step)
        else:
            value = value.get(step) if isinstance(value, dict) else None
            named.append(f".{step}")
    return "".join(named).removeprefix(".")


def _needs_a_second_look(data: bytes, read: _Read) -> bool:
    """Whether a file holds more, or something else to see, than its values would be written as.

    No value is written with more quotation marks than it was read from, so an equal number says
    that every field stands once. This costs a fifth of a full examination, which files that
    Mitgrim wrote never need.
    """
    needed = msgspec.json.encode(read.document).count(b'"')
    needed += marks(read.ledger) if read.ledger else 0
    found, is_plain = looked_over(data)
    return found != needed or not is_plain


def _examine(text: str, file: object) -> None:
    """Raise for what a decoder passes over: a field twice in a record, hidden characters.

    A field that only spells out its default is fine.
    """

    _examine_texts(_parsed(text, file), "", file)


def _parsed(text: str, file: object) -> Any:
    """Plain JSON values; raises for a field that stands twice in a record."""

    def record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in fields if names.count(name) > 1)
            raise refuse(file, _identity(fields), "duplicate-field", field=twice)
        return fields

    try:
        return json.loads(text, object_pairs_hook=record)
    except RecursionError:
        raise refuse(file, "", "too-deep") from None


def _identity(fields: dict[str, Any]) -> str:
    return next((str(fields[name]) for name in ("id", "code") if name in fields), "")


def _examine_texts(value: Any, path: str, file: object) -> None:
    """Raise for the first text that is not composed or holds a control character."""
    for where, text in _texts(value, path):
        if not is_composed(text):
            raise refuse(file, where, "not-normalised")
        if code := hidden_in(text):
            raise refuse(file, where, "control-character", code=code)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, own in value.items():
            yield path, name
            yield from _texts(own, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, own in enumerate(value):
            yield from _texts(own, f"{path}[{index}]")


def _examine_ids(records: Sequence[Any], path_of: Callable[[int], str], file: object) -> None:
    """Raise for an id that is none, or that stands twice in its collection.

    The records are of one type, each at its path, and are asked together.
    """
    name = type(records[0]).__name__
    if _has_id(name):
        ids = list(map(_ID, records))
        reserved = {NATION} if name == "City" else set[str]()
        if not are_ids(ids) or not reserved.isdisjoint(ids):
            wrong = next(i for i, own in enumerate(ids) if own in reserved or not is_id(own))
            raise refuse(file, path_of(wrong), "wrong-id", id=ids[wrong])
    for attribute, is_list in _holders_of_ids(name):
        column = list(map(attrgetter(attribute), records))
        for index, held in compress(enumerate(column), column):
            path = f"{path_of(index)}.{attribute}".removeprefix(".")
            if is_list:
                _examine_collection(held, path, file)
            else:
                _examine_ids((held,), [path].__getitem__, file)


def _examine_collection(records: Sequence[Any], path: str, file: object) -> None:
    ids = list(map(_ID, records))
    if len(set(ids)) < len(ids):
        twice = next(own for own, times in Counter(ids).items() if times > 1)
        raise refuse(file, path, "duplicate-id", id=twice)
    _examine_ids(records, lambda index: f"{path}({ids[index]})", file)


@cache
def _has_id(record: str) -> bool:
    return key_names(record) == ("id",)


@cache
def _holders_of_ids(record: str) -> tuple[tuple[str, bool], ...]:
    held = (own for own in table(record) if own.record and _has_id(own.record))
    return tuple((own.name, own.is_list) for own in held)


def _laid_out(value: Any, depth: int) -> str:
    """JSON in which a record or list that fits a line is one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or (depth and len(flat) + depth <= LINE):
        return flat
    inner = "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        parts = [f"{json.dumps(name)}: {_laid_out(own, depth + 1)}" for name, own in value.items()]
        return "{" + inner + f",{inner}".join(parts) + "\n" + " " * depth + "}"
    parts = [_laid_out(own, depth + 1) for own in value]
    return "[" + inner + f",{inner}".join(parts) + "\n" + " " * depth + "]"
