"""What a reader chooses for all pages: language and contrast."""

import pytest
from django.test import Client

FOREIGN = [
    "//elsewhere.example/",
    "https://elsewhere.example/",
    "/\\elsewhere.example",
    "javascript:1",
]


@pytest.fixture
def reader(db: None) -> Client:
    return Client(enforce_csrf_checks=True)


def lang_and_mode(reader: Client) -> str:
    """The root element of a page, which says language and contrast."""
    page = reader.get("/login/").content.decode()
    return page[page.index("<html") :].partition("\n")[0]


def test_a_page_is_korean_and_of_normal_contrast(reader: Client) -> None:
    assert lang_and_mode(reader) == '<html lang="ko" data-krds-mode="light">'


def test_a_language_and_a_contrast_are_kept(reader: Client) -> None:
    reader.post("/language/", {"lang": "en", "next": "/login/?next=/x"})
    reader.post("/contrast/", {"contrast": "high-contrast", "next": "/login/"})
    assert lang_and_mode(reader) == '<html lang="en" data-krds-mode="high-contrast">'
    reader.post("/language/", {"lang": "ko"})
    reader.post("/contrast/", {"contrast": "light"})
    assert lang_and_mode(reader) == '<html lang="ko" data-krds-mode="light">'


def test_who_asks_for_english_first_gets_it_until_they_choose(reader: Client) -> None:
    asking = {"Accept-Language": "en-GB,ko;q=0.5"}
    assert reader.get("/login/", headers=asking).headers["Content-Language"] == "en"
    reader.post("/language/", {"lang": "ko"})
    assert reader.get("/login/", headers=asking).headers["Content-Language"] == "ko"


def test_choosing_returns_to_the_same_page(reader: Client) -> None:
    answer = reader.post("/language/", {"lang": "en", "next": "/login/?next=/x"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login/?next=/x")
    cookie = answer.cookies["mitgrim-lang"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")


@pytest.mark.parametrize("path", ["/language/", "/contrast/"])
@pytest.mark.parametrize("foreign", [*FOREIGN, ""])
def test_choosing_never_leads_to_another_site(reader: Client, path: str, foreign: str) -> None:
    choice = {"lang": "en", "contrast": "light", "next": foreign}
    assert reader.post(path, choice).headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/language/", "/contrast/"])
def test_what_is_no_choice_is_not_kept(reader: Client, path: str) -> None:
    answer = reader.post(path, {"lang": "xx", "contrast": '"><script>', "next": "/"})
    assert (answer.status_code, answer.cookies) == (400, {})


@pytest.mark.parametrize("cookie", ["mitgrim-lang", "mitgrim-contrast"])
def test_a_forged_cookie_changes_nothing(reader: Client, cookie: str) -> None:
    reader.cookies[cookie] = '"><script>'
    assert lang_and_mode(reader) == '<html lang="ko" data-krds-mode="light">'
