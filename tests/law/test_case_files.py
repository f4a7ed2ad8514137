"""A jurist's YAML is read, and a bad file is told by file, line, case and what to do."""

import os
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from mitgrim.law import Case, CaseFileError, case_files_in, read_cases
from mitgrim.law.casefiles import LARGEST_FILE

GOOD = """
- name: 사례 하나
  date: 2018-08-16
  rule: 두 배
  input: {수: 3}
  output: {결과: 6.50}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cases.yaml"


def refused(file: Path, content: str | bytes) -> CaseFileError:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(CaseFileError) as error:
        read_cases(file)
    assert str(file) in error.value.message.ko
    assert str(file) in error.value.message.en
    return error.value


def test_a_case_is_read_with_exact_numbers(file: Path) -> None:
    file.write_text(GOOD)
    (case,) = read_cases(file)
    assert case == Case(
        "사례 하나", date(2018, 8, 16), "두 배", {"수": 3}, {"결과": Decimal("6.50")}, str(file), 1
    )
    assert isinstance(case.output["결과"], Decimal)


def test_an_empty_input_is_no_input(file: Path) -> None:
    file.write_text(GOOD.replace("{수: 3}", ""))
    assert read_cases(file)[0].input == {}


def test_hangul_typed_on_a_mac_is_the_same_word(file: Path) -> None:
    file.write_text("\ufeff" + unicodedata.normalize("NFD", GOOD))
    assert read_cases(file)[0].rule == "두 배"


@pytest.mark.parametrize(
    ("content", "reason", "said"),
    [
        ("", "file.not-a-list", "- name"),
        ("name: 하나", "file.not-a-list", "- name"),
        ("- 하나", "file.not-a-case", "1번째"),
        (
            GOOD.replace("  rule: 두 배\n", ""),
            "case.key-missing",
            "‘사례 하나’에 ‘rule’이 없습니다",
        ),
        (GOOD + "  note: 가\n", "case.key-unknown", "‘note’"),
        (GOOD.replace("2018-08-16", "2018년"), "case.not-a-date", "2018-08-16처럼"),
        (GOOD.replace("2018-08-16", "2018-08-16 10:00:00"), "case.not-a-date", "date"),
        (GOOD.replace("2018-08-16", "2018-02-30"), "yaml.value", "3번째 줄"),
        (GOOD.replace("두 배", "2"), "case.not-a-text", "‘rule’"),
        (GOOD.replace("사례 하나", ""), "case.not-a-text", "‘name’"),
        (GOOD.replace("{수: 3}", "3"), "case.not-a-mapping", "‘input’"),
        (GOOD.replace("{결과: 6.50}", "{}"), "case.not-a-mapping", "‘output’"),
        (GOOD.replace("{수: 3}", "{수: 3"), "yaml.malformed", "번째 줄"),
        (GOOD.replace("{수: 3}", "{수: 3, 수: 4}"), "yaml.twice", "‘수’가 두 번째"),
        (GOOD.replace("{수: 3}", "{수: .nan}"), "yaml.value", "5번째 줄"),
        (GOOD.replace("{수: 3}", "{수: " + "9" * 5000 + "}"), "yaml.value", "5번째 줄"),
        (GOOD.replace("{수: 3}", "{[1, 2]: 3}"), "yaml.key", "5번째 줄"),
        (GOOD.replace("{수: 3}", "&a {수: 3}\n  more: *a"), "yaml.alias", "6번째 줄"),
        (GOOD.replace("{수: 3}", "!!python/object/apply:os.getcwd []"), "yaml.tag", "꼬리표"),
        (GOOD.replace("{수: 3}", "!mine 3"), "yaml.tag", "!mine"),
        (GOOD + "---\n" + GOOD, "yaml.malformed", "번째 줄"),
        ("[" * 5000, "file.too-deep", "깊이"),
        ("\0", "file.not-text", "글자"),
        (b"\xff\xfe", "file.not-utf8", "UTF-8"),
        (b"#" * (LARGEST_FILE + 1), "file.too-large", "나누세요"),
    ],
)
def test_a_bad_file_is_told_clearly(
    file: Path, content: str | bytes, reason: str, said: str
) -> None:
    error = refused(file, content)
    assert error.id == reason
    assert said in error.message.ko


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for name, reason in (("none.yaml", "file.not-found"), ("pipe.yaml", "file.not-a-file")):
        with pytest.raises(CaseFileError) as error:
            read_cases(tmp_path / name)
        assert error.value.id == reason


def test_a_folder_gives_its_files_by_name_and_those_below(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", ".hidden.yaml", "notes.txt", "more/c.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    assert [own.name for own in case_files_in(tmp_path)] == ["a.yml", "b.yaml", "c.yaml"]
    assert case_files_in(tmp_path / "notes.txt") == (tmp_path / "notes.txt",)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError) as error:
        case_files_in(tmp_path)
    assert error.value.id == "file.no-cases"
