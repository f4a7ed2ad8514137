"""The portal's pages: safe, small, cacheable, few queries, the same for every stranger."""

import gzip
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from mitgrim.plan import CityPlan, Label, Plan
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.project_rows import rebuild
from mitgrim.web.revisions.services import open_workspace
from mitgrim.web.running.demonstration.versions import publish_example
from tests.cast import JEJU_JOINT, JEJU_PARK, small_plan
from tests.web.cast import Cast, with_project
from tests.web.publish.stories import ADOPTED, SIX, brought_in, published, with_park, without
from tests.web.publish.test_what_is_public import PAGES

EVIL = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'&amp;"
MOST = 150_000
BACKEND = "django.contrib.auth.backends.ModelBackend"


def spoilt(plan: Plan) -> Plan:
    """The plan with a name and texts that try to be markup."""

    def spoil(section: CityPlan) -> CityPlan:
        own = with_project(
            section,
            JEJU_PARK,
            name=Label(ko=EVIL, en=EVIL),
            description=EVIL,
            lead=EVIL,
            notes=EVIL,
        )
        return replace(
            own,
            city=replace(own.city, name=Label(ko=EVIL), short=Label(ko=EVIL)),
            themes=tuple(replace(theme, text=Label(ko=EVIL)) for theme in own.themes),
            passages=tuple(replace(one, text=EVIL, title=Label(ko=EVIL)) for one in own.passages),
        )

    cities = tuple(spoil(own) if own.city.id == "jeju" else own for own in plan.cities)
    return replace(plan, cities=cities)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_name_that_tries_to_be_markup_stays_a_name(client: Client, cast: Cast, lang: str) -> None:
    published(cast, SIX)
    own = published(cast, ADOPTED, revision=brought_in(cast, spoilt(small_plan())), title=EVIL)
    client.cookies["mitgrim-lang"] = lang
    for path in (*PAGES, f"/history/{own.address}/", f"/search/?q={EVIL}", f"/projects/?q={EVIL}"):
        said = client.get(path).content.decode()
        assert (path, "<script>alert" in said, "<img src=x" in said) == (path, False, False)


