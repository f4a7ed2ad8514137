"""`mitgrim cases` as a planner runs it."""

import re
from pathlib import Path

from mitgrim.cli.language import MESSAGES
from tests.cli.running import Run

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"

RIGHT = """
- name: 2018년의 의무비율
  date: 2018-08-16
  rule: 법정 값
  input: {식별자: hiring.rate}
  output: {값: 18}
"""
WRONG = RIGHT.replace("18}", "19}")


def test_the_programmes_own_cases_pass(run: Run) -> None:
    said = run("cases", "--format", "json")
    assert said.code == 0
    assert len(said.json) >= 30
    assert {own["passed"] for own in said.json} == {True}


def test_a_planner_adds_a_file_and_sees_it_pass(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RIGHT)
    said = run("cases", tmp_path / "mine.yaml", lang="ko")
    assert said.code == 0
    assert "✓ 2018년의 의무비율" in said.out
    assert "사례 1건이 모두 맞습니다." in said.out


def test_a_wrong_case_ends_with_1_and_says_what_differs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "right.yaml").write_text(RIGHT)
    (tmp_path / "wrong.yaml").write_text(WRONG)
    said = run("cases", tmp_path, lang="ko")
    assert said.code == 1
    assert "✗ 2018년의 의무비율" in said.out
    assert "값: 사례의 값은 19, 규칙의 답은 18" in said.out
    assert "사례 2건 가운데 1건이 틀립니다." in said.out
    (_, failed) = run("cases", tmp_path, "--format", "json").json
    assert failed == {
        "file": str(tmp_path / "wrong.yaml"),
        "number": 1,
        "name": "2018년의 의무비율",
        "date": "2018-08-16",
        "rule": "법정 값",
        "passed": False,
        "messages": [
            {"ko": "값: 사례의 값은 19, 규칙의 답은 18", "en": "value: should be 19, is 18."}
        ],
    }


def test_a_file_that_cannot_be_read_ends_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(RIGHT.replace("name", "title"))
    for path in ("bad.yaml", "none.yaml"):
        said = run("cases", tmp_path / path)
        assert said.code == 2
        assert path in said.err


def test_an_unknown_programme_ends_with_2(run: Run) -> None:
    assert run("cases", "--programme", "atlantis").code == 2


def test_markup_in_a_case_is_printed_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RIGHT.replace("2018년의", "제도 [bold]2018[/bold]"))
    assert "✓ 제도 [bold]2018[/bold] 의무비율" in run("cases", tmp_path).out


def test_the_case_on_the_page_passes(run: Run, tmp_path: Path) -> None:
    (shown,) = re.findall(r"^```\n(- name: .*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    (tmp_path / "page.yaml").write_text(shown)
    assert run("cases", tmp_path).code == 0


def test_the_command_explains_itself_in_both_languages(run: Run) -> None:
    assert MESSAGES.problems() == []
    for lang in ("ko", "en"):
        assert run("cases", "--help", lang=lang).code == 0
