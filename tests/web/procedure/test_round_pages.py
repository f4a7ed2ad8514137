"""The pages of rounds: an officer opens one, a ministry sees its own line and answers."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from python_calamine import CalamineWorkbook

from mitgrim.web.people.models import Person
from mitgrim.web.procedure.consulting import answer, close_round, extend
from mitgrim.web.procedure.kinds import DeadlineKind, ReturnKind
from mitgrim.web.procedure.models import Round
from mitgrim.web.procedure.queries import deadlines
from mitgrim.web.procedure.reminding import remind
from mitgrim.web.procedure.things_to_do import things_to_do
from tests.cast import JEJU_PARK
from tests.web.cast import Cast
from tests.web.procedure.asking import (
    DAY,
    DUE,
    PERMITS,
    PLAN,
    START,
    asked,
    by_the_act,
    invitation_of,
    ministry,
    somebody_of,
)
from tests.web.procedure.conftest import At
from tests.web.procedure.story import with_forum

pytestmark = pytest.mark.django_db
PAGE = "/work/small-2018/rounds/"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def sent(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the form of a new round sends."""
    client = client_of(cast.officer)
    form = client.get(f"{PAGE}open/").context["form"]
    return {
        "title": "1차 부처 협의", "revision": form.fields["revision"].initial, "basis": PERMITS,
        "starts": "2018-08-20", "days": "", "counting": "calendar-days", "bodies": ["consulted"],
        "letter": "의견을 주시기 바랍니다.",
    } | changes  # fmt: skip


def test_an_officer_opens_a_round_in_the_browsers_form(cast: Cast) -> None:
    by_the_act(cast)
    client = client_of(cast.officer)
    assert client.post(f"{PAGE}open/", sent(cast)).status_code == 302
    round = Round.objects.get()
    assert (round.due, round.letter) == (DUE, "의견을 주시기 바랍니다.")
    said = client.get(f"{PAGE}{round.pk}/").content.decode()
    for shown in (
        "기한까지 답이 없으면 의견이 없는 것으로 봅니다.",
        "2018. 8. 21.(화)부터 20일을 세어 2018. 9. 10.(월)까지입니다.",
        "2018. 9. 9.(일)에 끝날 기한이 쉬는 날(일요일) 다음으로 옮겨졌습니다.",
        "혁신도시법 제14조제4항",
    ):
        assert shown in said


def test_a_refused_round_says_what_to_do_and_keeps_what_was_typed(cast: Cast) -> None:
    by_the_act(cast)
    said = client_of(cast.officer).post(f"{PAGE}open/", sent(cast, basis=PLAN)).content.decode()
    assert "며칠 동안 의견을 받을지 적으세요." in said
    assert 'value="1차 부처 협의"' in said
    said = client_of(cast.officer).post(f"{PAGE}open/", sent(cast, bodies=[])).content.decode()
    assert "의견을 주시기 바랍니다." in said
    assert not Round.objects.exists()


def test_a_ministry_sees_its_own_line_and_no_other(cast: Cast, at: At) -> None:
    roads = ministry("roads", "도로부")
    round, clerk = asked(cast, roads), somebody_of(roads)
    at(START)
    own, other = (invitation_of(round, each) for each in (roads, cast.consulted.organisation))
    client = client_of(clerk)
    said = client.get(f"{PAGE}{round.pk}/").content.decode()
    assert ("도로부" in said, "협의 부처(예시)" in said) == (True, False)
    assert client.get(f"{PAGE}{round.pk}/bodies/{own.pk}/").status_code == 200
    for path in ("", "answer/", "concern/"):
        status = client.get(f"{PAGE}{round.pk}/bodies/{other.pk}/{path}").status_code
        assert status in (403, 404)
    elsewhere = client.post(f"{PAGE}{round.pk}/bodies/{other.pk}/answer/", {"kind": "nil"})
    assert (elsewhere.status_code, other.returns.count()) == (404, 0)
    assert client.get(f"{PAGE}{round.pk}/table.csv").status_code == 403


def test_a_round_of_others_is_as_if_it_were_not_there(cast: Cast) -> None:
    roads = ministry("roads", "도로부")
    clerk, round = somebody_of(roads), asked(cast)
    client = client_of(clerk)
    assert "소속 기관에 의견을 물은 협의가 없습니다." in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{round.pk}/").status_code == 404


