"""Backups hold everything, are restored whole or not at all; what is broken is found."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client

from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.revisions.models import (
    Attribution,
    ManifestEntry,
    ProjectRow,
    StoredRevision,
    StoredSection,
    Workspace,
)
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import save_section
from mitgrim.web.revisions.verifying import problems
from mitgrim.web.running.backups import back_up, kept_models, restore
from mitgrim.web.running.refusals import RunningRefusal
from tests.cast import JEJU_PARK
from tests.web.cast import PASSWORD, Cast, renamed

if TYPE_CHECKING:
    from django.db.models import Model


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as backup:
        return {own: backup.read(own) for own in backup.namelist() if own != "backup.json"}


def emptied() -> None:
    """As a new database has it: no rows of ours, and the same tables."""
    every: list[type[Model]] = [*kept_models(), StoredSection, ProjectRow]
    tables = [own._meta.db_table for own in every]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # its audit record refuses to be emptied
            cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def backup(cast: Cast, tmp_path: Path) -> Path:
    """A backup of the cast's site, on which something was done."""
    branch = cast.draft("jeju")
    section = renamed(city_section(branch), JEJU_PARK, "새 이름")
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="이름")
    back_up(tmp_path / "site.zip")
    return tmp_path / "site.zip"


def test_what_is_restored_is_what_was_backed_up(cast: Cast, backup: Path, tmp_path: Path) -> None:
    emptied()
    restore(backup)
    assert list(problems()) == []
    back_up(tmp_path / "again.zip")
    assert contents(tmp_path / "again.zip") == contents(backup)
    assert Person.objects.get(login="jeju").check_password(PASSWORD)
    assert ProjectRow.objects.filter(name_ko="새 이름").count() == 1


def test_people_go_on_after_a_restore_with_new_numbers(cast: Cast, backup: Path) -> None:
    emptied()
    restore(backup)
    branch = cast.draft("jeju")
    section = renamed(city_section(branch), JEJU_PARK, "더 새 이름")
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="이름")
    assert list(problems()) == []


def test_a_database_with_anything_in_it_is_not_restored_into(cast: Cast, backup: Path) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(RunningRefusal, match="비어 있지 않아"):
        restore(backup)
    assert AuditEntry.objects.count() == before


def test_a_backup_does_not_overwrite_and_only_its_owner_reads_it(backup: Path) -> None:
    with pytest.raises(RunningRefusal, match="이미 있습니다"):
        back_up(backup)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [own.name for own in backup.parent.iterdir()] == ["site.zip"]


def test_no_session_is_in_a_backup(cast: Cast, tmp_path: Path) -> None:
    client = Client()
    client.force_login(cast.jeju, "django.contrib.auth.backends.ModelBackend")
    back_up(tmp_path / "site.zip")
    key = client.cookies["sessionid"].value
    assert not any(key.encode() in body for body in contents(tmp_path / "site.zip").values())


def rewritten(file: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A backup in which one file says something else."""
    broken = file.with_name("broken.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(broken, "w") as new:
        for own in old.namelist():
            body = old.read(own)
            new.writestr(own, change(body) if own.startswith(name) else body)
    return broken


@pytest.mark.parametrize("name", ["sections/jeju/", "rows/people.person.jsonl", "backup.json"])
def test_a_backup_that_was_changed_restores_nothing(cast: Cast, backup: Path, name: str) -> None:
    broken = rewritten(backup, name, lambda body: body.replace(b"0", b"1"))
    emptied()
    with pytest.raises(RunningRefusal):
        restore(broken)
    assert (Person.objects.count(), Workspace.objects.count()) == (0, 0)


def test_a_half_backup_restores_nothing(cast: Cast, backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    emptied()
    with pytest.raises(RunningRefusal, match="온전한 백업이 아니어서"):
        restore(backup)


def test_a_backup_of_other_tables_is_told_apart(cast: Cast, backup: Path) -> None:
    def older(body: bytes) -> bytes:
        told = json.loads(body)
        return json.dumps(told | {"migrations": {}, "mitgrim": "0.0.1"}).encode()

    broken = rewritten(backup, "backup.json", older)
    emptied()
    with pytest.raises(RunningRefusal, match=r"0\.0\.1"):
        restore(broken)


FAULTS: dict[str, Callable[[], object]] = {
    "The bytes of section": lambda: StoredSection.objects.filter(name="jeju").update(body=b"{}"),
    "The digest of revision": lambda: StoredRevision.objects.filter(number__gt=0).update(
        author_name="somebody else"
    ),
    "Revision": lambda: ManifestEntry.objects.all().delete(),
    "Who wrote section": lambda: Attribution.objects.all().delete(),
    "The record of who wrote": lambda: Attribution.objects.update(body={"jeju": 10**6}),
    "The list of projects": lambda: ProjectRow.objects.filter(city="jeju").update(name_ko="x"),
}


@pytest.mark.parametrize("says", FAULTS)
def test_what_is_not_as_it_was_written_is_found(cast: Cast, says: str) -> None:
    assert list(problems()) == []
    FAULTS[says]()
    found = [own.en for own in problems()]
    assert any(own.startswith(says) for own in found), found
