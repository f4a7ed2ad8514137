"""The pages say what is so: their blocks run, their links lead somewhere, nothing is left out.

A `python` block runs where the page left off, and the `text` block after it is what it printed; a
`console` block has commands after `$` and what they say, where a line `…` stands for any lines;
`json`, `toml` and `csv` blocks are read as what they show. A block without a language is a drawing.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import click
import pytest

import mitgrim
import mitgrim.history
from docs.generate import pages, rules
from mitgrim import plan as records
from mitgrim.checks import OF_THE_ENGINE, STRUCTURAL
from mitgrim.cli import VERBS
from mitgrim.codec import decode
from mitgrim.plan import label_of
from mitgrim.plan.attributes import Attribute, record_types, table
from mitgrim.wording import Catalogue, Lang

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
LOCALES = {Lang.KO: "ko_KR.UTF-8", Lang.EN: "en_US.UTF-8"}
SHOWN = {"", "text"}

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?)$", re.MULTILINE)
# An address of the site itself, /api/v1/plans, is no path of a machine.
_ABSOLUTE = re.compile(
    r"(?:^|[\s(`'\"=])(/(?!(?:api|people|sso)/)[\w.-]+/[\w./-]+|[A-Z]:\\\S+|file://\S*)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text and the line that it starts on."""

    language: str
    text: str
    line: int


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    return _FENCE.sub("", text_of(page))


@cache
def blocks(page: Path) -> tuple[Block, ...]:
    text = text_of(page)
    return tuple(
        Block(own[1], own[2], text.count("\n", 0, own.start()) + 1) for own in _FENCE.finditer(text)
    )


def language_of(page: Path) -> Lang:
    return Lang.KO if page.stem.endswith(".ko") else Lang.EN


any_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


