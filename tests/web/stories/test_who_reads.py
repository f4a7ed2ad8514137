"""What is a draft's stays with its city; what is public is for everyone."""

import pytest

from tests.web.cast import Cast
from tests.web.publish.stories import published
from tests.web.stories.acting import JEJU, PARK, WORK, walked
from tests.web.visiting import Site
from tests.web.workspace.story import MARKER, described

pytestmark = pytest.mark.django_db(transaction=True)
STARTS = ("/work/", "/", "/runs/", "/search/?q=비밀", "/api/", WORK, JEJU, PARK, f"{JEJU}history/")


def where(pages: dict[str, str]) -> list[str]:
    """The pages that tell of Jeju's draft."""
    return [path for path, text in pages.items() if MARKER in text]


def test_a_walk_along_every_link_of_ulsan_never_meets_the_draft_of_jeju(
    cast: Cast, site: Site
) -> None:
    published(cast)
    described(cast)
    hers = site.visitor(cast.jeju).context.request.get(site.url + PARK).text()
    assert where({PARK: hers}) == [PARK]
    pages = walked(site.visitor(cast.ulsan), *STARTS)
    assert f"{WORK}ulsan/" in pages
    assert where(pages) == []


@pytest.mark.parametrize("who", ["stranger", "resident"])
def test_nobody_from_outside_learns_whether_there_is_a_draft(
    cast: Cast, site: Site, who: str
) -> None:
    published(cast)
    described(cast)
    visitor = site.visitor(getattr(cast, who))
    assert where(walked(visitor, *STARTS)) == []
    for path in (WORK, JEJU, PARK, f"{JEJU}history/", f"{JEJU}files/download/"):
        real, made_up = (
            visitor.context.request.get(site.url + own)
            for own in (path, path.replace("small-2018", "no-such-plan"))
        )
        assert (path, real.status) == (path, made_up.status)
        assert real.status in (403, 404)
    page = visitor.open("/")
    assert page.get_by_role("link", name="내 작업").count() == 0


def test_a_visitor_is_asked_to_sign_in_before_anything_is_said(cast: Cast, site: Site) -> None:
    for path in (WORK, JEJU, PARK, "/work/no-such-plan/jeju/"):
        page = site.open(path)
        assert page.url == f"{site.url}/login/?next={path}"
