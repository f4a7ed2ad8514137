"""Personal data: numbers found however they are written, names masked, everything let go in time."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given as forall
from hypothesis import strategies as st

from mitgrim.web.opinions.answering import close, group
from mitgrim.web.opinions.kinds import DispositionKind
from mitgrim.web.opinions.models import Opinion
from mitgrim.web.opinions.privacy import (
    address_digest,
    has_resident_number,
    masked_name,
    without_contacts,
)
from mitgrim.web.opinions.rules import rule_on, rules
from mitgrim.web.opinions.services import ERASED, erase, erase_what_is_over
from mitgrim.web.people.models import AuditEntry
from tests.web.cast import Cast
from tests.web.opinions.story import (
    NUMBER,
    address,
    given,
    part_of,
    promised,
    public_plan,
    shown,
    terms,
    visit,
)

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
BIRTHDAYS = st.dates(date(1930, 1, 1), date(2019, 12, 31))
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Thirteen digits as they were given until October 2020: made up, and right."""
    born = draw(BIRTHDAYS)
    century = draw(st.sampled_from("12" if born.year < 2000 else "34"))
    first = f"{born:%y%m%d}{century}{draw(st.integers(0, 99999)):05}"
    check = (
        11 - sum(int(own) * weight for own, weight in zip(first, WEIGHTS, strict=True)) % 11
    ) % 10
    return f"{first}{check}"


@forall(numbers(), st.sampled_from(["", "-", " - ", "–", " ", "ㅡ"]), st.booleans())
def test_a_number_is_found_however_it_is_written(digits: str, between: str, wide: bool) -> None:
    text = f"{digits[:6]}{between}{digits[6:]}"
    text = text.translate(FULL_WIDTH) if wide else text
    assert has_resident_number(text)
    assert has_resident_number(f"제 번호는 {text}입니다.")


@forall(numbers(), st.sampled_from([" ", "\u200b", ".", "-", "\u00a0", "·"]))
def test_setting_the_digits_apart_hides_nothing(digits: str, between: str) -> None:
    assert has_resident_number(between.join(digits))


@forall(numbers(), st.integers(1, 9))
def test_thirteen_digits_with_another_check_digit_are_another_number(
    digits: str, more: int
) -> None:
    other = digits[:-1] + str((int(digits[-1]) + more) % 10)
    assert not has_resident_number(other) or other[:2] in {f"{own}" for own in range(11, 29)}


