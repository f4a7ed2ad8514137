"""From a place to the page on which it can be changed."""

import pytest

from mitgrim.web.workspace.links import draft_url, place_url

DRAFT = "/work/small-2018/jeju/"


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("jeju", DRAFT),
        ("jeju/city/name", DRAFT),
        ("jeju/projects/p-1", f"{DRAFT}projects/p-1/"),
        ("jeju/projects/p-1/name/ko", f"{DRAFT}projects/p-1/#f-name"),
        (
            "jeju/projects/p-1/money/2019,national,planned,works,",
            f"{DRAFT}projects/p-1/money/planned/",
        ),
        ("jeju/projects/p-1/gates/g-1/planned", f"{DRAFT}projects/p-1/gates/"),
        ("jeju/indicators/i-1/target", f"{DRAFT}indicators/i-1/#f-target"),
        ("jeju/observations/a,b,2017,", DRAFT),  # no form of its own
    ],
)
def test_a_place_leads_to_its_page(place: str, url: str) -> None:
    assert place_url("small-2018", place) == url


def test_a_draft_leads_to_its_tree() -> None:
    assert draft_url("small-2018", "jeju") == DRAFT
