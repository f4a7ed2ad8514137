"""`mitgrim groups` reads votes strictly, and claims no more than they bear."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.deliberation_votes import columns
from mitgrim.deliberation.votes import MESSAGES
from mitgrim.wording import Lang
from tests.cli.running import Run

Write = Callable[[str], Path]
HEAD = "participant,statement,vote\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        file = tmp_path / "votes.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def debate(cities: bool = False) -> str:
    """Three groups that differ, of 240 people, in two cities if asked for."""
    who, what, vote = columns(240, 24, 0.7, 2)
    rows = [f"p{a},s{b},{c}" for a, b, c in zip(who, what, vote, strict=True)]
    if cities:
        rows = [
            f"{row},{'jeju' if int(a) % 2 else 'ulsan'}" for row, a in zip(rows, who, strict=True)
        ]
    return (HEAD.strip() + ",city\n" if cities else HEAD) + "\n".join(rows) + "\n"


def test_machines_get_groups_bridges_and_whether_groups_hold(run: Run, write: Write) -> None:
    said = run("groups", write(debate(cities=True)), "--format", "json", "--resamples", 4)
    told = said.json
    assert said.code == 0
    everybody = {own for group in told["groups"] for own in group}
    assert everybody <= told["projection"].keys()
    assert len(everybody) == sum(map(len, told["groups"]))
    assert len(told["representative"]) == len(told["groups"])
    assert told["stability"]["resamples"] == 4
    assert set(told["cities"]) == {"jeju", "ulsan"}
    for bridge in told["bridging"]:
        assert bridge["least"] == min(own["share"] for own in bridge["groups"])


def test_the_map_draws_nobody_alone(run: Run, write: Write, tmp_path: Path) -> None:
    """§6: marks of at least five, with a title and a description; no file is overwritten."""
    file = tmp_path / "map.svg"
    said = run("groups", write(debate()), "--resamples", 2, "--map", file, lang="ko")
    assert said.code == 0
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    texts = {own.tag.rpartition("}")[2]: own.text for own in root.iter()}
    assert texts["title"] == "의견 지도"
    assert "무리 A " in (texts["desc"] or "")
    again = run("groups", write(debate()), "--resamples", 2, "--map", file)
    assert again.code == 2


def test_a_file_says_the_same_in_any_order(run: Run, write: Write) -> None:
    text = debate()
    first = run("groups", write(text), "--format", "json", "--resamples", 2).json
    rows = text.splitlines()[1:]
    again = write(HEAD + "\n".join(reversed(rows)))
    assert run("groups", again, "--format", "json", "--resamples", 2).json == first


def test_a_planner_reads_whether_the_groups_hold(run: Run, write: Write) -> None:
    said = run("groups", write(debate(cities=True)), "--resamples", 4, lang="ko").out
    lines = said.splitlines()
    assert lines[0].startswith("240명이 의견 24개에 ")
    assert "참여한 사람들의 의견이며, 참여하지 않은 주민의 생각은 알 수 없습니다." in lines
    assert any(line.startswith("무리 A: ") for line in lines)


def test_of_few_people_nothing_is_told(run: Run, write: Write) -> None:
    """Four people of a city are not counted out, and what they say is not either."""
    rows = "".join(f"p{a},s{b},{1 if a % 2 else -1},jeju\n" for a in range(4) for b in range(9))
    file = write(HEAD.strip() + ",city\n" + rows)
    said = run("groups", file, "--resamples", 2, lang="ko").out
    assert "5명이 안 되어 수를 밝히지 않는 곳: jeju" in said
    assert "무리 A: 5명이 안 되어 내용을 밝히지 않습니다." in said
    told = run("groups", file, "--resamples", 2, "--format", "json").json
    assert told["cities"]["jeju"]["took_part"] is None


WRONG = [
    ("", "columns"),
    ("who,what,vote\n", "columns"),
    (HEAD, "empty"),
    (HEAD + "a,s\n", "cells"),
    (HEAD + "a,s,2\n", "vote"),
    (HEAD + "a,s,nan\n", "vote"),
    (HEAD + "a,s,\n", "vote"),
    (HEAD + ",s,1\n", "id"),
    (HEAD + "a,\x07,1\n", "id"),
    (HEAD + "a,s,1\na,s,1\n", "twice"),
    (HEAD + '"a,s,1\n', "not-csv"),
    ("participant,statement,vote,city\na,s,1,jeju\na,t,1,ulsan\n", "two-cities"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_file_is_refused_with_its_line(
    run: Run, write: Write, text: str, message: str
) -> None:
    said = run("groups", write(text))
    assert (said.code, said.out) == (2, "")
    beginning = MESSAGES.text(
        message, Lang.EN, **dict.fromkeys(NAMES, "\0"), **dict.fromkeys(COUNTS, 0)
    )
    last = beginning.replace("0", "\0").rpartition("\0")[2]
    assert said.err.rstrip().endswith(last.rstrip())


NAMES = ("value", "found", "participant", "statement", "column", "other")
COUNTS = ("row", "count", "right", "most")


def test_bytes_that_are_no_text_are_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "votes.csv"
    file.write_bytes(HEAD.encode() + "가,나,1\n".encode("cp949"))
    said = run("groups", file, lang="ko")
    assert said.code == 2
    assert "CSV UTF-8" in said.err


def test_every_message_stands_in_both_languages() -> None:
    assert MESSAGES.problems() == []
