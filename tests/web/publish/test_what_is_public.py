"""What is not public yet leaks nowhere: not in pages, feeds, search, headers or error pages."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.plan import Label
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.revisions.services import save_section
from mitgrim.web.revisions.queries import city_section
from tests.cast import JEJU_PARK, small_plan
from tests.web.cast import Cast, renamed
from tests.web.publish.stories import (
    ADOPTED,
    EVENING,
    MOMENT,
    SECRET,
    SIX,
    TITLE,
    brought_in,
    published,
    with_park,
)

NEW = "jeju-p-77777q"
PAGES = (
    "/", "/cities/", "/cities/jeju/", "/cities/jeju/feed.xml", "/sectors/", "/sectors/settlement/",
    "/actions/settlement.01/", "/projects/", f"/projects/{JEJU_PARK}/", f"/projects/?q={SECRET}",
    f"/search/?q={SECRET}", "/search/?q=ㅂㅁㅇㄱㅇ", "/indicators/", "/procedure/", "/text/",
    "/statutory/", "/sources/", "/history/", "/feed.xml", "/sitemap.xml",
)  # fmt: skip


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def secret(cast: Cast) -> str:
    """A first version is public; one with a secret in it waits for 06:00. Gives its address."""
    published(cast, SIX - timedelta(days=30), title="앞의 판")
    revision = brought_in(cast, with_park(SECRET))
    return published(cast, SIX, revision=revision, title=TITLE).address


def everything(client: Client, path: str) -> str:
    """What an answer says, head and body, without the question that it repeats."""
    response = client.get(path)
    said = response.content.decode() + str(response.headers)
    return said.replace(f'value="{SECRET}"', "").replace(f"‘{SECRET}’", "")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_nothing_of_what_becomes_public_at_six(
    client: Client, secret: str, at: Any, path: str
) -> None:
    at(SIX - MOMENT)
    said = everything(client, path)
    assert [word for word in (SECRET, TITLE, secret) if word in said] == []


def test_the_same_pages_would_leak_it_a_second_later(client: Client, secret: str, at: Any) -> None:
    at(SIX)
    telling = {path for path in PAGES if SECRET in everything(client, path)}
    assert telling >= {"/cities/jeju/", "/projects/", f"/projects/{JEJU_PARK}/"}
    assert TITLE in everything(client, "/feed.xml")
    assert secret in everything(client, "/sitemap.xml")


def test_before_six_a_version_has_no_address(client: Client, secret: str, at: Any) -> None:
    paths = (f"/history/{secret}/", f"/history/{secret}/book.ko.html")
    at(SIX - MOMENT)
    assert [client.get(path).status_code for path in paths] == [404, 404]
    at(SIX)
    assert [client.get(path).status_code for path in paths] == [200, 200]


def test_what_waits_changes_no_etag_and_no_age(client: Client, cast: Cast, at: Any) -> None:
    published(cast, SIX - timedelta(days=30))
    at(SIX - MOMENT)
    names = ("ETag", "Last-Modified", "Cache-Control")
    before = [{name: client.get(path)[name] for name in names} for path in PAGES]
    published(cast, SIX, revision=brought_in(cast, with_park(SECRET)), title=TITLE)
    assert [{name: client.get(path)[name] for name in names} for path in PAGES] == before
    at(SIX)
    after = [client.get(path)["ETag"] for path in PAGES]
    assert [old for old in before if old["ETag"] in after] == []


def test_a_project_that_is_not_public_answers_as_one_that_does_not_exist(
    client: Client, cast: Cast, at: Any
) -> None:
    published(cast, SIX - timedelta(days=30))
    plan = small_plan()
    park = next(own for own in plan.projects() if own.id == JEJU_PARK)
    new = replace(park, id=NEW, name=Label(ko=SECRET))
    cities = tuple(
        replace(own, projects=(*own.projects, new)) if own.city.id == "jeju" else own
        for own in plan.cities
    )
    published(cast, SIX, revision=brought_in(cast, replace(plan, cities=cities)))
    at(SIX - MOMENT)
    hidden, none = client.get(f"/projects/{NEW}/"), client.get("/projects/jeju-p-000000/")
    assert hidden.status_code == none.status_code == 404
    assert dict(hidden.headers) == dict(none.headers)
    at(SIX)
    assert client.get(f"/projects/{NEW}/").status_code == 200


def test_a_moment_of_the_papers_opens_nothing_on_the_web(
    client: Client, cast: Cast, at: Any
) -> None:
    published(cast, EVENING, channel=Channel.PRINT, title=TITLE)
    at(EVENING + timedelta(days=1))
    assert client.get("/projects/").status_code == 404
    assert TITLE not in everything(client, "/")


def test_a_draft_and_the_plan_as_it_goes_on_stay_where_they_are(client: Client, cast: Cast) -> None:
    published(cast)
    branch = cast.draft()
    section = renamed(city_section(branch), JEJU_PARK, SECRET)
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message=SECRET)
    assert [path for path in PAGES if SECRET in everything(client, path)] == []


def test_as_of_shows_what_was_public_on_that_day(client: Client, cast: Cast) -> None:
    published(cast, SIX, title="앞의 판")
    published(cast, ADOPTED, revision=brought_in(cast, with_park("나중공원")), title="뒤의 판")
    path = f"/projects/{JEJU_PARK}/"
    assert "나중공원" in client.get(path).content.decode()
    then = client.get(f"{path}?as-of=2018-10-24").content.decode()
    assert "나중공원" not in then
    assert "앞의 판" in then
    assert "나중공원" in client.get(f"{path}?as-of=2018-10-25").content.decode()


@pytest.mark.parametrize("path", [own for own in PAGES if "?" not in own])
def test_every_link_of_a_page_as_of_a_day_stays_with_that_day(
    client: Client, cast: Cast, path: str
) -> None:
    published(cast)
    said = client.get(f"{path}?as-of=2018-10-01").content.decode()
    own = [part.split('"')[0] for part in said.split('href="/')[1:]]
    free = ("static/", "login", "feed.xml", "cities/jeju/feed.xml")
    now = {path.lstrip("/"), ""}  # the way back to now, and the name of the site
    assert [one for one in own if "as-of=2018-10-01" not in one
            and not one.startswith(free) and one not in now] == []  # fmt: skip


@pytest.mark.parametrize(
    ("day", "status"),
    [("2018-08-15", 404), ("2018-13-01", 400), ("gestern", 400), ("9999-12-31", 400), ("", 200)],
)
def test_a_day_without_a_version_or_that_is_none_is_said_to_be_so(
    client: Client, cast: Cast, day: str, status: int
) -> None:
    published(cast)
    assert client.get(f"/?as-of={day}").status_code == status


def test_a_site_without_a_version_says_so_at_its_start(client: Client, cast: Cast) -> None:
    response = client.get("/")
    assert (response.status_code, "아직 공개한 계획이 없습니다" in response.content.decode()) == (
        200, True,
    )  # fmt: skip
    assert client.get("/projects/").status_code == 404
