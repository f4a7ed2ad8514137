"""Backups: the whole database in one file that either kind of database is restored from.

A ZIP file with `sections/NAME/DIGEST.json` (the documents as they are), `rows/APP.MODEL.jsonl`
(one row a line) and, last, `backup.json`: what is in it, with a SHA-256 of each file. SQLite's and
PostgreSQL's own copies can only be read by themselves, of the same version; this one moves a site
from one to the other, and can be read and checked without either.

Sessions, tries to sign in and the queue of tasks are left out: a stolen backup opens no session.
Lists are left out too; they are made anew.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction

from mitgrim import __version__
from mitgrim.web.revisions.models import StoredSection
from mitgrim.web.running.lists import rebuild_all
from mitgrim.web.running.refusals import RunningRefusal
from mitgrim.web.running.serving import waiting_migrations

FORMAT: Final = 1
CONTENTS: Final = "backup.json"
AT_ONCE: Final = 200
LARGEST_LINE: Final = 64 * 2**20
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds: when it was made, how many sections and rows."""

    made: str
    sections: int
    rows: int


def back_up(file: Path) -> Backup:
    """Write the database, as it is at one moment, into a new file; people go on working.

    The file is there when it is whole, and only its owner can read it. Raises RunningRefusal
    where it exists already.
    """
    if waiting_migrations():
        raise RunningRefusal("not-migrated")
    if file.exists():
        raise RunningRefusal("backup-exists", file=str(file))
    half = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with _private(half) as stream:
            made = _write(stream)
        half.rename(file)
    finally:
        half.unlink(missing_ok=True)
    return made


def restore(file: Path) -> Backup:
    """Fill an empty database from a backup, all of it or nothing, and make the lists anew."""
    if waiting_migrations():
        raise RunningRefusal("not-migrated")
    try:
        with zipfile.ZipFile(file) as backup, transaction.atomic():
            _must_be_empty()
            contents = _contents(backup, file)
            _read(backup, contents, file)
            rebuild_all()
    except (zipfile.BadZipFile, KeyError, ValueError, DatabaseError) as error:
        raise RunningRefusal("backup-broken", file=str(file), why=str(error)) from error
    return Backup(made=contents["made"], sections=contents["sections"], rows=contents["rows"])


def kept_models() -> list[type[models.Model]]:
    """The tables whose rows a backup holds, in an order that does not change."""
    own = [config for config in apps.get_app_configs() if config.name.startswith("mitgrim.web.")]
    every = [model for config in own for model in config.get_models(include_auto_created=True)]
    return sorted(
        (model for model in every if model is not StoredSection and not _made_anew(model)),
        key=lambda model: model._meta.label_lower,
    )


def _made_anew(model: type[models.Model]) -> bool:
    """A table says of itself that it is a projection of others."""
    return bool(getattr(model, "is_projection", False))


def _write(stream: Any) -> Backup:
    digests: dict[str, str] = {}
    rows = sections = 0
    with _snapshot(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as backup:
        for section in StoredSection.objects.order_by("digest").iterator(AT_ONCE):
            backup.writestr(f"sections/{section.name}/{section.digest}.json", bytes(section.body))
            sections += 1
        for model in kept_models():
            name = f"rows/{model._meta.label_lower}.jsonl"
            found = hashlib.sha256()
            with backup.open(name, "w", force_zip64=True) as lines:
                for row in model._base_manager.order_by("pk").iterator(AT_ONCE):
                    line = _line(row)
                    lines.write(line)
                    found.update(line)
                    rows += 1
            digests[name] = found.hexdigest()
        made = datetime.now(UTC).isoformat()
        contents = {
            "format": FORMAT, "mitgrim": __version__, "made": made, "migrations": _migrations(),
            "sections": sections, "rows": rows, "files": digests,
        }  # fmt: skip
        backup.writestr(CONTENTS, json.dumps(contents, indent=1).encode())
    return Backup(made=made, sections=sections, rows=rows)


def _read(backup: zipfile.ZipFile, contents: dict[str, Any], file: Path) -> None:
    names = [own for own in backup.namelist() if own.startswith("sections/")]
    if len(names) != contents["sections"]:
        raise RunningRefusal("backup-broken", file=str(file), why="sections")
    for some in _some(names):
        StoredSection.objects.bulk_create(_section(backup, name) for name in some)
    for model in kept_models():
        name = f"rows/{model._meta.label_lower}.jsonl"
        if name in contents["files"]:
            _read_rows(backup, name, model, contents["files"][name])
    for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _section(backup: zipfile.ZipFile, path: str) -> StoredSection:
    body = backup.read(path)
    digest = hashlib.sha256(body).hexdigest()
    _, name, file = path.split("/")
    if file != f"{digest}.json":
        raise ValueError(path)
    return StoredSection(digest=digest, name=name, body=body)


def _some(all_of_them: Iterable[Item]) -> Iterator[list[Item]]:
    """Lists of a few hundred, to be held in memory one at a time."""
    rest = iter(all_of_them)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _read_rows(backup: zipfile.ZipFile, name: str, model: type[models.Model], digest: str) -> None:
    found = hashlib.sha256()
    with backup.open(name) as lines:
        for some in _some(iter(lambda: lines.readline(LARGEST_LINE), b"")):
            for line in some:
                found.update(line)
            _insert(model, [_row(model, json.loads(line)) for line in some])
    if found.hexdigest() != digest:
        raise ValueError(name)


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """Rows exactly as they were: `bulk_create` would set `auto_now` fields to today."""
    fields = model._meta.local_concrete_fields
    model._base_manager._insert(rows, fields=fields, using=connection.alias, raw=True)  # type: ignore[attr-defined]


def _line(row: models.Model) -> bytes:
    values = {own.attname: _value(own, row) for own in row._meta.local_concrete_fields}
    text = json.dumps(values, cls=_Exactly, ensure_ascii=False, sort_keys=True)
    return text.encode() + b"\n"


def _value(field: Any, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, models.BinaryField):
        return None if value is None else field.value_to_string(row)
    return value


def _row(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    fields = {own.attname: own for own in model._meta.local_concrete_fields}
    known = {name: fields[name].to_python(value) for name, value in values.items()}
    return model(**known)


class _Exactly(DjangoJSONEncoder):
    """Moments to the microsecond: digests are of them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _contents(backup: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    contents: dict[str, Any] = json.loads(backup.read(CONTENTS))
    if contents["format"] != FORMAT or contents["migrations"] != _migrations():
        raise RunningRefusal("backup-other", file=str(file), version=str(contents["mitgrim"]))
    return contents


def _migrations() -> dict[str, str]:
    """The last migration of each app: two databases with the same have the same tables."""
    from django.db.migrations.loader import MigrationLoader

    own = {config.label for config in apps.get_app_configs() if "mitgrim.web." in config.name}
    nodes = MigrationLoader(connection).graph.leaf_nodes()
    return {app: name for app, name in sorted(nodes) if app in own}


def _must_be_empty() -> None:
    every: tuple[type[models.Model], ...] = (*kept_models(), StoredSection)
    for model in every:
        if model._base_manager.exists():
            raise RunningRefusal("not-empty", table=model._meta.label)


@contextmanager
def _snapshot() -> Iterator[None]:
    """Read as of one moment, without keeping anybody from writing."""
    if connection.vendor == "sqlite":
        mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = mode  # type: ignore[attr-defined]
        return
    if connection.in_atomic_block:  # the caller's moment is ours
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _private(file: Path) -> Iterator[Any]:
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
