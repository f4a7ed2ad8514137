"""Opening a debate, and how it goes on by itself from day to day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.web.debate.kinds import PhaseKind, Shown, Who
from mitgrim.web.debate.models import Debate
from mitgrim.web.debate.queries import public_debates, standing_of
from mitgrim.web.debate.refusals import DebateRefusal
from mitgrim.web.debate.services import (
    Timetable,
    change_debate,
    usual,
)
from mitgrim.web.opinions.privacy import PersonalNumber
from mitgrim.web.opinions.rules import rule_on, rules
from mitgrim.web.people.models import AuditEntry
from tests.web.cast import Cast
from tests.web.debate.story import (
    DAY,
    FIRST,
    LIST,
    gathering_now,
    look,
    moved,
    opened,
    over,
    seated,
    to_come,
    visit,
    voting_now,
)
from tests.web.opinions.story import NUMBER

pytestmark = pytest.mark.django_db


def test_phases_follow_one_another_without_anybody_pressing_a_button(cast: Cast) -> None:
    own = opened(cast, to_come())
    seen = []
    for _ in range(5):
        now = standing_of(own).now
        seen.append((now.kind, now.takes_statements, now.takes_votes, now.shows_results))
        own = moved(own, DAY)
    assert seen == [
        ("", False, False, False),
        ("statements", True, False, False),
        ("voting", False, True, False),
        ("closed", False, False, True),
        ("closed", False, False, True),
    ]


def test_a_phase_may_take_statements_and_show_results_while_it_takes_votes(cast: Cast) -> None:
    now = standing_of(
        opened(cast, voting_now(statements_while_voting=True, results_while_voting=True))
    ).now
    assert (now.takes_statements, now.takes_votes, now.shows_results) == (True, True, True)


def test_a_phase_holds_from_its_very_moment_on(cast: Cast) -> None:
    own = opened(cast)
    closes = standing_of(own).ends
    assert closes is not None
    kinds = [standing_of(own, closes + timedelta(microseconds=d)).now.kind for d in (-1, 0)]
    assert kinds == [PhaseKind.VOTING, PhaseKind.CLOSED]


def test_a_debate_is_nobodys_business_before_its_first_day(cast: Cast, client: Client) -> None:
    own = opened(cast, to_come())
    for path in ("", "vote/", "results/", "votes.csv", "write/", "mine/"):
        assert (path, client.get(f"/debates/{own.pk}/{path}").status_code) == (path, 404)
    assert own.title not in client.get("/debates/").content.decode()
    moved(own, 2 * DAY)
    assert own.title in client.get("/debates/").content.decode()


def test_an_officer_opens_a_debate_with_its_first_statements(cast: Cast, client: Client) -> None:
    today = timezone.localdate()
    form = {
        "title": "공원", "section": "nation", "question": "어떻게 할까요?", "background": "배경",
        "statements_from": today.isoformat(), "votes_from": (today + DAY).isoformat(),
        "last_day": (today + DAY).isoformat(), "who": "anyone", "moderated": "on",
        "statements_a_day": "3", "joining_from_an_address": "50", "first": "\n".join(FIRST),
    }  # fmt: skip
    visit(client, cast.officer)
    assert client.get(f"{LIST}new/").status_code == 200
    client.post(f"{LIST}new/", form)
    own = Debate.objects.get()
    kinds = [(each.kind, timezone.localtime(each.starts)) for each in standing_of(own).phases]
    assert [kind for kind, _ in kinds] == ["statements", "voting", "closed"]
    assert [(at.date() - today).days for _, at in kinds] == [0, 1, 2]
    assert {(at.hour, at.minute) for _, at in kinds} == {(0, 0)}
    assert list(own.statements.values_list("number", "text", "state")) == [
        (at, text, Shown.SHOWN) for at, text in enumerate(FIRST, start=1)
    ]
    assert (own.statements_a_day, own.joining_from_an_address) == (3, 50)
    assert AuditEntry.objects.filter(verb="debate.open", subject=own.subject).count() == 1


@pytest.mark.parametrize(
    ("votes_from", "last_day"), [(0, 5), (3, 2), (-1, 5)], ids=["same", "after", "before"]
)
def test_days_out_of_order_are_refused_and_stay_in_the_form(
    cast: Cast, client: Client, votes_from: int, last_day: int
) -> None:
    today = timezone.localdate()
    form = {
        "title": "그대로 남는 제목", "section": "nation", "question": "?", "who": "anyone",
        "statements_from": today.isoformat(), "statements_a_day": "3",
        "votes_from": (today + votes_from * DAY).isoformat(),
        "last_day": (today + last_day * DAY).isoformat(), "joining_from_an_address": "50",
    }  # fmt: skip
    got = visit(client, cast.officer).post(f"{LIST}new/", form)
    assert got.status_code == 422
    assert "그대로 남는 제목" in got.content.decode()
    assert Debate.objects.count() == 0


def test_a_service_refuses_days_out_of_order(cast: Cast) -> None:
    now = timezone.now()
    with pytest.raises(DebateRefusal, match="차례"):
        opened(cast, Timetable(statements_from=now, votes_from=now, closes=now + DAY))
    assert Debate.objects.count() == 0


def test_an_editor_opens_one_for_their_city_alone(cast: Cast, client: Client) -> None:
    page = visit(client, cast.jeju_editor).get(f"{LIST}new/").content.decode()
    assert ('value="jeju"' in page, 'value="nation"' in page, 'value="ulsan"' in page) == (
        True, False, False,
    )  # fmt: skip
    of_ulsan = opened(cast, section="ulsan")
    assert client.get(look(of_ulsan)).status_code == 404
    assert client.get(look(of_ulsan, "change/")).status_code == 404
    of_all = opened(cast)
    assert client.get(look(of_all)).status_code == 200
    assert client.get(look(of_all, "change/")).status_code == 404
    titles = client.get(LIST).content.decode()
    assert (look(of_all) in titles, look(of_ulsan) in titles) == (True, False)


def changed(cast: Cast, own: Debate, **stated: object) -> Debate:
    terms = {
        "title": own.title, "question": own.question, "background": "", "timetable": voting_now(),
        "who": Who(own.who), "moderated": True, "statements_a_day": 5,
        "joining_from_an_address": 10,
    }  # fmt: skip
    return change_debate(by=cast.officer, debate=own, **{**terms, **stated})  # type: ignore[arg-type]


def test_days_may_be_set_anew_and_who_takes_part_until_somebody_does(cast: Cast) -> None:
    own = opened(cast, gathering_now())
    assert standing_of(changed(cast, own)).now.kind == PhaseKind.VOTING
    assert changed(cast, own, who=Who.INVITED).who == Who.INVITED
    assert changed(cast, own, who=Who.ANYONE).who == Who.ANYONE
    seated(own)
    with pytest.raises(DebateRefusal, match="바꿀 수 없습니다"):
        changed(cast, own, who=Who.SIGNED_IN)


def test_what_has_closed_stays_closed(cast: Cast) -> None:
    own = over(opened(cast))
    with pytest.raises(DebateRefusal, match="끝나"):
        changed(cast, own)
    assert standing_of(own).closed


def test_results_that_are_hidden_are_not_looked_at_while_votes_are_cast(cast: Cast) -> None:
    with_results = voting_now(results_while_voting=True)
    own = opened(cast)
    with pytest.raises(DebateRefusal, match="투표가 시작된 뒤"):
        changed(cast, own, timetable=with_results)
    assert not standing_of(own).now.shows_results
    to_come = opened(cast, gathering_now(), title="아직")
    assert standing_of(changed(cast, to_come, timetable=with_results)).now.shows_results
    assert not standing_of(changed(cast, to_come)).now.shows_results
    entry = AuditEntry.objects.filter(verb="debate.change").latest("pk")
    assert (entry.detail["results_while_voting"], entry.detail["moderated"]) == (False, True)


def test_the_form_of_changes_says_what_holds(cast: Cast, client: Client) -> None:
    own = opened(cast)
    visit(client, cast.officer)
    page = client.get(look(own, "change/")).context["form"]
    form = {name: page[name].value() for name in page.fields}
    form = {name: value for name, value in form.items() if value not in (None, False)}
    sent = {name: getattr(value, "isoformat", lambda v=value: v)() for name, value in form.items()}
    got = client.post(look(own, "change/"), sent)
    assert got.status_code == 302, got.context["form"].errors
    days = [
        [timezone.localtime(each.starts).date() for each in standing_of(held).phases]
        for held in (own, Debate.objects.get(pk=own.pk))
    ]
    assert days[0][:2] == days[1][:2]
    assert days[1][2] in (days[0][2], days[0][2] + DAY)  # a last day is whole


def test_a_resident_registration_number_is_kept_nowhere(cast: Cast) -> None:
    for text in ({"title": NUMBER}, {"first": (f"제 번호는 {NUMBER}",)}):
        with pytest.raises(PersonalNumber):
            opened(cast, **text)
    assert Debate.objects.count() == 0


def test_every_rule_is_dated_and_says_where_it_comes_from() -> None:
    for own in rules("debate"):
        assert own.source
        assert rule_on(own.name, own.valid_from, "debate") == own
    assert {own.name for own in rules("debate")} == {
        "statements_a_day", "joining_from_an_address", "address_days",
    }  # fmt: skip
    assert usual("statements_a_day") == 5


def test_the_list_takes_as_many_queries_as_it_has_kinds_of_rows(
    cast: Cast, django_assert_num_queries: object
) -> None:
    for number in range(3):
        opened(cast, title=f"공론화 {number}")
    with django_assert_num_queries(2):  # type: ignore[operator]
        rows = [(own.title, own.workspace.pk, standing_of(own).now.kind)
                for own in public_debates(timezone.now())]  # fmt: skip
    assert len(rows) == 3
