"""Forms that were open while something else happened: two tabs, a session that ran out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import JEJU_PARK
from tests.web.faults.living import Form, Server, Visitor


@pytest.fixture(scope="module")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One site for all of them: they write different things."""
    running = Server.copied(made, tmp_path_factory.mktemp("open") / "data").start()
    yield running
    running.close()


def test_of_two_tabs_the_second_sees_both_texts_and_the_first_stays_saved(server: Server) -> None:
    jeju = Visitor(server.url).login("jeju")
    one, other = jeju.project(JEJU_PARK), jeju.project(JEJU_PARK)
    assert jeju.save(JEJU_PARK, one, notes="첫째 창", _message="one").status == 302
    answer = jeju.save(JEJU_PARK, other, notes="둘째 창", _message="other")
    assert answer.status != 302
    assert ("첫째 창" in answer.text, "둘째 창" in answer.text) == (True, True)
    assert {"one", "other"} & server.messages() == {"one"}


def test_of_two_tabs_that_change_different_things_both_are_saved(server: Server) -> None:
    jeju = Visitor(server.url).login("jeju")
    one, other = jeju.project(JEJU_PARK), jeju.project(JEJU_PARK)
    assert jeju.save(JEJU_PARK, one, notes="첫째 창", _message="one").status == 302
    assert jeju.save(JEJU_PARK, other, description="둘째 창", _message="other").status == 302
    now = dict(jeju.project(JEJU_PARK).fields)
    assert (now["notes"], now["description"]) == ("첫째 창", "둘째 창")


def test_who_was_signed_out_while_writing_gets_the_text_back_and_sends_it_again(
    server: Server,
) -> None:
    jeju = Visitor(server.url).login("jeju")
    form = jeju.project(JEJU_PARK)
    jeju.sign_out_by_waiting()
    answer = jeju.save(JEJU_PARK, form, notes="오래 쓴 글", _message="late")
    assert (answer.status, answer.heading) == (403, "Your sign-in has ended")
    kept = Form(answer.text, "_base")
    assert dict(kept.fields)["notes"] == "오래 쓴 글"
    jeju.login("jeju")
    once_more = jeju.save(JEJU_PARK, kept)
    assert (once_more.status, once_more.heading) == (403, "Please send it once more")
    assert "late" not in server.messages()
    assert jeju.save(JEJU_PARK, Form(once_more.text, "_base")).status == 302
    assert "late" in server.messages()
