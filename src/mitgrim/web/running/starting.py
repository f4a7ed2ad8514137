"""Django, set up for a process that is no test."""

import os
from pathlib import Path

import django
from django.conf import settings

from mitgrim.web.environment import Environment


def start(data: Path | None = None) -> Environment:
    """Read the environment and set Django up; raises SettingError.

    With `data`, the site of that folder is meant, in a SQLite file, whatever the environment says.
    """
    if data is not None:
        os.environ["MITGRIM_DATA"] = str(data)
        os.environ.pop("MITGRIM_DATABASE", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitgrim.web.settings")
    django.setup()
    environment: Environment = settings.ENVIRONMENT
    return environment
