"""A run as somebody sees it who waits for it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from mitgrim.web.runs.kinds import RunKind, RunState
from mitgrim.web.runs.models import Run
from mitgrim.web.runs.services import perform, start
from mitgrim.wording import Lang
from tests.web.cast import Cast, sign_up
from tests.web.visiting import BOTH_WAYS, Site, hindrances


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return sign_up()


def test_who_waits_sees_the_page_change_without_doing_anything(cast: Cast, site: Site) -> None:
    run = start(by=cast.jeju, kind=RunKind.CHECK, branch=cast.draft("jeju"))
    page = site.open(f"/runs/{run.pk}/", person=cast.jeju)
    expect(page.get_by_role("button", name="그만두기")).to_be_visible()
    Run.objects.update(state=RunState.RUNNING, progress=0.4, said_ko="점검하고 있습니다.")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "40")
    Run.objects.update(state=RunState.QUEUED)
    perform.call(run.pk)
    expect(page.get_by_role("link", name="내려받기")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="내려받기").click()
    assert download.value.suggested_filename == "findings-jeju.json"


def test_without_javascript_a_run_is_started_and_cancelled(cast: Cast, site: Site) -> None:
    visitor = site.visitor(cast.jeju, lang=Lang.EN, java_script_enabled=False)
    page = visitor.open("/runs/")
    page.locator("[name=kind]").select_option("check")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status")).to_contain_text("It was cancelled.")
    page.get_by_role("button", name="Do it again").click()
    expect(page.get_by_role("status")).to_contain_text("Waiting")


@BOTH_WAYS
def test_the_pages_of_runs_are_for_everybody(cast: Cast, site: Site, how: dict[str, Any]) -> None:
    done = start(by=cast.officer, kind=RunKind.CHECK, branch=cast.draft("nation"))
    perform.call(done.pk)
    waiting = start(by=cast.officer, kind=RunKind.BOOK, branch=cast.draft("nation"))
    paths = ("/runs/", f"/runs/{done.pk}/", f"/runs/{waiting.pk}/")
    assert hindrances(site, [(own, cast.officer) for own in paths], **how) == {}
