from dataclasses import replace

from mitgrim.documents.numbers import project_numbers
from mitgrim.documents.outline import Findings, blocks_of
from mitgrim.documents.where import where_text
from mitgrim.documents.words import Words
from mitgrim.wording import Lang
from tests.cast import JEJU_JOINT, JEJU_PARK, PEOPLE, ULSAN_CENTRE, ULSAN_SCHOOL, small_plan
from tests.documents.stock import FOUND, small_book

KO, EN = Words(Lang.KO), Words(Lang.EN)


def where(place: str, words: Words = KO) -> str:
    plan = small_plan()
    return where_text(plan, place, project_numbers(plan, words), words)


def test_a_project_is_numbered_by_city_sector_and_place() -> None:
    assert project_numbers(small_plan(), KO) == {
        ULSAN_CENTRE: "울산 1-1",
        ULSAN_SCHOOL: "울산 4-1",
        JEJU_JOINT: "제주 1-1",
        JEJU_PARK: "제주 2-1",
    }


def test_a_place_reads_as_a_person_would_say_it() -> None:
    assert where("") == "계획 전체"
    assert where("nation") == "종합발전계획"
    assert where(f"nation/indicators/{PEOPLE}/target") == (
        "종합발전계획 · 성과지표 · 예시 인구 · 목표값"
    )
    assert where(f"jeju/projects/{JEJU_PARK}") == "제주 2-1"
    assert where(f"jeju/projects/{JEJU_PARK}/money/2021,municipal,planned,equipment,/amount") == (
        "제주 2-1 · 사업비 · 2021, 시·군·구비, 계획, 장비 · 금액"
    )


def test_a_place_that_is_not_there_still_reads() -> None:
    assert where("nowhere/projects/x") == "nowhere · 사업 · x"
    assert where("jeju/projects/jeju-p-222222/name", EN) == "제주 · Projects · jeju-p-222222 · Name"


def test_findings_of_one_check_say_what_to_do_once() -> None:
    twice = (FOUND[0], replace(FOUND[0], place=f"jeju/projects/{JEJU_JOINT}"), FOUND[1])
    blocks = [
        block
        for chapter in small_book(found=twice).sections
        for block in blocks_of(chapter)
        if isinstance(block, Findings)
    ]
    assert [(block.severity, len(block.items)) for block in blocks] == [("error", 1), ("waived", 1)]
    assert [place.where for place in blocks[0].items[0].places] == ["제주 2-1", "제주 1-1"]
    assert blocks[1].items[0].places[0].waiver == "받아들인 사유: 협의를 마침 (부처 담당관)"


def test_a_finding_links_to_its_project() -> None:
    blocks = [b for c in small_book().sections for b in blocks_of(c) if isinstance(b, Findings)]
    assert blocks[0].items[0].places[0].target == f"project-{JEJU_PARK}"


def test_a_plan_without_findings_says_so() -> None:
    plan = small_plan()
    chapter = next(c for c in small_book(plan, found=()).sections if c.id == "findings")
    assert "점검에서 나온 것이 없습니다." in str(chapter.blocks)
