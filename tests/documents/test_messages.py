import re
from pathlib import Path

import mitgrim.documents
from mitgrim.documents.words import CATALOGUE

FOLDER = Path(mitgrim.documents.__file__).parent
# Ids that a chapter completes with a value.
PREFIXES = (
    "mark.", "procedure.", "statutory.scope-", "findings.", "sources.kind-", "forum.",
    "cities.money", "cities.projects", "cities.outcomes", "effects.", "money.by-", "money.use-",
    "money.certainty-", "reckoning.", "roles.leads", "roles.pays", "opinions.",
)  # fmt: skip


def used() -> set[str]:
    """Every id that the sources name as a whole."""
    said = re.compile(r'(?:words|both|text)\(\s*"([a-z][a-z.-]+)"')
    choices = re.compile(r'"([a-z]+\.[a-z-]+)"')
    sources = [file.read_text("utf-8") for file in FOLDER.rglob("*.py")]
    return {id for text in sources for found in (said, choices) for id in found.findall(text)}


def test_every_message_can_be_said_in_both_languages() -> None:
    assert CATALOGUE.problems() == []


def test_every_message_that_is_said_is_there() -> None:
    known = set(CATALOGUE.ids())
    assert {
        id for id in used() if "." in id and not id.endswith((".css", ".otf", ".toml", ".typ"))
    } - known == set()


def test_no_message_is_left_over() -> None:
    left = set(CATALOGUE.ids()) - used()
    assert [id for id in sorted(left) if not id.startswith(PREFIXES)] == []
