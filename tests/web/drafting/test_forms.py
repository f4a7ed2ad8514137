"""The project form: read, save, malformed, strangers."""

import pytest
from django.test import Client

from tests.cast import JEJU_JOINT, JEJU_PARK, PLAN
from tests.web.cast import Cast

pytestmark = pytest.mark.django_db
DRAFT = f"/work/{PLAN}/jeju/"


@pytest.mark.parametrize("path", ["", "?findings=1", f"projects/{JEJU_PARK}/", f"projects/{JEJU_JOINT}/money/planned/", f"projects/{JEJU_JOINT}/gates/", "projects/new/", "themes/", "passages/place/", "indicators/new/", "waivers/new/", "passages/", "findings/", f"projects/{JEJU_PARK}/remove/", f"writer/?place=jeju/projects/{JEJU_PARK}/name"])
def test_a_page(cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast.jeju, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(DRAFT + path)
    assert answer.status_code == 200
