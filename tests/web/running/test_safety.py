"""Signing in, and what every answer says to browsers."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.web.cast import PASSWORD, Cast

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PATHS = ("/", "/login/", "/nothing/", "/healthz", "/robots.txt", "/work/", "/runs/", "/language/")


def sign_in(client: Client, password: str = PASSWORD) -> int:
    return client.post("/login/", {"username": "jeju", "password": password}).status_code


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_tells_browsers_to_be_careful(cast: Cast, client: Client, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= set(policy)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_five_wrong_passwords_close_the_door_also_for_the_right_one(
    cast: Cast, client: Client
) -> None:
    assert [sign_in(client, "wrong") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert sign_in(client) == 429
    assert "_auth_user_id" not in client.session


def test_the_right_password_after_some_wrong_ones_opens_it(cast: Cast, client: Client) -> None:
    for _ in range(4):
        sign_in(client, "wrong")
    assert sign_in(client) == 302


def test_a_session_that_was_there_before_signing_in_is_another_afterwards(
    cast: Cast, client: Client
) -> None:
    session = client.session
    session["seen"] = "by somebody else"
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_session_that_ran_out_opens_nothing(cast: Cast, client: Client) -> None:
    sign_in(client)
    assert client.get("/runs/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/runs/")["Location"] == "/login/?next=/runs/"


@pytest.mark.parametrize("password", ["short-1", "1234567890123", "password123", "jeju-colleague"])
def test_a_password_that_is_easy_to_guess_is_refused(cast: Cast, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, cast.jeju_colleague)
    validate_password("네 단어로 된 긴 비밀번호", cast.jeju_colleague)
