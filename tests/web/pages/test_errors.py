"""Pages for what went wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.cast import Cast

SAYS = {
    ("GET", "/gallery/malformed/"): (400, "요청을 이해하지 못했습니다", "The request was not understood"),
    ("GET", "/gallery/refused/"): (403, "볼 수 없는 쪽입니다", "This page is not open to you"),
    ("POST", "/login/"): (403, "입력한 내용을 받지 못했습니다", "What you sent was not accepted"),
    ("GET", "/nothing/"): (404, "찾는 쪽이 없습니다", "There is no such page"),
    ("GET", "/language/"): (405, "이 방법으로는 열 수 없습니다", "This can't be opened that way"),
    ("GET", "/gallery/busy/"): (429, "요청이 너무 많습니다", "Too many requests"),
    ("GET", "/gallery/broken/"): (500, "처리하지 못했습니다", "Something went wrong here"),
}  # fmt: skip


def heading(page: str) -> str:
    return page.partition("<h1>")[2].partition("</h1>")[0].replace("&#x27;", "'")


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), SAYS, ids=lambda part: part)
def test_an_error_has_a_page_in_both_languages(method: str, path: str) -> None:
    reader = Client(raise_request_exception=False, enforce_csrf_checks=True)
    status, *titles = SAYS[method, path]
    told = [
        reader.generic(method, path, headers={"Accept-Language": lang}) for lang in ("ko", "en")
    ]
    assert [answer.status_code for answer in told] == [status, status]
    assert [heading(answer.content.decode()) for answer in told] == titles


@pytest.mark.django_db
def test_a_refused_method_says_which_are_allowed(client: Client) -> None:
    assert client.get(reverse("pages:language")).headers["Allow"] == "POST"


def test_the_page_of_a_fault_asks_nothing_of_the_database(cast: Cast) -> None:
    reader = Client(raise_request_exception=False)
    reader.force_login(cast.jeju, "django.contrib.auth.backends.ModelBackend")
    page = reader.get("/gallery/broken/").content.decode()
    assert cast.jeju.name not in page
    assert "as planned" not in page
    assert cast.jeju.name in reader.get("/gallery/refused/").content.decode()
