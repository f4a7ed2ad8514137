"""Single sign-on and the second factor are tried on an installation that has them."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings

CASES = Path(__file__).parent / "sign_on" / "cases.py"


def test_an_installation_has_neither_unless_it_says_so() -> None:
    assert not settings.ENVIRONMENT.sign_on
    assert not any(app.startswith("allauth") for app in settings.INSTALLED_APPS)


def test_signing_in_elsewhere_and_the_second_factor() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command += ["--ds", "tests.web.people.sign_on.settings", str(CASES)]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