def test_a_ministry_answers_and_an_officer_enters_a_letter(cast: Cast, at: At) -> None:
    roads = ministry("roads", "도로부")
    round = asked(cast, roads)
    at(START + 2 * DAY)
    own = invitation_of(round, cast.consulted.organisation)
    client = client_of(cast.consulted)
    answered = {"kind": "opinions", "reference": "예시과-1", "note": "본문 참조"}
    page = f"{PAGE}{round.pk}/bodies/{own.pk}/"
    assert client.post(f"{page}answer/", answered).status_code == 302
    assert "예시과-1" in client.get(page).content.decode()
    letter = {"kind": "nil", "received": "2018-08-21"}
    paper = f"{PAGE}{round.pk}/bodies/{invitation_of(round, roads).pk}/answer/"
    assert client_of(cast.officer).post(paper, letter).status_code == 302
    assert client_of(cast.researcher).post(paper, letter).status_code == 403
    returns = [own.returns.get() for own in round.invitations.order_by("organisation_id")]
    assert [(each.kind, each.received, each.by) for each in returns] == [
        ("opinions", START + 2 * DAY, cast.consulted),
        ("nil", START + DAY, cast.officer),
    ]


def test_a_body_is_shown_what_concerns_it_and_the_officer_may_adjust_it(cast: Cast) -> None:
    round = asked(cast)
    own = invitation_of(round, cast.consulted.organisation)
    page = f"{PAGE}{round.pk}/bodies/{own.pk}/"
    client = client_of(cast.officer)
    assert client.post(f"{page}concern/", {"cities": ["jeju"], "names": ""}).status_code == 302
    shown = {each["id"] for each in client_of(cast.consulted).get(page).context["projects"]}
    assert JEJU_PARK in shown
    assert all(each.startswith("jeju") for each in shown)
    client.post(f"{page}concern/", {"names": "아무 데도 없는 기관"})
    assert "골라낸 사업이 없습니다." in client_of(cast.consulted).get(page).content.decode()


def test_what_is_typed_is_never_markup(cast: Cast, at: At) -> None:
    evil = "<script>alert(1)</script>"
    round = asked(cast, ministry("roads", evil), title=evil, letter=evil)
    at(START)
    for own in round.invitations.all():
        answer(by=cast.officer, invitation=own, kind=ReturnKind.OPINIONS, reference=evil, note=evil)
    client = client_of(cast.officer)
    paths = [PAGE, f"{PAGE}{round.pk}/", f"{PAGE}{round.pk}/extend/"]
    paths += [f"{PAGE}{round.pk}/bodies/{own.pk}/" for own in round.invitations.all()]
    assert [path for path in paths if evil in client.get(path).content.decode()] == []


def test_the_table_of_a_round_can_be_taken_along(cast: Cast, at: At) -> None:
    roads, health = ministry("roads", "도로부"), ministry("health", "=복지부")
    round = asked(cast, roads, health)
    at(DUE + DAY)
    answer(
        by=cast.officer, invitation=invitation_of(round, roads), kind=ReturnKind.OPINIONS,
        received=DUE, reference="예시과-7",
    )  # fmt: skip
    answer(
        by=cast.consulted, invitation=invitation_of(round, cast.consulted.organisation),
        kind=ReturnKind.NIL,
    )  # fmt: skip
    client = client_of(cast.officer)
    head = ["기관", "회신", "받은 날", "기한 뒤", "기한", "문서 번호", "적은 것"]
    rows = [
        ["=복지부", "의견 없음으로 봄", "", "", "2018-09-10", "", ""],
        ["도로부", "의견 있음", "2018-09-10", "", "2018-09-10", "예시과-7", ""],
        ["협의 부처(예시)", "의견 없음", "2018-09-11", "기한 뒤", "2018-09-10", "", ""],
    ]
    text = client.get(f"{PAGE}{round.pk}/table.csv").content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text))) == [head, ["'=복지부", *rows[0][1:]], *rows[1:]]
    book = client.get(f"{PAGE}{round.pk}/table.xlsx").content
    sheet = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name("부처 협의 현황")
    read = [[str(cell) for cell in row] for row in sheet.to_python()]
    assert read == [head, *rows]
    assert client.get(f"{PAGE}{round.pk}/table.xlsx").content == book
    assert client.get(f"{PAGE}{round.pk}/table.ods").status_code == 404


def test_closing_names_what_stands_in_its_way(cast: Cast, at: At) -> None:
    round = asked(cast)
    client = client_of(cast.officer)
    at(START)
    said = client.post(f"{PAGE}{round.pk}/close/", follow=True).content.decode()
    assert "아직 답할 날이 남은 기관이 있습니다(2018. 9. 10.(월)까지): 협의 부처(예시)." in said
    at(DUE + DAY)
    said = client.post(f"{PAGE}{round.pk}/close/", follow=True).content.decode()
    assert "협의를 마감했습니다." in said
    own = invitation_of(round, cast.consulted.organisation)
    late = client_of(cast.consulted).post(
        f"{PAGE}{round.pk}/bodies/{own.pk}/answer/", {"kind": "nil", "note": "늦은 말"}
    )
    assert ("마감한 협의입니다." in late.content.decode(), own.returns.count()) == (True, 0)
    assert "늦은 말" in late.content.decode()


