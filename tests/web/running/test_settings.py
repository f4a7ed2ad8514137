"""What the environment says, and what is safe where it says nothing."""

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from mitgrim.web.environment import LOCAL, Environment, SettingError

WRONG = [
    ("MITGRIM_TLS", "yes"),
    ("MITGRIM_LOG", "loud"),
    ("MITGRIM_TIME_ZONE", "Asia/Atlantis"),
    ("MITGRIM_DAYS_OFF", "2026-06-15,내일"),
    ("MITGRIM_MASTHEAD", "2"),
    ("MITGRIM_ADDRESS", "127.0.0.1:8000"),
    ("MITGRIM_ADDRESS", "https://["),
    ("MITGRIM_ADDRESS", "https://plan.example.org:port"),
]


def test_without_an_environment_the_site_is_for_this_machine_alone() -> None:
    own = Environment.read({})
    assert (own.hosts, own.tls, own.masthead, own.database) == (LOCAL, False, False, "")


def test_holidays_proclaimed_at_short_notice_are_a_list_of_days() -> None:
    days = [Environment.read(own).days_off for own in (
        {}, {"MITGRIM_DAYS_OFF": " 2026-06-15, 2026-08-14,"},
    )]  # fmt: skip
    assert days == [(), (date(2026, 6, 15), date(2026, 8, 14))]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_setting_that_cannot_be_used_is_named_in_both_languages(name: str, value: str) -> None:
    with pytest.raises(SettingError) as refused:
        Environment.read({name: value})
    message = refused.value.message
    assert [name in message.ko, name in message.en] == [True, True]


@pytest.mark.parametrize(
    ("database", "mail"),
    [("mysql://x", "x"), ("postgresql://", "smtp://"), ("postgres://x:y/z", "smtp://x:y")],
)
def test_a_database_or_a_mail_server_that_cannot_be_meant_is_refused(
    tmp_path: Path, database: str, mail: str
) -> None:
    given = {"MITGRIM_DATA": str(tmp_path), "MITGRIM_DATABASE": database, "MITGRIM_MAIL": mail}
    own = Environment.read(given)
    with pytest.raises(SettingError):
        own.database_settings()
    with pytest.raises(SettingError):
        own.mail_settings()


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    own = Environment.read({"MITGRIM_DATA": str(tmp_path / "site")})
    key = own.secret_key()
    assert len(key) > 50
    assert own.secret_key() == key
    file = tmp_path / "site" / "secret-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [each.name for each in file.parent.iterdir()] == ["secret-key"]


def test_django_finds_nothing_to_mend_in_a_site_behind_tls(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": os.environ["PATH"], "MITGRIM_DATA": str(tmp_path), "MITGRIM_TLS": "1",
            "MITGRIM_HOSTS": "plan.example.org", "DJANGO_SETTINGS_MODULE": "mitgrim.web.settings",
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_session_ends_after_a_working_day_and_no_script_reads_its_cookie() -> None:
    assert settings.SESSION_COOKIE_AGE == 8 * 3600
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE) == (True, "Lax")
