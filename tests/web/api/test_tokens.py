"""Personal tokens: made on a page, kept as a hash, good for the API and for nothing else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.web.api.kinds import TokenScope
from mitgrim.web.api.models import Token
from mitgrim.web.people.models import AuditEntry, Person
from tests.cast import JEJU_PARK
from tests.web.api.asking import WORK, Program
from tests.web.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = "/people/me/tokens/"


def signed_in(person: Person, *, enforce_csrf_checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def made(client: Client) -> str:
    page = client.post(PAGE, {"name": "사업비 옮기기", "scope": "write", "days": "30"})
    found = re.search(r'id="secret" value="(mitgrim_[\w-]{43})"', page.content.decode())
    assert found
    return found[1]


def test_a_token_is_shown_once_and_kept_as_a_hash(cast: Cast) -> None:
    client = signed_in(cast.jeju)
    secret = made(client)
    token = Token.objects.get()
    kept = " ".join(str(own) for own in Token.objects.values_list().get())
    assert secret not in kept
    assert secret not in client.get(PAGE).content.decode()
    assert f"{token.prefix}…" in client.get(PAGE).content.decode()
    assert secret not in str(list(AuditEntry.objects.values_list()))
    assert AuditEntry.objects.filter(verb="token.make", person=cast.jeju).count() == 1


def test_a_token_opens_the_api_and_no_page(cast: Cast) -> None:
    secret = made(signed_in(cast.jeju))
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client(headers=headers).get(f"{WORK}/jeju").status_code == 200
    assert Client(headers=headers).get(PAGE).status_code == 302
    assert Client(headers=headers).get("/work/").status_code in (302, 403, 404)


def test_a_session_opens_no_draft_through_the_api(cast: Cast) -> None:
    client = signed_in(cast.jeju, enforce_csrf_checks=True)
    assert client.get(f"{WORK}/jeju").status_code == 401
    body = {"base": cast.draft().head_id, "changes": {"notes": "메모"}}
    path = f"{WORK}/jeju/projects/{JEJU_PARK}"
    assert client.patch(path, body, content_type="application/json").status_code == 401


def test_the_page_takes_no_form_without_its_token(cast: Cast) -> None:
    client = signed_in(cast.jeju, enforce_csrf_checks=True)
    assert client.post(PAGE, {"name": "가", "scope": "read", "days": "30"}).status_code == 403
    assert Token.objects.count() == 0


def test_a_reading_token_does_not_write(cast: Cast) -> None:
    program = Program(cast.jeju, TokenScope.READ)
    assert program.get(f"{WORK}/jeju").status == 200
    answer = program.send("POST", f"{WORK}/jeju/undo", {"to": cast.draft().head_id})
    assert (answer.status, answer.json["type"]) == (403, "/api/#scope")


def test_a_revoked_an_expired_and_a_stopped_persons_token_open_nothing(cast: Cast) -> None:
    program = Program(cast.jeju)
    assert program.get("/api/v1/drafts").status == 200
    token = Token.objects.get()
    client = signed_in(cast.jeju)
    assert client.post(f"{PAGE}{token.pk}/revoke/").status_code == 302
    assert program.get("/api/v1/drafts").status == 401
    Token.objects.update(revoked=None, expires=timezone.now() - timedelta(seconds=1))
    assert program.get("/api/v1/drafts").status == 401
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    assert program.get("/api/v1/drafts").status == 200
    Person.objects.filter(pk=cast.jeju.pk).update(is_active=False)
    assert program.get("/api/v1/drafts").status == 401


@pytest.mark.parametrize("who", ["jeju", "administrator"])
def test_who_signs_out_everywhere_ends_tokens_too_until_new_ones_are_made(
    cast: Cast, who: str
) -> None:
    before = Program(cast.jeju)
    where = (
        "/account/sign-out-everywhere/" if who == "jeju" else f"/people/{cast.jeju.pk}/sign-out/"
    )
    signed_in(getattr(cast, who)).post(where)
    assert before.get("/api/v1/drafts").status == 401
    assert "끊음" in signed_in(Person.objects.get(pk=cast.jeju.pk)).get(PAGE).content.decode()
    assert Program(Person.objects.get(pk=cast.jeju.pk)).get("/api/v1/drafts").status == 200


def test_a_token_can_do_no_more_than_its_owner_may_today(cast: Cast) -> None:
    program = Program(cast.jeju)
    cast.jeju.roles.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert program.get("/api/v1/drafts").json == []
    assert program.get(f"{WORK}/jeju").status == 404


def test_nobody_sees_or_ends_anothers_token(cast: Cast) -> None:
    Program(cast.jeju)
    token = Token.objects.get()
    other = signed_in(cast.ulsan)
    assert token.prefix not in other.get(PAGE).content.decode()
    assert other.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    assert Token.objects.get().revoked is None


@pytest.mark.parametrize("who", ["resident", "stranger", "administrator", "moderator"])
def test_who_has_no_drafts_makes_no_tokens(cast: Cast, who: str) -> None:
    assert signed_in(getattr(cast, who)).get(PAGE).status_code == 403


def test_use_is_noted_once_an_hour(cast: Cast) -> None:
    program = Program(cast.jeju)
    program.get("/api/v1/drafts")
    first = Token.objects.get().used
    program.get("/api/v1/drafts")
    assert first is not None
    assert Token.objects.get().used == first