def test_feeds_and_the_map_of_the_site_are_well_formed(client: Client, cast: Cast) -> None:
    published(cast, SIX)
    published(cast, ADOPTED, revision=brought_in(cast, spoilt(small_plan())), title=EVIL + "\x0b")
    paths = ("/feed.xml", "/cities/jeju/feed.xml", "/cities/ulsan/feed.xml", "/sitemap.xml")
    entries = [len(ElementTree.fromstring(client.get(path).content)) for path in paths]
    atom = 5  # what a feed says of itself
    assert entries[:3] == [atom + 2, atom + 2, atom + 1]
    assert entries[3] == 10 + 2 + 5 + 3 + 4 + 2


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_gets_no_cookie_and_a_page_that_caches_may_keep(
    client: Client, cast: Cast, path: str
) -> None:
    published(cast)
    response = client.get(path)
    assert dict(response.cookies) == {}
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["Last-Modified"] == "Wed, 15 Aug 2018 21:00:00 GMT"
    again = client.get(path, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", response["ETag"])
    assert client.post(path).status_code == 405


def test_language_contrast_and_version_have_etags_of_their_own(client: Client, cast: Cast) -> None:
    published(cast, SIX)
    tags = {client.get("/")["ETag"], client.get("/?lang=en")["ETag"]}
    client.cookies["mitgrim-contrast"] = "high-contrast"
    tags.add(client.get("/")["ETag"])
    published(cast, ADOPTED, revision=brought_in(cast, with_park("숲")))
    tags.add(client.get("/")["ETag"])
    assert len(tags) == 4


def test_a_page_with_somebodys_name_on_it_is_theirs_alone(client: Client, cast: Cast) -> None:
    published(cast)
    client.force_login(cast.jeju, BACKEND)
    response = client.get("/")
    assert response["Cache-Control"] == "private, no-cache"
    assert "ETag" not in response


def test_an_english_reader_has_an_address_of_their_own(client: Client, cast: Cast) -> None:
    published(cast)
    said = client.get("/cities/jeju/?lang=en").content.decode()
    assert '<html lang="en"' in said
    assert '<link rel="canonical" href="http://testserver/cities/jeju/?lang=en">' in said
    assert (
        '<link rel="alternate" hreflang="ko" href="http://testserver/cities/jeju/?lang=ko">' in said
    )


def with_projects(count: int) -> Plan:
    """The small plan with so many projects in Jeju."""
    plan = small_plan()
    jeju = next(own for own in plan.cities if own.city.id == "jeju")
    first = next(own for own in jeju.projects if own.id == JEJU_JOINT)
    more = tuple(replace(first, id=f"jeju-p-{n:06d}".replace("0", "a").replace("1", "b"))
                 for n in range(count))  # fmt: skip
    jeju = replace(jeju, projects=more)
    return replace(
        plan, cities=tuple(jeju if own.city.id == "jeju" else own for own in plan.cities)
    )


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "asked",
    [
        ("/", 1),
        ("/cities/", 1),
        ("/cities/jeju/", 1),
        ("/sectors/", 1),
        ("/sectors/industry/", 1),
        ("/actions/industry.01/", 1),
        ("/projects/", 3),
        ("/projects/?q=ㅈㅈ", 3),
        ("/projects/jeju-p-aaaaaa/", 1),
        ("/search/?q=ㅈㅈ", 3),
        ("/indicators/", 1),
        ("/history/", 1),
        ("/feed.xml", 1),
        ("/sitemap.xml", 1),
    ],
)
def test_a_page_asks_the_database_as_often_for_three_as_for_one(
    client: Client, cast: Cast, django_assert_num_queries: Any, asked: tuple[str, int], count: int
) -> None:
    path, queries = asked
    published(cast, SIX)
    for n in range(count):
        revision = brought_in(cast, with_park(f"공원 {n}"))
        published(cast, ADOPTED.replace(hour=n + 1), revision=revision)
    published(cast, ADOPTED, revision=brought_in(cast, with_projects(count)))
    client.get(path)  # sections are kept in the process
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_a_project_that_a_later_version_left_out_keeps_its_address(
    client: Client, cast: Cast
) -> None:
    published(cast, SIX, title="앞의 판")
    published(cast, ADOPTED, revision=brought_in(cast, without(JEJU_PARK)))
    said = client.get(f"/projects/{JEJU_PARK}/").content.decode()
    assert "지금 판에는 없는 사업입니다" in said
    assert f"/projects/{JEJU_PARK}/" not in client.get("/projects/").content.decode()


@pytest.fixture
def example(db: None) -> tuple[Publication, ...]:
    """The example plan as the demonstration publishes it."""
    plan = innovation_cities_2018()
    return publish_example(open_workspace(by=None, plan=plan, message="예시"))


def test_the_example_is_public_honestly_marked_and_light(
    client: Client, example: tuple[Publication, ...]
) -> None:
    draft, paper, adopted = example
    rebuild(adopted)
    assert [own.moment for own in (draft, adopted)] == [SIX, ADOPTED]
    assert paper.channel == "print"
    project = adopted.projects.all()[3].project
    paths = ("/", "/cities/", "/cities/busan/", "/sectors/industry/", "/projects/",
             f"/projects/{project}/", "/indicators/", "/procedure/", "/text/", "/statutory/",
             "/sources/", "/history/", f"/history/{adopted.address}/", "/sitemap.xml")  # fmt: skip
    sizes = {path: len(gzip.compress(client.get(path).content)) for path in paths}
    assert {path: size for path, size in sizes.items() if size > MOST} == {}
    said = client.get("/").content.decode()
    assert "예시로 지어낸 값이 섞여 있습니다" in said
    assert (
        "해양·금융·영상의 신성장" in client.get("/cities/busan/?as-of=2018-09-01").content.decode()
    )
    assert "첨단해양 신산업" not in client.get("/cities/busan/?as-of=2018-09-01").content.decode()
