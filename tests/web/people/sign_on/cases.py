"""Signing in elsewhere, and the second factor, on an installation that has both.

Run by `test_sign_on.py` with settings of its own: what an installation has is settled at its start.
"""

import http.client
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.people.services import deactivate
from tests.web.cast import PASSWORD, Cast
from tests.web.people.sign_on.settings import PROVIDER

pytestmark = pytest.mark.django_db


def arriving(**claims: Any) -> tuple[Client, Any]:
    """Somebody of whom the provider says this, as they come back from it."""
    PROVIDER.claims = {"sub": "s-1", "name": "누구", **claims}
    client = Client()
    there = urlsplit(client.get("/sso/oidc/sso/login/")["Location"])
    provider = http.client.HTTPConnection(there.netloc)
    provider.request("GET", f"{there.path}?{there.query}")
    back = provider.getresponse().headers["Location"]
    provider.close()
    return client, client.get(back.removeprefix("http://testserver"))


def who(client: Client) -> str | None:
    key = client.session.get("_auth_user_id")
    return Person.objects.get(pk=key).login if key else None


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def set_up(client: Client) -> list[str]:
    """Set the second factor up; the recovery codes."""
    ask = client.get("/account/second-factor/totp/activate/")["Location"]
    assert ask.startswith("/account/confirm/?next=")
    page = client.post(ask, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    done = client.post("/account/second-factor/totp/activate/", {"code": code_for(secret)})
    assert done["Location"] == "/account/second-factor/recovery-codes/"
    return list(client.get(done["Location"]).context["unused_codes"])


def signing_in(person: Person) -> tuple[Client, Any]:
    client = Client()
    form = {"username": person.login, "password": PASSWORD}
    return client, client.post("/login/", form)


def test_a_verified_mail_is_that_of_one_person_and_then_the_subject_counts(cast: Cast) -> None:
    client, _ = arriving(email=cast.jeju.mail.upper(), email_verified=True)
    assert who(client) == "jeju"
    again, _ = arriving(email="moved@example.org", email_verified=True)
    assert who(again) == "jeju"
    tied = AuditEntry.objects.filter(verb="account.sso-tied")
    assert [own.person for own in tied] == [cast.jeju]


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "jeju@example.org", "email_verified": False},
        {"email": "jeju@example.org"},
        {"email": "nobody@example.org", "email_verified": True},
        {},
    ],
)
def test_nobody_is_let_in_or_made_without_a_verified_mail(
    cast: Cast, claims: dict[str, Any]
) -> None:
    before = Person.objects.count()
    client, response = arriving(**claims)
    assert (response.status_code, who(client)) == (403, None)
    assert (Person.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_a_mail_of_two_people_is_nobodys(cast: Cast) -> None:
    Person.objects.filter(pk=cast.ulsan.pk).update(mail=cast.jeju.mail)
    client, response = arriving(email=cast.jeju.mail, email_verified=True)
    assert (response.status_code, who(client)) == (403, None)


def test_who_is_deactivated_stays_out(cast: Cast) -> None:
    arriving(email=cast.jeju.mail, email_verified=True)
    deactivate(by=cast.administrator, person=cast.jeju)
    client, response = arriving(email=cast.jeju.mail, email_verified=True)
    assert (response.status_code, who(client)) == (403, None)


def test_a_token_for_another_client_is_not_believed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PROVIDER, "audience", "somebody else")
    client, response = arriving(email=cast.jeju.mail, email_verified=True)
    assert (response.status_code, who(client)) == (403, None)


def test_a_code_without_its_state_is_not_believed(cast: Cast) -> None:
    response = Client().get("/sso/oidc/sso/login/callback/?code=x&state=y")
    assert response.status_code == 403


def test_an_officer_must_set_up_a_second_factor_and_a_planner_need_not(cast: Cast) -> None:
    officer, _ = signing_in(cast.officer)
    assert officer.get("/account/")["Location"] == "/account/second-factor/totp/activate/"
    planner, _ = signing_in(cast.jeju)
    assert planner.get("/account/").status_code == 200


def test_the_second_factor_is_asked_for_and_a_code_works(cast: Cast) -> None:
    first, _ = signing_in(cast.officer)
    codes = set_up(first)
    assert (len(codes), first.get("/account/").status_code) == (10, 200)
    client, response = signing_in(cast.officer)
    assert (response["Location"], who(client)) == ("/account/second-factor/authenticate/", None)
    page = client.post("/account/second-factor/authenticate/", {"code": "000000"})
    assert (page.status_code, who(client)) == (200, None)
    entries = AuditEntry.objects.filter(verb="account.sign-in", person=cast.officer)
    assert entries.count() == 1, "the first time; now not yet"
    client.post("/account/second-factor/authenticate/", {"code": codes[0]})
    assert who(client) == "officer"
    assert entries.count() == 2


def test_a_recovery_code_works_once(cast: Cast) -> None:
    first, _ = signing_in(cast.officer)
    used = set_up(first)[0]
    for expected in ("officer", None):
        client, _ = signing_in(cast.officer)
        client.post("/account/second-factor/authenticate/", {"code": used})
        assert who(client) == expected


def test_the_six_digits_sign_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = signing_in(cast.officer)
    set_up(first)
    stored = Authenticator.objects.get(user=cast.officer, type=Authenticator.Type.TOTP)
    secret = stored.wrap().instance.data["secret"]
    from allauth.mfa.adapter import get_adapter

    # A code counts once: look a period ahead, as a clock that went on would.
    now = __import__("time").time
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now() + 60)
    client, _ = signing_in(cast.officer)
    code = code_for(get_adapter().decrypt(secret))
    client.post("/account/second-factor/authenticate/", {"code": code})
    assert who(client) == "officer"


def test_a_person_who_signs_in_elsewhere_is_asked_for_their_second_factor(cast: Cast) -> None:
    first, _ = signing_in(cast.officer)
    set_up(first)
    client, response = arriving(email=cast.officer.mail, email_verified=True)
    assert (response["Location"], who(client)) == ("/account/second-factor/authenticate/", None)
