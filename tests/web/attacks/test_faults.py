"""Who looks at what the site says when it fails."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mitgrim.web import settings as ours

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "status"), [("/nothing/", 404), ("/gallery/broken/", 500)])
def test_a_page_of_an_error_needs_no_gathered_styles(
    path: str, status: int, settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = ours.STORAGES
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == status
    assert 'href="/static/pages/site.css"' in answer.content.decode()