class Reader:
    """Somebody who does what a page says, in an empty folder of their own."""

    def __init__(self, page: Path) -> None:
        self._page = page
        self._names: dict[str, Any] = {"__name__": "__page__"}
        scripts = Path(sys.executable).parent
        self._environment = {
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "LANG": LOCALES[language_of(page)],
            "PYTHONUTF8": "1",
        }

    def python(self, block: Block) -> str:
        """What a block prints; names it makes are there for the next."""
        printed = StringIO()
        code = "\n" * block.line + block.text
        with redirect_stdout(printed):
            exec(compile(code, self._page, "exec"), self._names)
        return printed.getvalue()

    def command(self, line: str) -> str:
        """What a command says on both its streams; it must end well."""
        done = subprocess.run(
            line,
            shell=True,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, f"{line} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout


def stripped(text: str) -> str:
    """Lines without the spaces at their ends, which nobody sees on a page."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it should say."""
    first, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not first.strip(), f"line {block.line}: a console block starts with a command"
    for part in parts:
        line, _, said = part.partition("\n")
        yield line, stripped(said)


def agrees(said: str, shown: str) -> bool:
    """Whether a page shows what was said; `…` on a line of its own is any number of lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in shown.splitlines()
    )
    return re.fullmatch(pattern, said + "\n" if said else "") is not None


@any_page
def test_a_page_prints_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reader = Reader(page)
    printed: str | None = None
    for block in blocks(page):
        if block.language == "text":
            assert printed is not None, f"line {block.line}: output of nothing"
            assert printed == stripped(block.text)
            printed = None
            continue
        assert not printed, f"line {block.line}: what the block before prints is not shown"
        match block.language:
            case "python":
                printed = stripped(reader.python(block))
            case "console":
                for line, shown in commands(block):
                    said = stripped(reader.command(line))
                    assert agrees(said, shown), f"$ {line}\n{said}\n--- on the page:\n{shown}"
    assert not printed, "what the last block prints is not shown"


@any_page
def test_what_a_page_shows_can_be_read(page: Path) -> None:
    for block in blocks(page):
        match block.language:
            case "json":
                if "mitgrim" in json.loads(block.text):
                    decode(block.text.encode(), page)
            case "toml":
                assert Catalogue(name_of(page), partial(str, block.text)).problems() == []
            case "csv":
                assert [Attribute(**row) for row in csv.DictReader(block.text.splitlines())]
            case other:
                assert other in {*SHOWN, "python", "console"}, f"nothing runs {other} blocks"


def test_a_dots_line_stands_for_any_lines_and_nothing_else_does() -> None:
    assert agrees("a\nb\nc", "a\n…\nc")
    assert agrees("a\nc", "a\n…\nc")
    assert not agrees("a\nb", "a\n…\nc")
    assert not agrees("a…", "a")
    assert agrees("", "")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    found: set[str] = set()
    for heading in _HEADING.findall(prose_of(page)):
        words = re.sub(r"[^\w\s-]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading))
        anchor = words.strip().lower().replace(" ", "-")
        assert anchor not in found, f"{name_of(page)} has two headings {heading!r}"
        found.add(anchor)
    return found


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """What a page links to in the repository: a file or folder, and the anchor in it."""
    for link in _LINK.findall(prose_of(page)):
        if not link.startswith(("https:", "mailto:")):
            path, _, anchor = link.partition("#")
            yield (page.parent / path).resolve() if path else page, anchor


@any_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in links(page):
        assert target.exists(), target
        assert target.is_relative_to(ROOT)
        assert not anchor or anchor in anchors(target), f"{target}#{anchor}"


def test_every_page_is_found_from_the_readme() -> None:
    found, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in found:
            found.add(page)
            waiting += [target for target, _ in links(page) if target.suffix == ".md"]
    assert [name_of(page) for page in PAGES if page not in found] == []


@any_page
def test_no_page_names_a_path_of_a_machine(page: Path) -> None:
    assert _ABSOLUTE.findall(text_of(page)) == []


@any_page
def test_every_make_target_a_page_names_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", text_of(page))) <= targets


def test_the_two_readmes_have_the_same_structure() -> None:
    one, other = (ROOT / name for name in ("README.md", "README.ko.md"))
    assert [own.language for own in blocks(one)] == [own.language for own in blocks(other)]
    levels = [re.findall(r"^#+(?= )", prose_of(page), re.MULTILINE) for page in (one, other)]
    assert levels[0] == levels[1]


@pytest.mark.parametrize("name", pages())
def test_a_generated_page_is_what_docs_generate_writes(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run docs/generate.py"


def test_every_rule_is_on_the_page_of_checks() -> None:
    known = {own.id for own in (*STRUCTURAL, *OF_THE_ENGINE)}
    assert known <= {own.id for own in rules()}
    assert {own.id for own in rules()} <= anchors(DOCS / "checks.md")


def test_every_rule_refers_to_a_page_that_explains_it_or_to_an_article() -> None:
    for own in rules():
        page, _, anchor = own.reference.partition("#")
        article = re.search(r"(?:법|시행령|영) 제\d+조", own.reference)
        assert article or anchor in anchors(ROOT / page), own.id


def section(page: Path, heading: str) -> str:
    """The text under a heading, down to the next one of its level."""
    found = re.search(rf"^## {heading}$\n(.*?)(?=^## |\Z)", text_of(page), re.MULTILINE | re.DOTALL)
    assert found, f"{name_of(page)} has no section {heading}"
    return found[1]


def command_of(verb: str) -> click.Command:
    command = import_module(f"mitgrim.cli.{verb}").command
    assert isinstance(command, click.Command)
    return command


COMMAND_LINE = DOCS / "command-line.md"
COMMON = {"--lang", "--version", "--help"}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented_with_what_it_takes_and_how_it_ends(verb: str) -> None:
    said = section(COMMAND_LINE, verb)
    for param in command_of(verb).params:
        names = [*param.opts, *param.secondary_opts]
        if isinstance(param, click.Argument):
            names = [param.metavar or ""]
        assert all(name in said for name in names), names
    assert "Ends with" in said


def test_no_option_is_documented_that_does_not_exist() -> None:
    every = [param for verb in VERBS for param in command_of(verb).params]
    real = {name for param in every for name in (*param.opts, *param.secondary_opts)}
    assert set(re.findall(r"--[a-z][a-z-]*", text_of(COMMAND_LINE))) <= real | COMMON


def test_every_option_of_all_commands_is_documented() -> None:
    assert set(re.findall(r"--[a-z]+", section(COMMAND_LINE, "options-of-all"))) == COMMON


GLOSSARY = DOCS / "glossary.md"
RECORD_HEAD = ["Korean", "identifier", "in tables", "what it is"]
CHOICE_HEAD = ["value", "Korean", "English", "what it is"]
LATER_HEAD = ["Korean", "identifier", "what it will be"]
# What is referred to under a name that no attribute holds it under.
HELD_ELSEWHERE = {"cities": "City", "areas": "Area", "upper_plan_items": "UpperPlanItem"}


def tables(page: Path) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Each table of a page: the heading it stands under, its head, its rows."""
    heading, lines = "", [*text_of(page).splitlines(), ""]
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
        elif rows:
            yield heading, rows[0], rows[2:]
            rows = []
        if line.startswith("#"):
            heading = line.lstrip("# ")


def words(cell: str) -> set[str]:
    return {word.strip() for word in cell.split(",")} - {""}


@cache
def entries() -> dict[str, set[str]]:
    """The Korean words that attribute tables may use for each thing of the glossary."""
    found: dict[str, set[str]] = {}
    for _, head, rows in tables(GLOSSARY):
        if head == RECORD_HEAD:
            for _, identifier, used, _ in rows:
                assert identifier not in found, f"{identifier} stands twice"
                found[identifier] = words(used)
    return found


def public_kinds() -> dict[str, type[StrEnum]]:
    found = {name: getattr(records, name) for name in records.__all__}
    return {
        name: own
        for name, own in found.items()
        if isinstance(own, type) and issubclass(own, StrEnum)
    }


def used_words() -> dict[str, set[str]]:
    """The Korean words that attribute tables do use for each record type and closed set."""
    every = [own for name in record_types() for own in table(name)]
    held = {own.name: own.record for own in every if own.is_list and own.record}
    used: dict[str, set[str]] = {}
    for own in every:
        kind, _, of = own.element.partition(":")
        if what := (HELD_ELSEWHERE | held)[of] if kind == "ref" else of:
            used.setdefault(what, set()).add(own.ko)
    return used


def test_every_record_and_closed_set_of_a_plan_is_in_the_glossary() -> None:
    classes = {name for name in records.__all__ if isinstance(getattr(records, name), type)}
    assert sorted(classes - set(entries())) == []


def test_every_identifier_of_the_glossary_exists() -> None:
    homes = (records, mitgrim.history, import_module("mitgrim.checks"))
    known = {name for home in homes for name in home.__all__} | {"digest", *VERBS}
    assert sorted(set(entries()) - known) == []


def test_attribute_tables_use_the_words_of_the_glossary_and_it_has_no_others() -> None:
    used = used_words()
    assert {name: allowed for name, allowed in entries().items() if allowed} == used


def test_the_glossary_has_every_value_of_every_closed_set_with_its_labels() -> None:
    listed = {heading: rows for heading, head, rows in tables(GLOSSARY) if head == CHOICE_HEAD}
    shown = {name: [row[:3] for row in rows] for name, rows in listed.items()}
    real = {
        name: [[own.value, label_of(own).ko, label_of(own).en] for own in kind]
        for name, kind in public_kinds().items()
    }
    assert shown == real
    assert all(row[3] for rows in listed.values() for row in rows)


def test_a_word_for_later_moves_when_its_part_comes() -> None:
    later = [row for _, head, rows in tables(GLOSSARY) if head == LATER_HEAD for row in rows]
    there = {*records.__all__, *mitgrim.history.__all__, *VERBS}
    assert later
    assert there & {name.strip("` ") for _, names, _ in later for name in names.split(",")} == set()


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_short_and_says_why(page: Path) -> None:
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}-[a-z0-9-]+", page.stem)
    assert len(text_of(page).splitlines()) <= 40
    headings = re.findall(r"^## (.+)$", text_of(page), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


def test_the_house_is_drawn_in_the_order_that_is_enforced() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    rank = {name: at for at, layer in enumerate(layers) for name in layer.split(" | ")}
    drawing = blocks(DOCS / "structure.md")[0].text
    drawn = [name for name in re.findall(r"─ (\w+)/", drawing) if name in rank]
    assert sorted(drawn) == sorted(rank)
    assert drawn == sorted(drawn, key=lambda name: rank[name])


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    text = (ROOT / "src/mitgrim/web/environment.py").read_text(encoding="utf-8")
    real = set(re.findall(r"environ(?:\.get\(|, )\"(MITGRIM_[A-Z_]+)\"", text))
    rows = re.findall(r"^\| `(MITGRIM_\w+)`", text_of(DOCS / "running.md"), re.MULTILINE)
    assert real == set(rows)


def test_every_folder_of_tests_is_described() -> None:
    folders = {own.parent.name for own in (ROOT / "tests").glob("*/*.py")}
    page = text_of(DOCS / "testing.md")
    assert [name for name in sorted(folders) if f"`{name}/`" not in page] == []


def test_the_newest_change_is_of_this_version() -> None:
    newest, *_ = re.findall(r"^## (\S+)", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert newest == mitgrim.__version__


def test_the_notice_names_the_source_of_the_statistics() -> None:
    folder = ROOT / "src/mitgrim/programmes/innovation_cities/data"
    sentences = re.findall(r"^> (.+)$", (folder / "README.md").read_text("utf-8"), re.MULTILINE)
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    assert len(sentences) == 2
    assert [own for own in sentences if own not in notice] == []
