"""The audit record is added to, read, taken out, and never changed."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.people.services import record
from tests.web.cast import Cast

pytestmark = pytest.mark.django_db
MIGRATION = import_module("mitgrim.web.people.migrations.0002_accounts_and_a_kept_record")


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def test_an_entry_is_neither_changed_nor_deleted_in_python(cast: Cast) -> None:
    own = record(cast.jeju, "test.entry")
    for act in (
        own.save,
        own.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(verb="x"),
        lambda: AuditEntry.objects.filter(pk=own.pk).update(verb="x"),
        lambda: AuditEntry.objects.bulk_update([own], ["verb"]),
    ):
        with pytest.raises(TypeError, match="an audit entry is never"):
            act()


@pytest.mark.parametrize(
    "statement", ["UPDATE people_auditentry SET verb = 'x'", "DELETE FROM people_auditentry"]
)
def test_the_database_refuses_as_well(cast: Cast, statement: str) -> None:
    if connection.vendor == "sqlite":  # dropped so that tests can empty the database
        connection.cursor().execute(MIGRATION.SQLITE[1])
    before = list(AuditEntry.objects.values())
    with pytest.raises(IntegrityError, match="never"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(AuditEntry.objects.values()) == before != []


def test_who_is_in_the_record_can_not_be_deleted(cast: Cast) -> None:
    record(cast.jeju, "test.entry")
    with pytest.raises(Exception, match="protected"):
        cast.jeju.delete()


@pytest.mark.parametrize(
    ("path", "verb", "subject"),
    [
        ("/people/", "people.read", "people"),
        ("/audit/", "audit.read", "audit"),
        ("/audit/audit.csv", "audit.export", "audit"),
    ],
)
def test_reading_personal_data_is_recorded(cast: Cast, path: str, verb: str, subject: str) -> None:
    client_of(cast.administrator).get(path)
    newest = AuditEntry.objects.first()
    assert newest is not None
    assert (newest.person, newest.verb, newest.subject) == (cast.administrator, verb, subject)


def test_reading_one_person_is_recorded_under_their_login(cast: Cast) -> None:
    client_of(cast.administrator).get(f"/people/{cast.jeju.pk}/")
    newest = AuditEntry.objects.first()
    assert newest is not None
    assert (newest.verb, newest.subject) == ("people.read", "jeju")


def test_the_record_is_filtered(cast: Cast) -> None:
    record(cast.jeju, "draft.save", "small-2018/jeju")
    record(cast.ulsan, "draft.save", "small-2018/ulsan")
    today = timezone.localdate().isoformat()
    client = client_of(cast.administrator)
    asked = {"who": "제주", "verb": "draft.save", "subject": "small", "first": today, "last": today}
    page = client.get("/audit/", asked)
    assert [own.subject for own in page.context["page"]] == ["small-2018/jeju"]
    assert list(client.get("/audit/", {"last": "2017-12-31"}).context["page"]) == []


def test_the_record_is_taken_out_as_a_table_that_runs_no_formula(cast: Cast) -> None:
    record(cast.jeju, "draft.save", "=1+1", note="글")
    response = client_of(cast.administrator).get("/audit/audit.csv", {"verb": "draft.save"})
    assert response.streaming
    lines = b"".join(response).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "moment,login,name,verb,subject,detail"
    assert lines[1].partition(",")[2] == 'jeju,제주 담당자,draft.save,\'=1+1,"{""note"": ""글""}"'
    assert len(lines) == 2
