"""Rules about people: what must not be published, and what somebody let pass.

Every number here is made up: a shape with the check digit worked out.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from mitgrim.checks import Severity
from mitgrim.checks.people import contacts, residents
from mitgrim.plan import (
    FieldProvenance,
    Label,
    Measure,
    Plan,
    Provenance,
    ProvenanceKind,
    Status,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import JEJU_GATE, JEJU_JOINT, JEJU_PARK, small_plan
from tests.checks.bending import found, in_city, in_nation, in_project, places

PARK = f"jeju/projects/{JEJU_PARK}"
MADE_UP = "900101-1234568"


def noted(text: str) -> Plan:
    """The park with a note."""
    return in_project(JEJU_PARK, notes=text)


# personal-data


@pytest.mark.parametrize(
    "number",
    [
        "900101-1234568",  # with its check digit
        "900101-1234567",  # without: numbers of today have none
        "９００１０１－１２３４５６８",  # full width
        "900101–1234568",
        "900101 - 1234568",
        "9001011234568",
        "900101 1234568",
        "000229-3234567",  # 2000 was a leap year
        "850315-5123456",  # a foreigner's
    ],
)
def test_a_resident_registration_number_is_found_and_not_repeated(number: str) -> None:
    (finding,) = found("personal-data", noted(f"담당자 {number} 확인"))
    assert (finding.place, finding.severity) == (f"{PARK}/notes", Severity.ERROR)
    for text in (finding.message.ko, finding.message.en, finding.hint.ko, finding.hint.en):
        assert number not in text
        assert not residents(text)
    assert f"{residents_masked(number)}****-*******" in finding.message.ko


def residents_masked(number: str) -> str:
    return "".join(str(int(digit)) for digit in number[:2])


def test_it_says_whether_the_check_digit_fits() -> None:
    (sure,) = found("personal-data", noted("900101-1234568"))
    (shaped,) = found("personal-data", noted("900101-1234567"))
    assert "검증번호까지 맞음" in sure.message.ko
    assert "모양과 생년월일이 맞음" in shaped.message.ko


def test_a_foreigners_check_digit_is_two_more() -> None:
    assert residents("8503155123450")
    assert not residents("8503155123458")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "900101-1******",  # masked already
        "901301-1234567",  # no such month
        "900230-1234567",  # no such day
        "010229-3234567",  # 2001 was no leap year
        "900101-9234567",  # a century nobody lives from
        "9001011234567",  # thirteen digits, no check digit
        "900101 1500000",  # two amounts
        "총사업비 4300000000000원",
        "4,300,000,000,000원",
        "문서번호 20180816-1234567",
        "1900101-1234568",
        "900101-12345678",
        "법인등록번호 130111-1234567",
        "법인등록번호: 110111-2345678",
        "(주)예시 130111-0006246",
        "2018-08-16, 1234567명",
        "계좌 110-234-567890",
    ],
)
def test_what_only_looks_like_one_is_not_found(text: str) -> None:
    assert places("personal-data", noted(text)) == []


def test_a_corporations_number_is_told_by_its_check_digit() -> None:
    assert not residents("110111-1234569")
    assert residents("110111-1234567")


def test_every_text_and_label_of_the_plan_is_read() -> None:
    origin = Provenance(
        detail=MADE_UP,
        fields=(FieldProvenance(field="name", kind=ProvenanceKind.OWN, detail=MADE_UP),),
    )
    joint = next(p for p in small_plan().cities[1].projects if p.id == JEJU_JOINT)
    gate = replace(joint.gates[0], note=MADE_UP)
    link = replace(joint.links[0], relies_on=MADE_UP)
    indicator = small_plan().nation.indicators[0]
    target = Measure(year=2022, value=Decimal(1), evidence=MADE_UP)
    plan = in_project(JEJU_JOINT, gates=(gate,), links=(link,), partners=("가", MADE_UP))
    plan = in_project(JEJU_PARK, plan, name=Label(ko="공원", en=MADE_UP), provenance=origin)
    plan = in_nation(plan, indicators=(replace(indicator, target=target),), programme=MADE_UP)
    section = plan.section("ulsan")
    assert section
    plan = in_city("ulsan", plan, city=replace(section.city, name=Label(ko=MADE_UP)))
    assert sorted(places("personal-data", plan)) == sorted(
        [
            "nation/programme",
            f"nation/indicators/{indicator.id}/target/evidence",
            "ulsan/city/name",
            f"jeju/projects/{JEJU_JOINT}/partners",
            f"jeju/projects/{JEJU_JOINT}/gates/{JEJU_GATE}/note",
            f"jeju/projects/{JEJU_JOINT}/links/upper,/relies_on",
            f"{PARK}/name",
            f"{PARK}/provenance",
            f"{PARK}/provenance",
        ]
    )


def test_a_number_in_a_name_is_not_repeated_by_the_message() -> None:
    name = Label(ko=f"홍보관 {MADE_UP}", en="Hall, 010-1234-5678")
    (finding,) = found("personal-data", in_project(JEJU_PARK, name=name))
    assert "홍보관 ***의 사업명" in finding.message.ko
    (contact,) = found("personal-contact", in_project(JEJU_PARK, name=name))
    assert contact.message.en.startswith("Hall, ***:")
    assert MADE_UP not in contact.message.ko


def test_a_number_in_a_key_does_not_get_into_the_place() -> None:
    declared = replace(small_plan().nation.declared[0], item=MADE_UP)
    assert places("personal-data", in_nation(declared=(declared,))) == ["nation"]


def test_two_numbers_in_one_text_are_one_finding() -> None:
    (finding,) = found("personal-data", noted("900101-1234567, 800101-2234567"))
    assert "90****-*******, 80****-*******" in finding.message.ko


# personal-contact


@pytest.mark.parametrize(
    "contact",
    [
        "010-1234-5678",
        "01012345678",
        "010 1234 5678",
        "011-123-4567",
        "+82 10-1234-5678",
        "+82-10-1234-5678",
        "02-123-4567",
        "02)1234-5678",
        "(044) 201-1234",
        "044.201.1234",
        "070-1234-5678",
        "０１０－１２３４－５６７８",
        "hong@example.or.kr",
        "gil.dong+plan@mail.example.co.kr",
    ],
)
def test_a_telephone_number_or_an_address_is_found_and_not_repeated(contact: str) -> None:
    (finding,) = found("personal-contact", noted(f"문의: {contact} (담당)"))
    assert (finding.place, finding.severity) == (f"{PARK}/notes", Severity.WARNING)
    for text in (finding.message.ko, finding.message.en):
        assert contact not in text
        assert not contacts(text)


@pytest.mark.parametrize(
    "text",
    [
        "1588-0000",  # nobody's own
        "2018-08-16",
        "2018-2022, 1234-5678",
        "0102_201810251801061914",
        "molit.go.kr/USR/policyData/m_34681/dtl.jsp?id=1775",
        "10개 도시 @ 2018",
        "033-2018",
        "사업비 0.31 2018 2022",
        "9788901234567",
        MADE_UP,
    ],
)
def test_other_numbers_are_not_found(text: str) -> None:
    assert places("personal-contact", noted(text)) == []


def test_a_long_text_without_an_address_takes_no_time() -> None:
    assert contacts("a" * 200_000 + "@") == []
    assert residents("1" * 200_000) == []


def test_the_example_names_nobody() -> None:
    example = innovation_cities_2018()
    assert places("personal-data", example) == []
    assert places("personal-contact", example) == []


# owner-overdue


def test_a_due_date_that_has_passed_is_found() -> None:
    plan = in_project(JEJU_PARK, due=date(2018, 8, 15))
    (finding,) = found("owner-overdue", plan, date(2018, 8, 16))
    assert (finding.place, finding.severity) == (f"{PARK}/due", Severity.WARNING)
    assert finding.message.ko == (
        "제주 정주 예시사업 2의 기한 2018. 8. 15.이 1일 지났는데 진행 상태가 ‘구상’입니다"
        "(담당: 예시 담당). 늦은 것인지 상태를 고치지 않은 것인지 알 수 없습니다."
    )


def test_a_project_without_an_owner_says_so() -> None:
    plan = in_project(JEJU_PARK, due=date(2018, 8, 15), owner="")
    (finding,) = found("owner-overdue", plan, date(2019, 8, 16))
    assert "(owner: nobody named)" in finding.message.en


def test_a_due_date_today_or_without_a_day_to_hold_it_against_is_not_found() -> None:
    plan = in_project(JEJU_PARK, due=date(2018, 8, 16))
    assert places("owner-overdue", plan, date(2018, 8, 16)) == []
    assert places("owner-overdue", plan) == []
    assert places("owner-overdue", in_project(JEJU_PARK, due=None), date(2018, 8, 16)) == []


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.CANCELLED])
def test_a_project_that_is_over_is_not_overdue(status: Status) -> None:
    plan = in_project(JEJU_PARK, due=date(2018, 8, 15), status=status)
    assert places("owner-overdue", plan, date(2018, 8, 16)) == []
