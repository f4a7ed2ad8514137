"""Every page of the workspace answers those who may see it."""

import pytest
from django.test import Client

from tests.web.cast import Cast

pytestmark = pytest.mark.django_db
PAGES = (
    "/work/",
    "/work/small-2018/",
    "/work/small-2018/jeju/history/",
    "/work/small-2018/jeju/hand-in/",
    "/work/small-2018/jeju/files/",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_planner_opens(cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast.jeju)
    assert client.get(path).status_code == 200