def test_a_ministry_is_reminded_until_it_answered_or_was_deemed_to(cast: Cast, at: At) -> None:
    round = asked(cast)
    days = (DUE - 8 * DAY, DUE - 7 * DAY, DUE, DUE + DAY)
    written = [[own for own in _mails(day) if own == cast.consulted.mail] for day in days]
    assert written == [[], [cast.consulted.mail], [cast.consulted.mail], []]
    assert _mails(DUE + 2 * DAY) == [cast.officer.mail]
    at(DUE + 2 * DAY)
    close_round(by=cast.officer, round=round)
    assert _mails(DUE + 3 * DAY) == []


def test_a_ministry_that_is_not_deemed_to_have_answered_is_reminded_still(cast: Cast) -> None:
    round = asked(cast, basis=PLAN, days=14)
    assert cast.consulted.mail in _mails(round.due + 2 * DAY)


def test_what_is_expected_stands_in_ones_own_list(cast: Cast, at: At) -> None:
    round = asked(cast)
    at(START)
    (own,) = things_to_do(cast.consulted)
    invitation = invitation_of(round, cast.consulted.organisation)
    assert (own.text, own.due, own.url) == (
        "‘1차 부처 협의’ 회신 (두 도시 예시계획)", DUE, f"{PAGE}{round.pk}/bodies/{invitation.pk}/",
    )  # fmt: skip
    assert things_to_do(cast.officer) == ()
    at(DUE + DAY)
    assert [own.text for own in things_to_do(cast.officer)] == [
        "‘1차 부처 협의’ 마감 (두 도시 예시계획)"
    ]


def test_rounds_stand_in_the_calendar_of_those_who_may_see_them(cast: Cast) -> None:
    roads = ministry("roads", "도로부")
    clerk = somebody_of(roads)
    asked(cast)
    for person, seen in (
        (cast.officer, 1), (cast.consulted, 1), (clerk, 0), (cast.jeju, 0), (cast.member, 0),
    ):  # fmt: skip
        found = [own for own in deadlines(person, cast.workspace) if own.kind is DeadlineKind.ROUND]
        assert (person.login, [(own.first, own.day) for own in found]) == (
            person.login, [(START, DUE)] * seen,
        )  # fmt: skip


def test_rounds_and_forums_are_in_the_calendar_file(cast: Cast) -> None:
    with_forum(cast)
    asked(cast)
    response = client_of(cast.officer).get("/work/small-2018/calendar/calendar.ics")
    wanted = ("SUMMARY", "DTSTART", "DTEND")
    lines = [own for own in response.content.decode().split("\r\n") if own.startswith(wanted)]
    days = [
        tuple(sorted(lines[n : n + 3])) for n, own in enumerate(lines) if own.startswith("DTSTART")
    ]
    assert days[:2] == [
        ("DTEND;VALUE=DATE:20180817", "DTSTART;VALUE=DATE:20180816",
         "SUMMARY:토론회: 「혁신도시 중장기 발전전략」 토론회"),
        ("DTEND;VALUE=DATE:20180911", "DTSTART;VALUE=DATE:20180820",
         "SUMMARY:부처 협의: 1차 부처 협의"),
    ]  # fmt: skip


@pytest.mark.parametrize("bodies", [1, 3])
def test_the_list_costs_the_same_questions(
    cast: Cast, django_assert_num_queries: Any, bodies: int
) -> None:
    for n in range(bodies):
        asked(cast, *(ministry(f"m{n}-{m}", f"부처 {n}-{m}") for m in range(bodies)))
    client = client_of(cast.officer)
    client.get(PAGE)
    with django_assert_num_queries(9):
        client.get(PAGE)


@pytest.mark.parametrize("bodies", [1, 3])
def test_a_round_costs_the_same_questions(
    cast: Cast, django_assert_num_queries: Any, at: At, bodies: int
) -> None:
    round = asked(cast, *(ministry(f"m{n}", f"부처 {n}") for n in range(bodies)))
    at(START)
    for n, own in enumerate(round.invitations.all(), start=1):
        extend(by=cast.officer, round=round, invitation=own, until=DUE + n * DAY, reason="자료")
        answer(by=cast.officer, invitation=own, kind=ReturnKind.NIL)
    client = client_of(cast.officer)
    client.get(f"{PAGE}{round.pk}/")
    with django_assert_num_queries(10):
        client.get(f"{PAGE}{round.pk}/")


def _mails(on: Any) -> list[str]:
    mail.outbox.clear()
    remind(on)
    return [own.to[0] for own in mail.outbox]
