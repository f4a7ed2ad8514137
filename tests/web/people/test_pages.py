"""The pages of people: what they cost, what they find, and how they look to axe."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mitgrim.web.people.kinds import OrganisationKind, RoleKind
from mitgrim.web.people.models import AuditEntry, Organisation, Person
from mitgrim.web.people.services import add_organisation, add_person, give_role, record
from tests.web.cast import Cast
from tests.web.visiting import BOTH_WAYS, DESK, Site, hindrances

FORMS = ("/people/add/", "/people/organisations/add/", "/account/password/")


@pytest.fixture
def client(cast: Cast) -> Client:
    """The administrator's."""
    client = Client()
    client.force_login(cast.administrator, "django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def queries(count: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as asked:
        yield
    assert len(asked) == count, [own["sql"] for own in asked.captured_queries]


def newcomers(*numbers: int) -> None:
    for number in numbers:
        body = add_organisation(
            by=None, id=f"body-{number}", kind=OrganisationKind.OTHER, ko=f"신입 기관 {number}"
        )
        made = add_person(
            by=None, login=f"new-{number}", name=f"신입 {number}", password=None, organisation=body
        )
        give_role(by=None, person=made, kind=RoleKind.DRAFTER, city="jeju", organisation=body)
        record(made, "new.entry")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/people/?q=신입", 8),
        ("/people/organisations/?q=신입", 5),
        ("/audit/?verb=new.entry", 7),
    ],
)
def test_a_list_asks_the_database_as_often_for_three_as_for_one(
    client: Client, path: str, count: int
) -> None:
    newcomers(1)
    with queries(count):
        assert len(client.get(path).context["page"]) == 1
    newcomers(2, 3)
    with queries(count):
        assert len(client.get(path).context["page"]) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=제주+총괄", ["jeju-editor"]),
        ("q=ulsan@example", ["ulsan"]),
        ("role=officer", ["officer"]),
        ("role=drafter&city=jeju", ["jeju", "jeju-colleague"]),
        ("q=없는이름", []),
    ],
)
def test_people_are_found(client: Client, asked: str, found: list[str]) -> None:
    rows = client.get(f"/people/?{asked}").context["page"]
    assert sorted(own.login for own in rows) == found


@pytest.mark.django_db
def test_a_person_is_added_and_given_a_role(client: Client, cast: Cast) -> None:
    form = {"login": "new", "name": "새 사람", "mail": "", "organisation": "jeju"}
    place = client.post("/people/add/", form)["Location"]
    made = Person.objects.get(login="new")
    assert (place, made.has_usable_password()) == (f"/people/{made.pk}/", False)
    client.post(f"{place}roles/add/", {"kind": "drafter", "city": "jeju"})
    assert [(own.kind, own.city) for own in made.roles.all()] == [("drafter", "jeju")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "city", "error"),
    [
        ("drafter", "", "이 역할은 한 도시의 것입니다. 도시를 고르세요."),
        ("officer", "jeju", "이 역할은 전국을 맡습니다. ‘전국’을 고르세요."),
    ],
)
def test_a_role_reaches_as_far_as_its_kind(
    client: Client, cast: Cast, kind: str, city: str, error: str
) -> None:
    page = client.post(f"/people/{cast.stranger.pk}/roles/add/", {"kind": kind, "city": city})
    assert page.context["form"].errors == {"city": [error]}


@pytest.mark.django_db
def test_a_login_is_nobody_elses(client: Client) -> None:
    page = client.post("/people/add/", {"login": "JEJU", "name": "다른 사람"})
    assert page.context["form"].errors == {
        "login": ["JEJU는 이미 쓰는 아이디입니다. 다른 아이디를 정하세요."]
    }


@pytest.mark.django_db
def test_a_body_is_added_and_renamed(client: Client) -> None:
    form = {"id": "old", "kind": "other", "ko": "옛 기관", "valid_from": "2010-01-01"}
    assert client.post("/people/organisations/add/", form)["Location"] == (
        "/people/organisations/old/"
    )
    renamed = {"id": "new", "ko": "새 기관", "on": "2015-05-01"}
    client.post("/people/organisations/old/rename/", renamed)
    names = client.get("/people/organisations/new/").context["names"]
    assert [own.name_ko for own in names] == ["옛 기관", "새 기관"]
    assert Organisation.objects.get(pk="old").successor_id == "new"


@pytest.mark.django_db
def test_an_administrator_sees_nothing_of_drafts(client: Client, cast: Cast) -> None:
    record(cast.jeju, "draft.save", "small-2018/jeju", revision=7)
    shown = client.get("/audit/").content.decode()
    assert "small-2018/jeju" in shown
    assert "예시사업" not in shown
    assert AuditEntry.objects.filter(verb="draft.save").count() == 1


@BOTH_WAYS
def test_the_pages_of_people_are_for_everybody(site: Site, cast: Cast, how: dict[str, Any]) -> None:
    add_person(by=None, login="off", name="떠난 사람", password=None)
    own = f"/people/{cast.jeju.pk}/"
    paths = (
        "/account/", "/people/", own, f"{own}change/", f"{own}roles/add/",
        "/people/organisations/", "/people/organisations/jeju/",
        "/people/organisations/jeju/change/", "/people/organisations/jeju/rename/",
        "/audit/", "/password/eA/none/", *FORMS,
    )  # fmt: skip
    pages = [(path, cast.administrator) for path in paths]
    assert hindrances(site, pages, keyboard=how is DESK, **how) == {}
