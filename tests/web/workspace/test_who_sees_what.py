"""Who sees which pages: a draft is its city's own until it is handed in."""

import re

import pytest
from django.test import Client

from mitgrim.web.people.models import Person
from tests.cast import JEJU_PARK
from tests.web.cast import Cast
from tests.web.workspace.story import MARKER, described, handed_in

pytestmark = pytest.mark.django_db
WORK = "/work/small-2018/"
JEJU = f"{WORK}jeju/"
PLACE = f"jeju/projects/{JEJU_PARK}/description"
OF_A_DRAFT = (
    f"{JEJU}counts/",
    f"{JEJU}history/",
    f"{JEJU}hand-in/",
    f"{JEJU}files/",
    f"{JEJU}files/download/",
    f"{JEJU}who/?place={PLACE}",
)
OF_THE_OFFICER = (f"{WORK}assembly/", f"{WORK}assembly/return/jeju/")
OF_THE_NATION = (f"{WORK}baselines/", f"{WORK}download/", f"{WORK}nation/history/")


def statuses(person: Person | None, paths: tuple[str, ...]) -> set[int]:
    client = Client()
    if person:
        client.force_login(person)
    answers = [client.get(path) for path in paths]
    assert not any(MARKER.encode() in own.content for own in answers if own.status_code != 200)
    return {own.status_code for own in answers}


def of_the_draft(cast: Cast) -> tuple[str, ...]:
    """The pages of Jeju's draft, those of its newest revisions among them."""
    newest = cast.draft().head_id
    first = cast.draft().history.order_by("id").first()
    assert first is not None
    return (
        *OF_A_DRAFT,
        f"{JEJU}history/{newest}/",
        f"{JEJU}compare/{first.revision_id}/{newest}/",
        f"{JEJU}files/download/?revision={newest}",
    )


def test_the_planner_and_her_colleague_see_all_of_their_draft(cast: Cast) -> None:
    described(cast)
    for person in (cast.jeju, cast.jeju_colleague, cast.jeju_editor, cast.jeju_secretary):
        assert (person.login, statuses(person, of_the_draft(cast))) == (person.login, {200})


@pytest.mark.parametrize(
    "who", ["ulsan", "officer", "researcher", "member", "institution", "consulted", "resident",
            "stranger", "administrator", "moderator"],
)  # fmt: skip
def test_nobody_else_learns_that_there_is_a_draft(cast: Cast, who: str) -> None:
    described(cast)
    assert statuses(getattr(cast, who), of_the_draft(cast)) == {404}


@pytest.mark.parametrize("who", ["ulsan", "resident", "stranger"])
def test_a_draft_that_is_not_there_looks_the_same(cast: Cast, who: str) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    there, absent = (client.get(f"{WORK}{own}/history/") for own in ("jeju", "busan"))
    assert (there.status_code, absent.status_code) == (404, 404)
    assert without_tokens(there.content) == without_tokens(absent.content)


def without_tokens(page: bytes) -> bytes:
    """A page without what is random in it, and with one city's name for every city's."""
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", page).replace(b"/busan/", b"/jeju/")


def test_who_is_not_signed_in_is_asked_to_and_learns_nothing(cast: Cast) -> None:
    described(cast)
    paths = (*of_the_draft(cast), *OF_THE_OFFICER, *OF_THE_NATION, "/work/", WORK, "/work/none/")
    assert statuses(None, paths) == {302}


def test_after_hand_in_officer_and_member_see_what_was_handed_in_alone(cast: Cast) -> None:
    described(cast)
    handed = handed_in(cast)
    for person in (cast.officer, cast.member, cast.researcher):
        assert statuses(person, OF_A_DRAFT) == {200}
        assert statuses(person, (f"{JEJU}history/{handed.revision_id}/",)) == {200}
        earlier = (f"{JEJU}history/{handed.revision_id - 1}/",)
        assert (person.login, statuses(person, earlier)) == (person.login, {404})
    assert statuses(cast.ulsan, OF_A_DRAFT) == {404}
    assert statuses(cast.resident, OF_A_DRAFT) == {404}


def test_the_plan_as_a_whole_is_the_ministrys_and_the_institutes(cast: Cast) -> None:
    assert statuses(cast.officer, (*OF_THE_OFFICER[:1], *OF_THE_NATION)) == {200}
    assert statuses(cast.researcher, OF_THE_NATION) == {200}
    assert statuses(cast.researcher, OF_THE_OFFICER) == {403}
    assert statuses(cast.jeju, OF_THE_NATION) == {404}
    assert statuses(cast.jeju, OF_THE_OFFICER) == {403}
    assert statuses(cast.stranger, OF_THE_OFFICER) == {403}


def test_my_work_is_for_those_who_work_here(cast: Cast) -> None:
    assert statuses(cast.jeju, ("/work/", WORK)) == {200}
    assert statuses(cast.member, ("/work/", WORK)) == {200}
    assert statuses(cast.stranger, ("/work/",)) == {403}
    assert statuses(cast.stranger, (WORK,)) == {404}


def test_the_overview_shows_an_officer_states_but_no_content_before_hand_in(cast: Cast) -> None:
    described(cast)
    client = Client()
    client.force_login(cast.officer)
    lines = client.get(WORK).context["lines"]
    assert [(own.title, own.draft is None) for own in lines] == [
        ("종합(전국)", False), ("울산", True), ("제주", True),
    ]  # fmt: skip
    client.force_login(cast.ulsan)
    assert [own.title for own in client.get(WORK).context["lines"]] == ["울산"]


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("jeju", f"{JEJU}hand-in/", 403),  # the editor-in-chief hands in
        ("jeju", f"{JEJU}hand-in/hearings/", 403),
        ("jeju_secretary", f"{JEJU}hand-in/waive/", 403),
        ("jeju_secretary", f"{JEJU}files/", 403),
        ("ulsan", f"{JEJU}hand-in/", 404),
        ("ulsan", f"{JEJU}hand-in/hearings/", 404),
        ("ulsan", f"{JEJU}hand-in/waive/", 404),
        ("ulsan", f"{JEJU}files/", 404),
        ("jeju_editor", f"{WORK}assembly/return/jeju/", 403),
        ("jeju_editor", f"{WORK}assembly/preview/", 403),
        ("researcher", f"{WORK}baselines/", 403),
        ("jeju_editor", f"{WORK}baselines/", 404),
    ],
)
def test_who_may_not_write_does_not(cast: Cast, who: str, path: str, status: int) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    assert client.post(path, {"reason": "사유", "name": "이름"}).status_code == status
    assert cast.draft().state == "open"


@pytest.mark.parametrize("path", [f"{JEJU}history/", f"{JEJU}compare/1/2/", f"{JEJU}who/", WORK])
def test_pages_that_only_read_are_not_posted_to(cast: Cast, path: str) -> None:
    client = Client()
    client.force_login(cast.jeju)
    assert client.post(path).status_code == 405
