"""The programme of a forum is a page of the portal, and a document to take away."""

import pytest
from django.test import Client

from mitgrim.documents import forum_programme, write_html
from mitgrim.plan import Plan
from mitgrim.web.revisions.queries import manifest, plan_of
from tests.web.cast import Cast
from tests.web.procedure.story import with_forum
from tests.web.publish.stories import published

PAGE = "/forums/forum-2018-08-16/"


@pytest.fixture
def public(cast: Cast) -> Plan:
    """The small plan is public with the forum of 16 August 2018 in it."""
    revision = with_forum(cast).head
    published(cast, revision=revision)
    return plan_of(manifest(revision))


@pytest.mark.django_db
def test_the_programme_is_on_a_page_found_from_the_procedure(client: Client, public: Plan) -> None:
    assert f'href="{PAGE}"' in client.get("/procedure/").content.decode()
    said = client.get(PAGE).content.decode()
    shown = [
        own in said for own in ("14:10~14:50", "40′", "휴식 및 장내 정리", "국토연구원 종합발표")
    ]
    assert shown == [True] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(("format", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-")])
def test_a_reader_takes_it_away(client: Client, public: Plan, format: str, begins: bytes) -> None:
    response = client.get(f"{PAGE}programme.ko.{format}")
    assert response.content.startswith(begins)
    name = f'attachment; filename="small-2018-programme.ko.{format}"'
    assert response["Content-Disposition"] == name


@pytest.mark.django_db
def test_it_is_the_document_that_the_command_line_builds(client: Client, public: Plan) -> None:
    expected = write_html(forum_programme(public, public.nation.forums[0]))
    assert client.get(f"{PAGE}programme.ko.html").content.decode() == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/forums/other/", f"{PAGE}programme.fr.html", f"{PAGE}programme.ko.exe",
     "/forums/other/programme.ko.html"],
)  # fmt: skip
def test_there_is_no_other(client: Client, public: Plan, path: str) -> None:
    assert client.get(path).status_code == 404
