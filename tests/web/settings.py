"""The settings of the web application for tests: a folder of their own, and nothing slow."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Before anything reads the environment: a test never touches somebody's own database.
os.environ["MITGRIM_DATA"] = tempfile.mkdtemp(prefix="mitgrim-test-")
atexit.register(shutil.rmtree, os.environ["MITGRIM_DATA"], ignore_errors=True)

from mitgrim.web.settings import *  # noqa: E402, F403
from mitgrim.web.settings import DATABASES, ENVIRONMENT, LOGGING, TEMPLATES  # noqa: E402

SECRET_KEY = "only for tests"  # noqa: S105, RUF100
# A thread of a site that was served would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING["root"]["level"] = "ERROR"  # type: ignore[index]
(ENVIRONMENT.data / "static").mkdir(parents=True, exist_ok=True)

# A page that shows every part of the look.
ROOT_URLCONF = "tests.web.urls"
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "pages" / "gallery" / "templates"]
