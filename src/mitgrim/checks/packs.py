"""Packs of rules: a user's own, as a folder of small Python files and of YAML thresholds.

A Python file makes rules with `rule` and its own `Catalogue`; it runs with the user's rights, so
name only folders that you trust. A YAML file is a list of thresholds:

    - id: project-too-large
      severity: warning
      record: Project
      value: amount
      at_most: 50000000000
      message: {ko: "{name|은/는} 너무 큽니다({value}).", en: "{name} is too large ({value})."}
      hint: {ko: "나누거나 까닭을 적으세요.", en: "Split it, or say why."}
      reference: 우리 시 지침 3쪽

`value` is an attribute of the record, or a property or method without arguments such as
`Project.amount`. The bounds are `at_least` and `at_most`; a value that is absent breaks neither.
"""

import importlib.util
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from mitgrim.checks.engine import Hit, Rule, Subject
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.checks.walk import records
from mitgrim.plan import is_id
from mitgrim.plan.attributes import record_types
from mitgrim.wording import Catalogue, CatalogueError, Lang, Refusal, Text, prose_amount

MESSAGES: Final = Catalogue.load("mitgrim.checks", "messages_packs.toml")
LARGEST_FILE: Final = 2**20
FIELDS: Final = frozenset(
    {"id", "severity", "record", "value", "at_least", "at_most", "message", "hint", "reference"}
)


class PackError(Refusal):
    """A pack that can't be used: the file, what is wrong in it, and what to do."""

    def __init__(self, file: Path, message: str, /, **values: str) -> None:
        self.file = file
        self.message = MESSAGES.both(message, file=str(file), **values)
        super().__init__(self.message.en)


def read_pack(folder: Path) -> tuple[Rule, ...]:
    """The rules of a folder, or of one file, by file name. Raises PackError."""
    if not folder.exists():
        raise PackError(folder, "pack-not-found")
    files = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    found = [own for file in files for own in _rules_of(file)]
    ids = [own.id for own in found]
    for id in ids:
        if ids.count(id) > 1:
            raise PackError(folder, "pack-id-twice", id=id)
    return tuple(found)


def _rules_of(file: Path) -> list[Rule]:
    if file.suffix == ".py":
        return _rules_of_code(file)
    if file.suffix in (".yaml", ".yml"):
        return [_threshold(file, entry) for entry in _entries(file)]
    return []


def _rules_of_code(file: Path) -> list[Rule]:
    spec = importlib.util.spec_from_file_location(f"mitgrim_pack_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise PackError(file, "pack-code-broken", reason=reason) from error
    return [own for own in vars(module).values() if isinstance(own, Rule)]


def _entries(file: Path) -> list[Any]:
    import yaml

    if file.stat().st_size > LARGEST_FILE:
        raise PackError(file, "pack-too-large")
    try:
        entries = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error).partition("\n")[0]
        raise PackError(file, "pack-not-yaml", reason=reason) from None
    if not isinstance(entries, list) or not all(isinstance(own, dict) for own in entries):
        raise PackError(file, "pack-not-a-list")
    return entries


def _threshold(file: Path, entry: Mapping[str, Any]) -> Rule:
    """The rule of one entry: every record of the type whose value is out of bounds."""
    id, record = str(entry.get("id", "")), str(entry.get("record", ""))
    if unknown := entry.keys() - FIELDS:
        raise PackError(file, "pack-field-unknown", id=id, field=", ".join(map(str, unknown)))
    if not is_id(id):
        raise PackError(file, "pack-wrong-id", id=id)
    if record not in record_types():
        raise PackError(file, "pack-record-unknown", id=id, record=record)
    bounds = {name: _bound(file, id, entry.get(name)) for name in ("at_least", "at_most")}
    messages = _messages(file, id, entry)
    value = str(entry.get("value", ""))

    def find(subject: Subject) -> Iterator[Hit]:
        for place, own in records(subject.plan, record):
            found = _value(own, value)
            if found is not None and not _within(found, **bounds):
                yield Hit(place, name=named(own), value=_worded(found, value))

    return Rule(
        id=id,
        severity=_severity(file, id, entry.get("severity")),
        reference=str(entry.get("reference", "")),
        find=find,
        finds=messages.text(id, Lang.EN, name="…", value="…"),
        messages=messages,
    )


def _messages(file: Path, id: str, entry: Mapping[str, Any]) -> Catalogue:
    """The entry's own message and hint as a catalogue, so that particles and values work."""
    import json

    def table(name: str) -> str:
        texts = entry.get(name)
        if not isinstance(texts, dict) or {"ko", "en"} - texts.keys():
            raise PackError(file, "pack-text-missing", id=id, field=name)
        return "".join(f"{lang} = {json.dumps(str(texts[lang]))}\n" for lang in ("ko", "en"))

    source = f"[{id}]\n{table('message')}[{id}.hint]\n{table('hint')}"
    catalogue = Catalogue(str(file), lambda: source)
    try:
        catalogue.both(id, name="", value="")
        catalogue.both(f"{id}.hint", name="", value="")
    except CatalogueError as error:
        raise PackError(file, "pack-text-broken", id=id, reason=str(error)) from None
    return catalogue


def _severity(file: Path, id: str, value: Any) -> Severity:
    try:
        return Severity(value)
    except ValueError:
        choices = ", ".join(Severity)
        raise PackError(file, "pack-severity", id=id, choices=choices) from None


def _bound(file: Path, id: str, value: Any) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PackError(file, "pack-bound", id=id)
    return Decimal(str(value))


def _value(record: Any, name: str) -> Any:
    value = getattr(record, name)
    return value() if callable(value) else value


def _within(value: Any, *, at_least: Decimal | None, at_most: Decimal | None) -> bool:
    number = len(value) if isinstance(value, tuple) else value
    return (at_least is None or number >= at_least) and (at_most is None or number <= at_most)


def _worded(value: Any, name: str) -> Text:
    if isinstance(value, tuple):
        value = len(value)
    if name == "amount" or name.endswith("_total"):
        return Text(prose_amount(value), prose_amount(value, Lang.EN))
    return Text(f"{value:,}", f"{value:,}")
