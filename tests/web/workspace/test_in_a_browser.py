"""The pages of the workspace in a real browser: open to everybody, on any screen."""

from typing import Any

import pytest

from mitgrim.web.revisions.handing_in import freeze
from tests.cast import JEJU_PARK
from tests.web.cast import Cast
from tests.web.visiting import BOTH_WAYS, Site, hindrances
from tests.web.workspace.story import described, handed_in, heard, save

pytestmark = pytest.mark.django_db(transaction=True)
WORK = "/work/small-2018/"
JEJU = f"{WORK}jeju/"


def pages_of_a_draft(cast: Cast) -> list[str]:
    """Pages of a draft with something on each of them."""
    first = described(cast).revision.number
    last = save(cast, cast.jeju, "과제를 바꿈", action="industry.99").revision.number
    heard(cast)
    return [
        "/work/",
        WORK,
        f"{JEJU}history/",
        f"{JEJU}history/{last}/",
        f"{JEJU}history/{first}/undo/",
        f"{JEJU}compare/{first}/{last}/",
        f"{JEJU}who/?place=jeju/projects/{JEJU_PARK}/description",
        f"{JEJU}hand-in/",
        f"{JEJU}files/",
    ]


def pages_of_the_officer(cast: Cast) -> list[str]:
    """Pages of the officer with something on each of them."""
    described(cast)
    own = freeze(by=cast.officer, workspace=cast.workspace, name="처음")
    handed = handed_in(cast)
    return [
        "/work/",
        WORK,
        f"{WORK}assembly/",
        f"{WORK}assembly/preview/?hand_in={handed.pk}",
        f"{WORK}assembly/return/jeju/",
        f"{WORK}baselines/",
        f"{WORK}baselines/{own.pk}/",
        f"{JEJU}hand-in/",
    ]


@BOTH_WAYS
@pytest.mark.parametrize("who", ["planner", "officer"])
def test_every_page_is_for_everybody(cast: Cast, site: Site, who: str, how: dict[str, Any]) -> None:
    planner = who == "planner"
    paths = pages_of_a_draft(cast) if planner else pages_of_the_officer(cast)
    person = cast.jeju if planner else cast.officer
    pages = [(path, person) for path in paths]
    assert hindrances(site, pages, **how) == {}
