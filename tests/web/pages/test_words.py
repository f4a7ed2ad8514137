"""The words of the web: complete in both languages, and all of them said somewhere."""

import re
from functools import cache
from pathlib import Path

import pytest

import mitgrim.web
from mitgrim.web.pages.words import catalogue
from mitgrim.wording import CatalogueError

WEB = Path(mitgrim.web.__file__).parent
APPS = sorted(file.parent.name for file in WEB.glob("*/messages.toml"))
SAID = re.compile(r'(?:\b(?:say|said)\(\s*|\{%\s*say\s+)f?"([^"]+)"')
QUOTED = re.compile(rf'"((?:{"|".join(APPS)})\.[a-z0-9{{}}_.-]+)"')
# Written before the pages that will say them; take out what is said.
WAITING: set[str] = set()
HANGUL = re.compile("[가-힣]")


@cache
def sources() -> dict[str, str]:
    """The Python and the templates of the web application."""
    files = [*WEB.rglob("*.py"), *WEB.rglob("*.html")]
    return {str(file.relative_to(WEB)): file.read_text(encoding="utf-8") for file in files}


def known() -> set[str]:
    return {f"{app}.{id}" for app in APPS for id in catalogue(app).ids()}


def pattern(id: str) -> re.Pattern[str]:
    """What an id with gaps, `pages.error.{what}.title`, may stand for."""
    parts = re.split(r"\{[^}]*\}", id)
    return re.compile("[a-z0-9._-]+".join(map(re.escape, parts)))


@pytest.mark.parametrize("app", APPS)
def test_every_message_is_whole_in_both_languages(app: str) -> None:
    assert catalogue(app).problems() == []


def test_whatever_is_said_has_a_message() -> None:
    said = {id for text in sources().values() for id in SAID.findall(text)}
    assert said
    assert [id for id in sorted(said) if not any(map(pattern(id).fullmatch, known()))] == []


def test_every_message_is_said_somewhere() -> None:
    quoted = {id for text in sources().values() for id in QUOTED.findall(text)}
    patterns = [pattern(id) for id in quoted]
    unsaid = {id for id in known() if not any(own.fullmatch(id) for own in patterns)}
    assert unsaid == WAITING


def test_no_template_speaks_for_itself() -> None:
    speaking = {
        name: HANGUL.findall(text)
        for name, text in sources().items()
        if name.endswith(".html") and HANGUL.search(text.replace("한국어", ""))
    }
    assert speaking == {}


def test_a_message_that_is_not_there_raises() -> None:
    with pytest.raises(CatalogueError):
        catalogue("pages").both("no-such-message")
