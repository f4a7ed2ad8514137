"""What the environment says about this installation: everything has a safe default."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from mitgrim.wording import Catalogue, Refusal, Value

MESSAGES: Final = Catalogue.load("mitgrim.web", "messages.toml")
LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")
LOCAL_PORT: Final = 8000
DATABASE_FILE: Final = "mitgrim.sqlite3"
SECRET_FILE: Final = "secret-key"
SECRET_BYTES: Final = 48
SEAL_FILE: Final = "seal.key"


class SettingError(Refusal):
    """A setting that can't be used; the message names the variable and what it may be."""

    def __init__(self, what: str, **values: Value) -> None:
        self.message = MESSAGES.both(f"setting.{what}", **values)
        super().__init__(self.message.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The settings of one installation.

    MITGRIM_DATA           folder of the database and of the secret key (default: ./mitgrim-data)
    MITGRIM_DATABASE       postgresql://user:password@host:port/name; default: a SQLite file
    MITGRIM_HOSTS          names it answers to, separated by commas (default: this machine)
    MITGRIM_TLS            1 behind a proxy that speaks TLS: secure cookies and HSTS
    MITGRIM_SECRET_KEY     the key that signs sessions; default: made once, kept in the folder
    MITGRIM_ADDRESS        where people reach it, for links in mails (default: the first host)
    MITGRIM_MAIL           smtp://user:password@host:port; default: mail goes to the terminal
    MITGRIM_MASTHEAD       1 shows the masthead of official government sites
    MITGRIM_TIME_ZONE      default: Asia/Seoul
    MITGRIM_DAYS_OFF       holidays proclaimed at short notice: 2026-06-15,2026-08-14
    MITGRIM_LOG            text or json (default: text)
    MITGRIM_CLUSTER        address of a Dask scheduler that computes sweeps; needs `[cluster]`
    MITGRIM_SEAL_KEY       file of the private key that seals what is adopted: `mitgrim key`;
                           default: `seal.key` in the folder, if it is there
    MITGRIM_OIDC_ISSUER    address of an OpenID Connect provider to sign in at; needs `[sso]`
    MITGRIM_OIDC_CLIENT    the id that it gave to this installation
    MITGRIM_OIDC_SECRET    the secret that it gave
    MITGRIM_SECOND_FACTOR  1 asks officers, editors and administrators for one; needs `[sso]`
    """

    data: Path
    database: str
    hosts: tuple[str, ...]
    tls: bool
    secret: str
    address: str
    mail: str
    masthead: bool
    time_zone: str
    days_off: tuple[date, ...]
    log: str
    cluster: str
    seal_key: str
    oidc_issuer: str
    oidc_client: str
    oidc_secret: str
    second_factor: bool

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Environment":
        """The settings as the environment has them; raises SettingError."""
        hosts = tuple(filter(None, map(str.strip, environ.get("MITGRIM_HOSTS", "").split(","))))
        log = environ.get("MITGRIM_LOG", "text")
        if log not in ("text", "json"):
            raise SettingError("log", value=log)
        time_zone = environ.get("MITGRIM_TIME_ZONE", "Asia/Seoul")
        if time_zone not in available_timezones():
            raise SettingError("time-zone", value=time_zone)
        return cls(
            data=Path(environ.get("MITGRIM_DATA", "mitgrim-data")).absolute(),
            database=environ.get("MITGRIM_DATABASE", ""),
            hosts=hosts or LOCAL,
            tls=_switch(environ, "MITGRIM_TLS"),
            secret=environ.get("MITGRIM_SECRET_KEY", ""),
            address=_address(environ, hosts or LOCAL),
            mail=environ.get("MITGRIM_MAIL", ""),
            masthead=_switch(environ, "MITGRIM_MASTHEAD"),
            time_zone=time_zone,
            days_off=_days(environ.get("MITGRIM_DAYS_OFF", "")),
            log=log,
            cluster=environ.get("MITGRIM_CLUSTER", ""),
            seal_key=environ.get("MITGRIM_SEAL_KEY", ""),
            oidc_issuer=environ.get("MITGRIM_OIDC_ISSUER", ""),
            oidc_client=environ.get("MITGRIM_OIDC_CLIENT", ""),
            oidc_secret=environ.get("MITGRIM_OIDC_SECRET", ""),
            second_factor=_switch(environ, "MITGRIM_SECOND_FACTOR"),
        )

    @property
    def sign_on(self) -> bool:
        """Whether signing in takes more than our own password form: the extra `[sso]`."""
        return bool(self.oidc_issuer) or self.second_factor

    def sign_on_settings(self) -> dict[str, Any]:
        """Django's settings of single sign-on and of the second factor."""
        own = {
            "provider_id": "sso", "name": "SSO", "client_id": self.oidc_client,
            "secret": self.oidc_secret, "settings": {"server_url": self.oidc_issuer},
        }  # fmt: skip
        provider = {"OAUTH_PKCE_ENABLED": True, "APPS": [own] if self.oidc_issuer else []}
        return {
            "ACCOUNT_ADAPTER": "mitgrim.web.people.sign_on.Accounts",
            "ACCOUNT_USER_MODEL_USERNAME_FIELD": "login",
            "ACCOUNT_USER_MODEL_EMAIL_FIELD": "mail",
            "ACCOUNT_LOGIN_METHODS": {"username"},
            "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
            "ACCOUNT_EMAIL_VERIFICATION": "none",
            "SOCIALACCOUNT_ADAPTER": "mitgrim.web.people.sign_on.Identities",
            "SOCIALACCOUNT_PROVIDERS": {"openid_connect": provider},
            # The policy lets no form lead elsewhere; the state in the session guards the way back.
            "SOCIALACCOUNT_LOGIN_ON_GET": True,
            "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
            "MFA_ALLOW_UNVERIFIED_EMAIL": True,
            "MFA_TOTP_ISSUER": "Mitgrim",
        }

    def secret_key(self) -> str:
        """The key that signs sessions: given, or made once and readable by its owner alone."""
        if self.secret:
            return self.secret
        file = self.data / SECRET_FILE
        if not file.exists():
            own_folder(self.data)
            made = self.data / f"{SECRET_FILE}.{os.getpid()}"
            handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(secrets.token_urlsafe(SECRET_BYTES))
            with suppress(FileExistsError):  # two processes may start at once: one key wins
                file.hardlink_to(made)
            made.unlink()
        return file.read_text(encoding="utf-8")

    def seal_file(self) -> Path | None:
        """The file of the private key that seals, or None where there is none."""
        if self.seal_key:
            return Path(self.seal_key)
        file = self.data / SEAL_FILE
        return file if file.exists() else None

    def database_settings(self) -> dict[str, Any]:
        """Django's settings of the database."""
        return _postgresql(self.database) if self.database else _sqlite(self.data)

    def mail_settings(self) -> dict[str, Any]:
        """Django's settings of outgoing mail."""
        if not self.mail:
            return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
        url = _url(self.mail, ("smtp", "smtps"), SettingError("mail"))
        if not url.hostname:
            raise SettingError("mail")
        return {
            "EMAIL_HOST": url.hostname,
            "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 25),
            "EMAIL_HOST_USER": unquote(url.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
            "EMAIL_USE_SSL": url.scheme == "smtps",
        }


def own_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter; one that is there stays as it is."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


SIGN_ON_APPS: Final = (
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
)
SIGN_ON_MIDDLEWARE: Final = (
    "allauth.account.middleware.AccountMiddleware",
    "mitgrim.web.people.sign_on.SecondFactor",
)


def _address(environ: Mapping[str, str], hosts: tuple[str, ...]) -> str:
    """The site's own address without a slash at its end."""
    scheme = "https" if _switch(environ, "MITGRIM_TLS") else "http"
    # Where `mitgrim serve` listens on a machine of one's own, with nothing before it.
    port = f":{LOCAL_PORT}" if hosts == LOCAL else ""
    address = environ.get("MITGRIM_ADDRESS", "") or f"{scheme}://{hosts[0]}{port}"
    wrong = SettingError("address", value=address)
    if not _url(address, ("http", "https"), wrong).hostname:
        raise wrong
    return address.rstrip("/")


def _url(text: str, schemes: tuple[str, ...], wrong: SettingError) -> SplitResult:
    """An address by its parts, of one of these schemes and with a port that is one."""
    try:
        url = urlsplit(text)
        known = url.scheme in schemes and (url.port is None or url.port > 0)
    except ValueError:
        raise wrong from None
    if not known:
        raise wrong
    return url


def _switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "0")
    if value not in ("0", "1", ""):
        raise SettingError("switch", name=name, value=value)
    return value == "1"


def _days(text: str) -> tuple[date, ...]:
    try:
        return tuple(date.fromisoformat(own.strip()) for own in text.split(",") if own.strip())
    except ValueError:
        raise SettingError("days-off", value=text) from None


def _sqlite(data: Path) -> dict[str, Any]:
    own_folder(data)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / DATABASE_FILE,
        "OPTIONS": {
            # A writer waits for its turn at the start of a transaction, never in its middle.
            "transaction_mode": "IMMEDIATE",
            # SQLite's queue is not first come, first served: a rush needs a long breath.
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                "PRAGMA foreign_keys = ON; PRAGMA cache_size = -20000;"
            ),
        },
        # Opening one takes as long as writing with it, and the last to close tidies up the journal.
        "CONN_MAX_AGE": 60,
        # Several threads may write: the test database is a file as the real one is.
        "TEST": {"NAME": data / f"test-{DATABASE_FILE}"},
    }


def _postgresql(address: str) -> dict[str, Any]:
    url = _url(address, ("postgresql", "postgres"), SettingError("database"))
    if not url.path.strip("/"):
        raise SettingError("database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.strip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        "OPTIONS": dict(parse_qsl(url.query)),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }
