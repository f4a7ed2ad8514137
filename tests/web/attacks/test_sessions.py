"""Who tries to come in as somebody else, or to stay in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.web.people.accounts import password_link
from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.people.services import deactivate
from tests.web.api.asking import Program
from tests.web.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
NEW = "아주-새로운-비밀번호-93"


def sign_in(client: Client, login: str, password: str, **headers: str) -> int:
    sent = {"username": login, "password": password}
    return client.post("/login/", sent, headers=headers).status_code


def test_a_locked_login_is_opened_by_no_header_and_no_other_spelling(cast: Cast) -> None:
    for number in range(5):
        sign_in(Client(), "jeju", "falsch", **{"X-Forwarded-For": f"203.0.113.{number}"})
    tries = [
        sign_in(Client(), own, PASSWORD, **{header: "203.0.113.99"})
        for own in ("jeju", "ｊｅｊｕ", " jeju ")
        for header in ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Client-Ip")
    ]
    assert set(tries) <= {200, 429}


def test_behind_a_proxy_one_who_guesses_locks_out_nobody_else(cast: Cast, settings: Any) -> None:
    """The proxy adds the address it sees to the end; what stands before it is the guesser's own."""
    settings.BEHIND_PROXY = True
    for number in range(6):
        seen = f"203.0.113.{number}, 198.51.100.7"
        sign_in(Client(), "jeju", "falsch", **{"X-Forwarded-For": seen})
    assert sign_in(Client(), "jeju", PASSWORD, **{"X-Forwarded-For": "198.51.100.7"}) == 429
    assert sign_in(Client(), "jeju", PASSWORD, **{"X-Forwarded-For": "198.51.100.8"}) == 302


@pytest.mark.parametrize("sent", ["", "unknown", "198.51.100.7, <script>", "1" * 10_000])
def test_what_is_no_address_is_not_taken_for_one(cast: Cast, settings: Any, sent: str) -> None:
    settings.BEHIND_PROXY = True
    assert sign_in(Client(), "jeju", PASSWORD, **{"X-Forwarded-For": sent}) == 302


def test_signing_in_gives_another_session_than_the_one_brought(cast: Cast) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    assert sign_in(client, "jeju", PASSWORD) == 302
    assert client.cookies["sessionid"].value != "a" * 32


def test_a_link_for_a_password_works_once(cast: Cast) -> None:
    link = password_link(by=cast.administrator, person=cast.jeju)
    first, second = Client(), Client()
    form = first.get(link, follow=True).redirect_chain[-1][0]
    other = second.get(link, follow=True).redirect_chain[-1][0]
    sent = {"new_password1": NEW, "new_password2": NEW}
    assert first.post(form, sent).status_code == 302
    second.post(other, {"new_password1": NEW + "x", "new_password2": NEW + "x"})
    cast.jeju.refresh_from_db()
    assert cast.jeju.check_password(NEW)
    assert Client().get(link, follow=True).context.get("form") is None


def test_a_link_for_a_password_is_no_longer_good_after_three_days(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.tokens import default_token_generator as tokens

    link = password_link(by=cast.administrator, person=cast.jeju)
    later = timezone.now().replace(tzinfo=None) + timedelta(days=4)
    monkeypatch.setattr(type(tokens), "_now", lambda self: later)
    assert Client().get(link, follow=True).context.get("form") is None


def test_a_password_is_set_with_its_entry_in_the_record_or_not_at_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> AuditEntry:
        raise RuntimeError("no room")

    link = password_link(by=cast.administrator, person=cast.jeju)
    client = Client(raise_request_exception=False)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    monkeypatch.setattr("mitgrim.web.people.accounts.record", full)
    answer = client.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert answer.status_code == 500
    cast.jeju.refresh_from_db()
    assert cast.jeju.check_password(PASSWORD)


def test_a_new_password_of_ones_own_is_set_with_its_entry_or_not_at_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> AuditEntry:
        raise RuntimeError("no room")

    client = Client(raise_request_exception=False)
    client.force_login(cast.jeju, "django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr("mitgrim.web.people.accounts.record", full)
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/account/password/", sent).status_code == 500
    assert Person.objects.get(login="jeju").check_password(PASSWORD)


def test_who_is_closed_out_is_out_at_once_in_every_way(cast: Cast) -> None:
    client, program = Client(), Program(cast.jeju)
    client.force_login(cast.jeju, "django.contrib.auth.backends.ModelBackend")
    before = (client.get("/work/").status_code, program.get("/api/v1/drafts").status)
    deactivate(by=cast.administrator, person=cast.jeju)
    after = (client.get("/work/").status_code, program.get("/api/v1/drafts").status)
    assert (before, after) == ((200, 200), (302, 401))
