"""Who sends signs that are no text."""

import pytest
from django.test import Client

from tests.cast import JEJU_PARK
from tests.web.api.asking import WORK, Program, published
from tests.web.cast import Cast

pytestmark = pytest.mark.django_db
DRAFT = "/work/small-2018/jeju/"
PUBLIC = (
    "/projects/?city=%00", "/projects/?sector=a%00b", "/projects/%00/", "/sectors/%00/",
    "/actions/a%00/", "/search/?q=%00", "/?as-of=%00", "/?lang=%00", "/history/%00/",
    "/reminders/off/%00/", "/password/%00/%00/", "/login/?next=%00",
)  # fmt: skip
OF_A_DRAFT = (
    f"{DRAFT}?q=%00", f"{DRAFT}?sector=%00", f"{DRAFT}?status=%00&overdue=1",
    f"{DRAFT}projects/%00/", f"{DRAFT}themes/%00/", f"{DRAFT}who/?place=jeju/%00",
    f"{DRAFT}writer/?place=jeju/%00", f"{DRAFT}history/?before=%00&author=%00",
    f"{DRAFT}compare/?first=%00&second=1", f"{DRAFT}projects/new/?name.ko=%00", "/runs/?page=%00",
)  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_an_address_that_is_no_text_is_answered(cast: Cast, path: str) -> None:
    published(cast, "예시 공개본")
    assert Client(raise_request_exception=False).get(path).status_code == 400


@pytest.mark.parametrize("path", OF_A_DRAFT)
def test_an_address_of_a_draft_that_is_no_text_is_answered(cast: Cast, path: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.jeju)
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\u202e"])
def test_a_form_with_a_sign_that_is_no_text_comes_back_with_all_that_was_typed(
    cast: Cast, sign: str
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.jeju)
    path = f"{DRAFT}projects/{JEJU_PARK}/"
    typed = f"바닷가{sign} 공원"
    sent = {"_base": str(cast.draft().head_id), "_end": "1", "_do": "save", "description": typed}
    answer = client.post(path, sent)
    kept = client.post(f"{DRAFT}autosave/", sent | {"_place": f"jeju/projects/{JEJU_PARK}"})
    assert (answer.status_code, kept.status_code) == (422, 200)


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_a_program_that_sends_a_sign_that_is_no_text_is_refused(cast: Cast, sign: str) -> None:
    path, base = f"{WORK}/jeju/projects/{JEJU_PARK}", cast.draft().head_id
    changed = [
        {"base": base, "changes": {"description": sign}},
        {"base": base, "changes": {"description": "예시"}, "message": sign},
    ]
    answers = [Program(cast.jeju).send("PATCH", path, own).status for own in changed]
    assert set(answers) <= {400, 422}