@pytest.mark.parametrize(
    "text",
    ["2018. 8. 16. ~ 2018. 12. 31.", "총사업비 1,234,567,890,123원", "02-1234-5678, 010-1234-5678",
     "991301-1234567", "1234567890123", "계획서 12쪽 3-4-5-6-7-8-9 10 11"],
)  # fmt: skip
def test_dates_amounts_and_telephones_are_no_number_of_a_person(text: str) -> None:
    assert not has_resident_number(text)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("김하나", "김○○"), ("남궁", "남○"), ("황보하나둘", "황○○○○"), ("Anna Kim", "A○○○ K○○"),
     ("김", "김○"), ("", "")],
)  # fmt: skip
def test_of_a_name_one_letter_is_shown(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@forall(st.text("가나다라마바사", min_size=2, max_size=6))
def test_no_name_can_be_read_from_its_mask(name: str) -> None:
    assert masked_name(name)[1:] == "○" * (len(name) - 1)


def test_telephones_and_addresses_are_blotted_out() -> None:
    text = "연락은 010-1234-5678 이나 hana@example.org 로 주세요."
    assert without_contacts(text) == "연락은 ○○○ 이나 ○○○ 로 주세요."
    assert without_contacts("공원이 좋습니다. 2018년") == "공원이 좋습니다. 2018년"


@pytest.mark.parametrize(
    "text",
    [
        "010–1234–5678", "010‐1234‐5678", "010−1234−5678", "010ㅡ1234ㅡ5678", "010·1234·5678",
        "010/1234/5678", "010 - 1234 - 5678", "010-1234\u200b-5678", "01012345678",
        "연락처-010-1234-5678", "-010-1234-5678", "010-1234-5678-", "02) 123 - 4567",
        "+82 10 1234 5678", "hana@example\u200b.org",
    ],
)  # fmt: skip
def test_a_contact_is_blotted_out_however_it_is_written(text: str) -> None:
    assert "○○○" in without_contacts(f"연락은 {text} 로 주세요.")


@pytest.mark.parametrize(
    "text", ["2018-08-16", "1588-0000", "총사업비 010,123,4567원", "12-3456-7890-1234", "2018/2019"]
)
def test_what_is_no_contact_stays(text: str) -> None:
    assert without_contacts(text) == text


@pytest.mark.django_db
def test_what_is_blotted_out_is_not_found_by_searching(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    own = given(cast, "소음이 심합니다. 010-2345-6789, hana@example.org", revision=version.revision)
    shown(cast, own)
    found = {
        query: len(client.get("/opinions/", {"q": query}).context["lines"])
        for query in ("소음", "0102345", "6789", "2345", "hana@example")
    }
    assert found == {"소음": 1, "0102345": 0, "6789": 0, "2345": 0, "hana@example": 0}


@pytest.mark.parametrize("between", ["\x01", "\ue000", "\u034f", "\u3164", "\ufe0f", "\u2063"])
def test_signs_that_nobody_sees_hide_no_number(between: str) -> None:
    assert has_resident_number(f"900101-1{between}23{between}4567")


@pytest.mark.parametrize("hyphen", ["/", "·", "~", "_"])
def test_what_takes_the_hyphens_place_hides_nothing(hyphen: str) -> None:
    assert has_resident_number(f"900101{hyphen}1234567")


@pytest.mark.django_db
def test_erased_words_do_not_stay_in_the_title_of_their_answer(cast: Cast) -> None:
    named, unnamed = (
        given(cast, f"옆집 박영수 씨가 {own}.") for own in ("시끄럽습니다", "짖습니다")
    )
    by_name = group(by=cast.jeju, segments=[part_of(named)], title="소음")
    by_words = group(by=cast.jeju, segments=[part_of(unnamed)])
    assert by_words.title == "옆집 박영수 씨가 짖습니다."
    for own in (named, unnamed):
        erase(by=cast.officer, opinion=own, text_too=True)
    titles = []
    for answer in (by_name, by_words):
        answer.refresh_from_db()
        titles.append(answer.title)
    assert titles == ["소음", ERASED]


def test_of_ipv6_a_household_counts_as_one() -> None:
    day = date(2018, 8, 16)
    one, same, other, mapped, plain = (
        address_digest(own, day)
        for own in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1",
                    "::ffff:192.0.2.1", "192.0.2.1")
    )  # fmt: skip
    assert (one == same, one == other, mapped == plain) == (True, False, True)


def test_the_digest_of_an_address_is_of_one_day_alone() -> None:
    one, other = date(2018, 8, 16), date(2018, 8, 17)
    assert address_digest("192.0.2.1", one) == address_digest("192.0.2.1", one)
    assert address_digest("192.0.2.1", one) != address_digest("192.0.2.1", other)


@pytest.mark.django_db
def test_no_page_shows_a_whole_name_unless_it_is_asked_for_and_recorded(
    cast: Cast, client: Client
) -> None:
    public_plan(cast)
    terms(cast, moderated=False)
    own = given(cast, name="김하나")
    visit(client, cast.jeju)
    for path in (address(own), f"/opinions/{own.code}/", "/work/small-2018/opinions/",
                 "/work/small-2018/opinions/table/"):  # fmt: skip
        text = client.get(path).content.decode()
        assert (path, "김하나" in text, "김○○" in text) == (path, False, True)
    assert "김하나" in client.post(address(own)).content.decode()
    assert AuditEntry.objects.filter(verb="opinion.names").count() == 1
    assert visit(client, cast.researcher).post(address(own)).status_code == 403


@pytest.mark.django_db
def test_personal_data_goes_when_its_time_is_over_and_the_opinion_stays(cast: Cast) -> None:
    terms(cast, kept_days=30)
    answered, open_one = given(cast), given(cast, "아직 답하지 않은 글")
    close(by=cast.jeju, disposition=(done := promised(cast, answered, kind=DispositionKind.NOTED)))
    assert erase_what_is_over() == 0
    type(done).objects.filter(pk=done.pk).update(closed=timezone.now() - timedelta(days=31))
    assert erase_what_is_over() == 1
    assert erase_what_is_over() == 0
    answered.refresh_from_db()
    open_one.refresh_from_db()
    assert (answered.name, answered.person, answered.erased is not None) == ("", None, True)
    assert (answered.text, open_one.name) == (
        "공원 사업비가 너무 큽니다. 절반으로 줄여 주세요.",
        "김하나",
    )


@pytest.mark.django_db
def test_addresses_go_before_names_do(cast: Cast) -> None:
    own = given(cast)
    Opinion.objects.update(address="0" * 64)
    erase_what_is_over()
    Opinion.objects.update(received=timezone.now() - timedelta(days=31))
    own.refresh_from_db()
    assert own.address
    erase_what_is_over()
    own.refresh_from_db()
    assert (own.address, own.name) == ("", "김하나")


@pytest.mark.django_db
def test_who_asks_is_forgotten_with_their_words(cast: Cast, client: Client) -> None:
    own = given(cast, "제 이름은 김하나이고 전화는 010-1234-5678입니다.")
    visit(client, cast.officer).post(address(own, "erase/"), {"text": "1"})
    own.refresh_from_db()
    assert (own.text, own.name, own.letters, own.receipt) == (ERASED, "", "", None)
    assert [part.text for part in own.segments.all()] == [ERASED]
    for person in (cast.jeju, cast.moderator):
        assert visit(client, person).post(address(own, "erase/")).status_code == 404


@pytest.mark.django_db
def test_erasing_leaves_nothing_of_the_person_in_any_column(cast: Cast) -> None:
    own = given(cast, name="유일무이한이름")
    erase(by=cast.officer, opinion=own)
    rows = Opinion.objects.values_list()
    assert "유일무이한이름" not in repr(list(rows))


def test_every_rule_is_dated_and_says_where_it_comes_from() -> None:
    for own in rules():
        assert own.source
        assert rule_on(own.name, own.valid_from) == own
        with pytest.raises(LookupError):
            rule_on(own.name, date(1999, 1, 1))


def test_the_number_of_the_tests_is_made_up_and_right() -> None:
    assert has_resident_number(NUMBER)
