"""Taking part: one seat a browser, one use a link, one account a person; and what people say."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.web.debate.kinds import AgeBand, Shown, Who
from mitgrim.web.debate.models import (
    LONGEST_STATEMENT,
    Debate,
    Link,
    Participant,
    RefusedAct,
    Statement,
)
from mitgrim.web.debate.participating import join, join_by_link
from mitgrim.web.debate.refusals import DebateRefusal, count_refused
from mitgrim.web.debate.services import (
    forget_addresses,
    invite,
    moderate,
    revoke_links,
    state,
)
from mitgrim.web.people.models import AuditEntry
from mitgrim.web.procedure.things_to_do import things_to_do
from tests.web.cast import Cast
from tests.web.debate.story import (
    AGREE,
    DAY,
    gathering_now,
    invited,
    look,
    moved,
    opened,
    over,
    refusals,
    said,
    seated,
    statement,
    to_come,
    visit,
    voting_now,
)
from tests.web.opinions.story import NUMBER

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def joined(client: Client, own: Debate, **told: str) -> Any:
    return client.post(f"/debates/{own.pk}/join/", told)


# Anyone -------------------------------------------------------------------------------------------


def test_a_resident_takes_part_and_votes_without_a_script(cast: Cast, client: Client) -> None:
    own = opened(cast)
    page = client.get(f"/debates/{own.pk}/").content.decode()
    assert "참여하기" in page
    done = joined(client, own, city="jeju", age_band="30s")
    assert done["Location"] == f"/debates/{own.pk}/vote/"
    met = []
    for _ in range(3):
        turn = client.get(done["Location"]).context["statement"]
        met.append(turn.pk)
        client.post(done["Location"], {"statement": turn.pk, "vote": "agree"})
    assert sorted(met) == sorted(own.statements.values_list("pk", flat=True))
    assert "모든 의견에 투표했습니다" in client.get(done["Location"]).content.decode()
    who = Participant.objects.get()
    assert (who.city, who.age_band, who.votes.count()) == ("jeju", "30s", 3)


def test_a_vote_is_changed_from_the_page_of_ones_own_votes(cast: Cast, client: Client) -> None:
    own = opened(cast)
    joined(client, own)
    vote = f"/debates/{own.pk}/vote/"
    client.post(vote, {"statement": statement(own).pk, "vote": "agree"})
    mine = client.get(f"/debates/{own.pk}/mine/").content.decode()
    assert f"{vote}?number=1" in mine
    again = client.get(f"{vote}?number=1")
    assert again.context["statement"] == statement(own)
    assert "지금 내 표: 찬성" in again.content.decode()
    client.post(vote, {"statement": statement(own).pk, "vote": "disagree"})
    assert list(Participant.objects.get().votes.values_list("value", flat=True)) == [-1]


def test_a_script_swaps_in_the_next_statement_alone(cast: Cast, client: Client) -> None:
    own = opened(cast)
    joined(client, own)
    vote = f"/debates/{own.pk}/vote/"
    first = client.get(vote).context["statement"]
    got = client.post(vote, {"statement": first.pk, "vote": "pass"}, headers={"HX-Request": "true"})
    text = got.content.decode()
    assert (got.status_code, "<html" in text, 'id="turn"' in text) == (200, False, True)
    assert got.context["statement"] != first
    assert "표를 받았습니다" in text
    over(own)
    late = client.post(
        vote, {"statement": first.pk, "vote": "agree"}, headers={"HX-Request": "true"}
    )
    text = late.content.decode()
    assert ("공론화가 끝나" in text, "<button" in text) == (True, False)
    assert refusals(own) == {"closed": 1}


@pytest.mark.parametrize(
    "form",
    [{}, {"vote": "agree"}, {"statement": "x", "vote": "agree"}, {"statement": "1", "vote": "yes"},
     {"statement": "9" * 30, "vote": "agree"}, {"statement": "²", "vote": "agree"}],
)  # fmt: skip
def test_a_form_that_is_none_is_refused_with_what_to_do(
    cast: Cast, client: Client, form: dict[str, str]
) -> None:
    own = opened(cast)
    joined(client, own)
    got = client.post(f"/debates/{own.pk}/vote/", form)
    assert (got.status_code, "찬성, 넘김, 반대" in got.content.decode()) == (422, True)


def test_a_browser_takes_part_once(cast: Cast, client: Client) -> None:
    own = opened(cast)
    for _ in range(3):
        joined(client, own)
    assert Participant.objects.count() == 1
    joined(Client(), own)
    assert Participant.objects.count() == 2


def test_a_seat_is_read_by_no_script_and_sent_to_its_debate_alone(
    cast: Cast, client: Client
) -> None:
    own = opened(cast)
    cookie = joined(client, own).cookies[f"mitgrim-debate-{own.pk}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True, "Lax", f"/debates/{own.pk}/",
    )  # fmt: skip


def test_as_many_come_from_an_address_as_are_let_in_and_the_address_is_kept_nowhere(
    cast: Cast,
) -> None:
    own = opened(cast, joining_from_an_address=2)
    for _ in range(2):
        join(debate=own, address="192.0.2.7")
    with pytest.raises(DebateRefusal, match="2건까지"):
        join(debate=own, address="192.0.2.7")
    join(debate=own, address="192.0.2.8")
    assert Participant.objects.count() == 3
    assert "192.0.2" not in repr(list(Participant.objects.values_list()))


def test_a_flood_of_participants_is_refused_with_a_page_and_counted(
    cast: Cast, client: Client
) -> None:
    own = opened(cast, joining_from_an_address=1)
    joined(client, own)
    got = joined(Client(), own)
    assert (got.status_code, "내일 다시" in got.content.decode()) == (429, True)
    assert (Participant.objects.count(), refusals(own)) == (1, {"flood": 1})


def test_addresses_are_forgotten_and_participants_stay(cast: Cast) -> None:
    own = opened(cast)
    who = join(debate=own, address="192.0.2.7")
    assert forget_addresses() == 0
    Participant.objects.update(joined_on=timezone.localdate() - timedelta(days=3))
    assert forget_addresses() == 1
    who.refresh_from_db()
    assert who.address == ""


def test_a_city_that_is_none_of_the_debate_is_refused(cast: Cast, client: Client) -> None:
    own = opened(cast)
    for told in ({"city": "seoul"}, {"age_band": "200s"}):
        assert joined(client, own, **told).status_code == 422
    with pytest.raises(DebateRefusal, match="목록에서"):
        join(debate=opened(cast, section="jeju", title="제주"), city="ulsan")
    assert Participant.objects.count() == 0


def test_nobody_joins_before_the_beginning_or_after_the_end(cast: Cast, client: Client) -> None:
    early = opened(cast, to_come())
    assert joined(client, early).status_code == 404
    with pytest.raises(DebateRefusal, match="시작되지"):
        join(debate=early)
    late = over(opened(cast, title="끝난 공론화"))
    got = joined(client, late)
    assert (got.status_code, "끝나" in got.content.decode()) == (409, True)


# By a link ----------------------------------------------------------------------------------------


def test_a_link_leads_one_person_in_once_and_opening_it_uses_nothing_up(
    cast: Cast, client: Client
) -> None:
    own = invited(cast)
    (secret,) = invite(by=cast.officer, debate=own, purpose="주민 모임", count=1)
    path = f"/debates/{own.pk}/by/{secret}/"
    for _ in range(2):
        assert client.get(path).status_code == 200
    assert client.post(path, {"go": "1", "city": "jeju"}).status_code == 302
    assert client.get(f"/debates/{own.pk}/vote/").status_code == 200
    again = Client().post(path, {"go": "1"})
    assert (again.status_code, "이미 쓴 초대 주소" in again.content.decode()) == (410, True)
    assert Client().get(path).status_code == 410
    assert Participant.objects.count() == 1
    assert refusals(own) == {"link-used": 2}


def test_a_link_of_another_debate_opens_nothing_and_stays_unused(
    cast: Cast, client: Client
) -> None:
    own, other = invited(cast), invited(cast, title="다른 공론화")
    (secret,) = invite(by=cast.officer, debate=own, purpose="주민 모임", count=1)
    for send in (client.get, client.post):
        got = send(f"/debates/{other.pk}/by/{secret}/", {"go": "1"})
        assert (got.status_code, "다른 공론화의" in got.content.decode()) == (403, True)
    with pytest.raises(DebateRefusal, match="다른 공론화"):
        join_by_link(debate=other, secret=secret)
    assert (Participant.objects.count(), Link.objects.get().used_on) == (0, None)
    assert refusals(other) == {"link-elsewhere": 2}


def test_a_link_that_is_none_or_was_ended_opens_nothing(cast: Cast, client: Client) -> None:
    own = invited(cast)
    (secret,) = invite(by=cast.officer, debate=own, purpose="주민 모임", count=1)
    assert client.get(f"/debates/{own.pk}/by/{secret}x/").status_code == 404
    assert revoke_links(by=cast.officer, debate=own, purpose="주민 모임") == 1
    got = client.post(f"/debates/{own.pk}/by/{secret}/", {"go": "1"})
    assert (got.status_code, "더 쓸 수 없게" in got.content.decode()) == (410, True)
    assert Participant.objects.count() == 0


def test_of_links_only_digests_are_kept_and_nothing_tells_who_came_by_which(
    cast: Cast, client: Client
) -> None:
    own = invited(cast)
    got = visit(client, cast.officer).post(
        look(own, "links/"), {"purpose": "주민 모임", "count": "3"}
    )
    lines = got.getvalue().decode("utf-8-sig").split()
    secrets = [each.rstrip("/").rpartition("/")[2] for each in lines[2:]]
    assert (len(set(secrets)), got["Cache-Control"]) == (3, "private, no-store")
    rows = repr(list(Link.objects.values_list()))
    assert [each for each in secrets if each in rows] == []
    join_by_link(debate=own, secret=secrets[0])
    names = {field.name for field in Participant._meta.get_fields()}
    assert names.isdisjoint({"link", "token"})
    assert [type(each.used_on).__name__ for each in Link.objects.exclude(used_on=None)] == ["date"]
    page = client.get(look(own, "links/")).content.decode()
    assert "주민 모임" in page
    assert [each for each in secrets if each in page] == []


def test_a_debate_of_invited_people_lets_nobody_else_in(cast: Cast, client: Client) -> None:
    own = invited(cast)
    got = joined(client, own)
    assert (got.status_code, "초대받은" in got.content.decode()) == (403, True)
    with pytest.raises(DebateRefusal, match="초대받은"):
        invite(by=cast.officer, debate=opened(cast, title="누구나"), purpose="x", count=1)
    assert Participant.objects.count() == 0


# With an account ----------------------------------------------------------------------------------


def test_a_person_takes_part_once_from_however_many_browsers(cast: Cast) -> None:
    own = opened(cast, who=Who.SIGNED_IN)
    for _ in range(2):
        browser = visit(Client(), cast.resident)
        joined(browser, own)
        browser.post(f"/debates/{own.pk}/vote/", {"statement": statement(own).pk, "vote": "agree"})
    who = Participant.objects.get()
    assert (who.person, who.votes.count()) == (cast.resident, 1)


def test_an_account_without_the_right_and_a_visitor_take_no_part(
    cast: Cast, client: Client
) -> None:
    own = opened(cast, who=Who.SIGNED_IN)
    assert joined(client, own).status_code == 403
    for person in (cast.officer, cast.stranger, cast.moderator):
        assert joined(visit(client, person), own).status_code == 403
    assert Participant.objects.count() == 0


def test_who_signs_out_leaves_no_seat_to_the_next_one(cast: Cast, client: Client) -> None:
    own = opened(cast, who=Who.SIGNED_IN)
    joined(visit(client, cast.resident), own)
    seat = client.cookies[f"mitgrim-debate-{own.pk}"].value
    client.logout()
    visit(client, cast.institution)
    client.cookies[f"mitgrim-debate-{own.pk}"] = seat
    got = client.post(
        f"/debates/{own.pk}/votes/", f'{{"statement": {statement(own).pk}, "vote": 1}}',
        content_type="application/json",
    )  # fmt: skip
    assert (got.status_code, got.json()["reason"]) == (403, "no-seat")
    joined(client, own)
    assert Participant.objects.filter(person=cast.institution).count() == 1


# What people say ----------------------------------------------------------------------------------


def written(client: Client, own: Debate, text: str) -> Any:
    return client.post(f"/debates/{own.pk}/write/", {"text": text})


@pytest.mark.parametrize("between", ["\ue000", "\u0378"])
def test_cleaning_a_statement_puts_no_number_together(
    cast: Cast, client: Client, between: str
) -> None:
    own = opened(cast, voting_now(statements_while_voting=True), first=())
    joined(client, own)
    assert written(client, own, f"900101-{between}1234567 사람").status_code == 422
    assert not Statement.objects.exists()


def test_a_statement_is_voted_on_when_a_moderator_has_looked_at_it(
    cast: Cast, client: Client
) -> None:
    own = opened(cast, voting_now(statements_while_voting=True), first=())
    joined(client, own)
    written(client, own, "  자전거 길을\n  잇는다. ")
    new = Statement.objects.get()
    assert (new.text, new.state) == ("자전거 길을 잇는다.", Shown.WAITING)
    assert client.get(f"/debates/{own.pk}/vote/").context["statement"] is None
    assert "운영자 확인을 기다립니다" in client.get(f"/debates/{own.pk}/mine/").content.decode()
    moderator = visit(Client(), cast.moderator)
    (waiting,) = things_to_do(cast.moderator)
    assert new.text in moderator.get(waiting.url).content.decode()
    moderator.post(waiting.url, {"s": str(new.pk), "show": "1"})
    assert things_to_do(cast.moderator) == ()
    assert client.get(f"/debates/{own.pk}/vote/").context["statement"] == new


def test_who_keeps_a_statement_back_says_why_and_its_author_reads_it(
    cast: Cast, client: Client
) -> None:
    own = opened(cast, gathering_now(), first=())
    joined(client, own)
    written(client, own, "상관없는 말")
    new = Statement.objects.get()
    moderator = visit(Client(), cast.moderator)
    nothing = moderator.post(look(own, "moderation/"), {"s": str(new.pk), "hide": "1"})
    assert (nothing.status_code, "이유를 쓰세요" in nothing.content.decode()) == (422, True)
    moderator.post(
        look(own, "moderation/"), {"s": str(new.pk), "hide": "1", "reason": "계획 밖의 일"}
    )
    new.refresh_from_db()
    assert (new.state, new.moderated_by) == (Shown.HIDDEN, cast.moderator)
    assert "계획 밖의 일" in client.get(f"/debates/{own.pk}/mine/").content.decode()
    assert AuditEntry.objects.filter(verb="debate.hide").count() == 1


def test_moderation_is_the_usual_and_may_be_left_out(cast: Cast) -> None:
    assert opened(cast).moderated
    own = opened(cast, gathering_now(), moderated=False, title="바로")
    who = join(debate=own)
    assert state(debate=own, participant=who, text="바로 보이는 의견").state == Shown.SHOWN


def test_nobody_moderates_what_they_said_themselves(cast: Cast) -> None:
    own = opened(cast, gathering_now(), who=Who.SIGNED_IN)
    who = join(debate=own, person=cast.moderator)
    new = state(debate=own, participant=who, text="내가 쓴 의견")
    with pytest.raises(DebateRefusal, match="다른 운영자"):
        moderate(by=cast.moderator, statements=[new], show=True)


def test_a_flood_of_statements_ends_at_the_days_limit_and_loses_no_word(
    cast: Cast, client: Client
) -> None:
    own = opened(cast, gathering_now(), first=(), statements_a_day=2)
    joined(client, own)
    for n in range(2):
        assert written(client, own, f"의견 {n}").status_code == 302
    got = written(client, own, "하나 더 하고 싶은 말")
    text = got.content.decode()
    assert (got.status_code, "하루에 2건" in text, "하나 더 하고 싶은 말" in text) == (
        429, True, True,
    )  # fmt: skip
    assert (Statement.objects.count(), refusals(own)) == (2, {"flood": 1})
    Statement.objects.update(made=timezone.now() - DAY)
    assert written(client, own, "하나 더 하고 싶은 말").status_code == 302


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SCRIPT, "스크립트"),
        ("공원 < a href=x", "스크립트"),
        ("javascript:alert(1)", "스크립트"),
        (f"제 번호는 {NUMBER}입니다.", "주민등록번호"),
        ("가" * (LONGEST_STATEMENT + 1), f"{LONGEST_STATEMENT}자 안으로"),
        (" \u200b\n ", "한 문장을"),
        ("공원  안에 주차장을 짓지 않는다!", "같은 의견이 이미"),
    ],
)
def test_what_can_not_be_a_statement_is_refused_and_stays_in_the_form(
    cast: Cast, client: Client, text: str, says: str
) -> None:
    own = opened(cast, gathering_now())
    joined(client, own)
    before = Statement.objects.count()
    got = written(client, own, text)
    page = got.content.decode()
    assert (got.status_code, says in page) == (422, True)
    assert SCRIPT not in page
    assert got.context["form"]["text"].value() == text
    assert Statement.objects.count() == before


def test_a_script_that_is_no_tag_of_ours_is_shown_as_text(cast: Cast, client: Client) -> None:
    own = opened(cast, first=())
    Statement.objects.create(
        debate=own, number=1, text=SCRIPT, text_key="x", state=Shown.SHOWN, by=cast.officer
    )
    joined(client, own)
    page = client.get(f"/debates/{own.pk}/vote/").content.decode()
    assert (SCRIPT in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)


def test_statements_are_taken_in_their_phase_alone(cast: Cast, client: Client) -> None:
    own = opened(cast, gathering_now(), first=())
    joined(client, own)
    assert written(client, own, "하나").status_code == 302
    moved(own, DAY)
    got = written(client, own, "투표할 때 쓴 말")
    assert (got.status_code, "투표할 때 쓴 말" in got.content.decode()) == (409, True)
    assert client.get(f"/debates/{own.pk}/write/").status_code == 409
    over(own)
    assert "끝나" in written(client, own, "끝난 뒤에 쓴 말").content.decode()
    assert (Statement.objects.count(), refusals(own)) == (1, {"closed": 1})


def test_others_learn_nothing_of_ones_own_votes_and_statements(cast: Cast, client: Client) -> None:
    own = opened(cast, voting_now(statements_while_voting=True))
    joined(client, own)
    written(client, own, "나만 아는 말")
    said(seated(own), n1=AGREE)
    other = Client()
    joined(other, own)
    page = other.get(f"/debates/{own.pk}/mine/").content.decode()
    assert ("나만 아는 말" in page, "아직 투표하지 않았습니다" in page) == (False, True)


def test_a_flood_of_refusals_leaves_a_number_and_no_rows(cast: Cast) -> None:
    own = opened(cast)
    for _ in range(5):
        count_refused(own.pk, DebateRefusal("forged"))
    count_refused(own.pk, DebateRefusal("empty"))
    assert list(RefusedAct.objects.values_list("reason", "count")) == [("forged", 5)]


def test_those_who_look_after_a_debate_see_what_was_refused_and_no_votes(
    cast: Cast, client: Client
) -> None:
    own = opened(cast)
    said(seated(own, "jeju", AgeBand.THIRTIES), n1=AGREE)
    count_refused(own.pk, DebateRefusal("link-used"))
    page = visit(client, cast.officer).get(look(own))
    text = page.content.decode()
    assert "다시 쓴 초대 주소" in text
    assert (page.context["people"], page.context["votes"]) == (1, 1)
    assert client.get(f"/debates/{own.pk}/results/").context.get("told") is None
