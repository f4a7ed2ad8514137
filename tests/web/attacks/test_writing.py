"""Who tries to write more than they may, or to have somebody else do it."""

from urllib.parse import quote

import pytest
from django.test import Client

from mitgrim.web.people.models import Person
from mitgrim.web.revisions.queries import branch_of, draft_section
from mitgrim.web.revisions.services import DraftRefusal, save_section
from tests.cast import JEJU_PARK
from tests.web.cast import Cast

pytestmark = pytest.mark.django_db
DRAFT = "/work/small-2018/jeju/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("other", ["ulsan", "nation"])
def test_no_draft_takes_the_section_of_another(cast: Cast, other: str) -> None:
    stranger = branch_of(cast.workspace, other)
    assert stranger is not None
    branch = cast.draft()
    with pytest.raises(DraftRefusal) as refused:
        save_section(
            by=cast.jeju, branch=branch, base=branch.head, section=draft_section(stranger),
            message="남의 초안",
        )  # fmt: skip
    assert refused.value.reason == "another-section"
    assert cast.draft().head_id == branch.head_id


@pytest.mark.parametrize(
    "to",
    [
        f"{DRAFT}hand-in/?/put-back/",
        f"{DRAFT}hand-in/#/put-back/",
        f"{DRAFT}../../../people/1/activate/?/put-back/",
        f"{DRAFT}../ulsan/projects/x/put-back/",
        "/work/small-2018/ulsan/projects/x/put-back/",
        f"{DRAFT}%2e%2e/ulsan/projects/x/put-back/",
        f"{DRAFT}\\..\\..\\people/put-back/",
        "//elsewhere.example/put-back/",
        "javascript:alert(1)//put-back/",
    ],
)
@pytest.mark.parametrize("page", [DRAFT, f"{DRAFT}themes/"])
def test_an_offer_to_undo_leads_to_nothing_else(cast: Cast, page: str, to: str) -> None:
    shown = signed_in(cast.jeju_editor).get(f"{page}?undo={quote(to, safe='')}&from=1")
    assert (shown.status_code, shown.context["undo"]) == (200, {})


def test_an_offer_to_undo_a_removal_stands(cast: Cast) -> None:
    to = f"{DRAFT}projects/{JEJU_PARK}/put-back/"
    shown = signed_in(cast.jeju_editor).get(f"{DRAFT}?undo={to}&from=1")
    assert shown.context["undo"] == {"url": to, "from": "1"}
