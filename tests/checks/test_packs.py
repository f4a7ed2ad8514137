"""A user's own rules: thresholds typed by an official, functions typed by a programmer."""

from pathlib import Path

import pytest

from mitgrim.checks import Subject, run
from mitgrim.checks.packs import MESSAGES, PackError, read_pack
from tests.cast import JEJU_JOINT, small_plan

LARGE = """
- id: project-too-large
  severity: warning
  record: Project
  value: amount
  at_most: 9000000000
  message: {ko: "{name|은/는} 너무 큽니다({value}).", en: "{name} is too large ({value})."}
  hint: {ko: "나누세요.", en: "Split it."}
  reference: 우리 시 지침 3쪽
"""
CODE = '''
from mitgrim.checks import Hit, Severity, rule
from mitgrim.wording import Catalogue

TEXTS = Catalogue("own", lambda: """
[own]
ko = "가"
en = "A"
[own.hint]
ko = "나"
en = "B"
""")


@rule("own", Severity.NOTE, "우리 시", messages=TEXTS)
def own(plan):
    """Something of our own."""
    yield Hit("jeju")
'''


def test_a_threshold_finds_what_is_out_of_bounds(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(LARGE)
    (finding,) = run(Subject(plan=small_plan()), read_pack(tmp_path))
    assert finding.place == f"jeju/projects/{JEJU_JOINT}"
    assert finding.message.ko == "제주 산업 예시사업 1은 너무 큽니다(100억원)."
    assert finding.message.en == "제주 산업 예시사업 1 is too large (KRW 10 billion)."
    assert finding.reference == "우리 시 지침 3쪽"


def test_a_threshold_may_count_a_list(tmp_path: Path) -> None:
    text = LARGE.replace("value: amount", "value: gates").replace(
        "at_most: 9000000000", "at_least: 1"
    )
    (tmp_path / "ours.yaml").write_text(text)
    found = run(Subject(plan=small_plan()), read_pack(tmp_path))
    assert len(found) == 3


def test_a_python_file_brings_its_own_rules(tmp_path: Path) -> None:
    (tmp_path / "ours.py").write_text(CODE)
    (tmp_path / "notes.txt").write_text("passed over")
    (only,) = read_pack(tmp_path)
    assert only.finds == "Something of our own."
    assert [own.message.ko for own in run(Subject(plan=small_plan()), [only])] == ["가"]


def test_a_value_that_no_record_has_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(LARGE.replace("value: amount", "value: price"))
    (finding,) = run(Subject(plan=small_plan()), read_pack(tmp_path))
    assert finding.id == "check-failed"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("a.yaml", "- id: [", "this is not YAML"),
        ("a.yaml", "id: x", "a list of thresholds"),
        ("a.yaml", LARGE.replace("at_most", "at_mots"), "no field at_mots"),
        ("a.yaml", LARGE.replace("project-too-large", "Too large"), "is not an id"),
        ("a.yaml", LARGE.replace("record: Project", "record: Projekt"), "which does not exist"),
        ("a.yaml", LARGE.replace("warning", "bad"), "must be one of error, warning, note"),
        ("a.yaml", LARGE.replace("9000000000", "many"), "must be numbers"),
        ("a.yaml", LARGE.replace(', en: "Split it."', ""), "needs hint in both"),
        ("a.yaml", LARGE.replace("{value}", "{worth}"), "can't be used"),
        ("a.yaml", LARGE + LARGE, "is there twice"),
        ("a.py", "1 / 0", "ZeroDivisionError"),
        ("a.yaml", " " * (2**20 + 1), "too large"),
    ],
)
def test_a_pack_that_is_wrong_says_where(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    (tmp_path / file).write_text(text)
    with pytest.raises(PackError) as caught:
        run(Subject(plan=small_plan()), read_pack(tmp_path))
    assert message in caught.value.message.en
    assert str(tmp_path) in caught.value.message.ko


def test_a_pack_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no such file"):
        read_pack(tmp_path / "nowhere.yaml")


def test_every_message_stands_in_both_languages() -> None:
    assert MESSAGES.problems() == []
