"""`mitgrim trace` shows how a figure came to be, or where its expression is wrong."""

from pathlib import Path

import pytest

from mitgrim.codec import read_plan
from mitgrim.plan import find, totals
from tests.cast import EOK
from tests.cli.running import Run, process


def test_a_figure_is_traced_to_its_records_and_sources(run: Run, example: Path) -> None:
    said = run("trace", example, "지표 local-hires 목표", lang="ko")
    assert said.code == 0
    assert said.err == ""
    value, rule, record, source = said.out.splitlines()
    assert value == "30%"
    assert "지역인재 채용률(의무채용 대상) 목표값" in rule
    assert record.endswith("지역인재 채용률(의무채용 대상): 30%")
    assert "nation/indicators/local-hires/target" in source
    assert "공표: 지역인재 채용 목표 보도" in source


@pytest.mark.parametrize("expression", ["total city=jeju", "[[합계 도시=제주]]"])
def test_an_expression_may_have_its_brackets(run: Run, small: Path, expression: str) -> None:
    assert run("trace", small, expression).out.startswith("KRW 12 billion\n")


def test_few_records_are_shown_unless_all_are_asked_for(run: Run, example: Path) -> None:
    few = run("trace", example, "합계", lang="ko").out
    assert "그 밖에 126개, 합해서" in few
    every = run("trace", example, "합계", "--all", lang="ko").out
    assert "그 밖에" not in every
    assert every.count("-p-") == totals(read_plan(example)).projects


def test_machines_get_every_step_in_both_languages(run: Run, small: Path) -> None:
    traced = run("trace", small, "합계 도시=울산 | 조원 2", "--format", "json").json
    assert (traced["kind"], traced["exact"], traced["unit"]) == ("money", 130 * EOK, "조원")
    assert traced["text"] == {"ko": "약 0.01조원", "en": "about KRW 0.01 trillion"}
    rounded, sum_, joint = traced["steps"]
    assert rounded["records"] == []
    assert sum(own["amount"] for own in sum_["records"]) == 130 * EOK
    plan = read_plan(small)
    assert all(find(plan, own["place"]) for own in (*sum_["records"], *joint["records"]))
    assert sum_["records"][0]["origin"]["kind"] == "example"


@pytest.mark.parametrize(
    ("expression", "exact"),
    [
        ("비율 재원=국비", "21/50"),
        ("계획 계획기간", [2018, 2022]),
        ("이름 도시=jeju", {"ko": "제주", "en": ""}),
        ("지표 '예시 인구' 목표", "26700"),
        ("개수 사업", 4),
    ],
)
def test_exact_values_for_machines(run: Run, small: Path, expression: str, exact: object) -> None:
    assert run("trace", small, expression, "--format", "json").json["exact"] == exact


@pytest.mark.parametrize(
    ("lang", "message"), [("ko", "이 계획에 ‘부산’이라는 도시는 없습니다."), ("en", "no ‘부산’")]
)
def test_a_wrong_expression_is_marked_where_it_is_wrong(
    run: Run, small: Path, lang: str, message: str
) -> None:
    said = run("trace", small, "합계 도시=부산 | 억원", lang=lang)
    assert (said.code, said.out) == (2, "")
    first, shown, mark = said.err.splitlines()
    assert message in first
    assert shown == "  합계 도시=부산 | 억원"
    assert mark == "  " + " " * len("hapg dosi=") + "^"  # a syllable is two columns wide


@pytest.mark.parametrize(
    "expression", ["", "[[", "[" * 10_000, "합계 " * 500, "합계\n도시", "[bold]"]
)
def test_odd_expressions_are_refused(run: Run, small: Path, expression: str) -> None:
    said = run("trace", small, expression)
    assert said.code == 2
    assert "Error:" in said.err


def test_a_folder_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("trace", tmp_path / "nowhere", "합계").code == 2


def test_help_and_a_shells_own_process(small: Path) -> None:
    said = process("trace", small, "합계", LANG="ko_KR.UTF-8")
    assert said.out.startswith("250억원\n")
    assert "EXPRESSION" in process("trace", "--help", LANG="en_US.UTF-8").out
