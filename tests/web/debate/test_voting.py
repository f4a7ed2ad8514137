"""Votes: what counts, what does not, and that nothing more is done for one than must be."""

import json
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from mitgrim.deliberation import votes as engine
from mitgrim.web.debate.kinds import Choice, Shown
from mitgrim.web.debate.models import Debate, Statement, Vote
from mitgrim.web.debate.participating import SIGNER, Seat
from mitgrim.web.debate.queries import in_own_order, turn_of
from mitgrim.web.debate.refusals import DebateRefusal
from mitgrim.web.debate.services import add_statement, moderate
from mitgrim.web.debate.voting import AT_ONCE
from mitgrim.web.debate.voting import cast as cast_votes
from mitgrim.web.people.models import AuditEntry
from tests.web.cast import Cast, sign_up
from tests.web.debate.story import (
    AGREE,
    DAY,
    DISAGREE,
    PASS,
    gathering_now,
    moved,
    opened,
    over,
    refusals,
    said,
    seated,
    sent,
    sitting,
    statement,
    votes,
)

pytestmark = pytest.mark.django_db


def test_a_choice_is_what_the_engine_counts() -> None:
    assert [int(own) for own in Choice] == [engine.AGREE, engine.PASS, engine.DISAGREE]


def test_a_vote_is_counted_and_the_newest_holds(cast: Cast) -> None:
    own = opened(cast)
    seat = seated(own)
    said(seat, n1=AGREE, n2=PASS)
    said(seat, n1=DISAGREE)
    said(seat, n1=DISAGREE)
    assert votes() == {(seat.participant, 1): -1, (seat.participant, 2): 0}


@settings(max_examples=30, deadline=None)
@forall(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from(list(Choice))), max_size=40
    )
)
def test_however_votes_come_there_is_one_of_each_and_it_is_the_last(
    sequence: list[tuple[int, int, Choice]],
) -> None:
    with transaction.atomic():
        own = opened(sign_up())
        seats = [seated(own) for _ in range(3)]
        last: dict[tuple[int, int], int] = {}
        for who, number, choice in sequence:
            said(seats[who], **{f"n{number}": choice})
            last[seats[who].participant, number] = int(choice)
        assert votes() == last
        transaction.set_rollback(True)


def test_one_vote_is_one_statement_to_the_database(cast: Cast, client: Client) -> None:
    own = opened(cast)
    sitting(client, seated(own))
    vote = {"statement": statement(own).pk, "vote": 1}
    before = AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as done:
        got = sent(client, own, vote)
    assert (got.status_code, got.json()) == (200, {"accepted": 1})
    assert [each["sql"].split()[:2] for each in done] == [["INSERT", "INTO"]]
    assert AuditEntry.objects.count() == before
    assert "sessionid" not in got.cookies


def test_fifty_votes_are_one_statement_too(cast: Cast, client: Client) -> None:
    own = opened(cast, first=[f"의견 {n}" for n in range(AT_ONCE)])
    ids = list(own.statements.values_list("pk", flat=True))
    sitting(client, seated(own))
    body = {"votes": [{"statement": each, "vote": -1} for each in ids]}
    with CaptureQueriesContext(connection) as done:
        got = sent(client, own, body)
    kinds = [each["sql"].split()[0] for each in done]
    assert got.json() == {"accepted": AT_ONCE}
    # The test is in a transaction already: outside of it the first begins one, the last commits.
    assert kinds == ["SAVEPOINT", "INSERT", "RELEASE"]
    assert Vote.objects.count() == AT_ONCE


def wrong_batches(own: Debate, other: Debate) -> list[tuple[list[Any], str, int | None]]:
    """Batches with one fault, the reason they are refused for, and where."""
    one, two, three = (each.pk for each in own.statements.order_by("number"))
    hidden = add_hidden(own)
    good = [{"statement": one, "vote": 1}, {"statement": two, "vote": -1}]
    return [
        ([*good, {"statement": statement(other).pk, "vote": 1}], "other-debate", 3),
        ([{"statement": 10**9, "vote": 1}, *good], "other-debate", 1),
        ([*good, {"statement": -1, "vote": 1}], "other-debate", 3),
        ([*good, {"statement": 2**70, "vote": 1}], "other-debate", 3),
        ([*good, {"statement": hidden.pk, "vote": 1}], "not-voted-on", 3),
        ([*good, {"statement": one, "vote": 0}], "twice", 3),
        ([*good, {"statement": three, "vote": 2}], "not-a-ballot", 3),
        ([*good, {"statement": three, "vote": "1"}], "not-a-ballot", 3),
        ([*good, {"statement": three, "vote": True}], "not-a-ballot", 3),
        ([*good, {"statement": three, "vote": 1.0}], "not-a-ballot", 3),
        ([*good, {"statement": three}], "not-a-ballot", 3),
        ([*good, 7], "not-a-ballot", 3),
        ([], "no-votes", None),
        ([{"statement": one, "vote": 1}] * (AT_ONCE + 1), "too-many-votes", None),
    ]


def add_hidden(own: Debate) -> Statement:
    hidden = own.statements.get(number=3)
    return Statement.objects.create(
        debate=own, number=99, text="부치지 않음", text_key="x", state=Shown.HIDDEN, by=hidden.by
    )


def test_a_batch_is_counted_whole_or_not_at_all_and_the_position_is_said(
    cast: Cast, client: Client
) -> None:
    own, other = opened(cast), opened(cast, title="다른 공론화")
    sitting(client, seated(own))
    for batch, reason, position in wrong_batches(own, other):
        got = sent(client, own, {"votes": batch})
        told = got.json()
        assert (told["reason"], told.get("position")) == (reason, position)
        assert got["Content-Type"] == "application/problem+json"
        assert got.status_code >= 400
        assert told["ko"]
    assert Vote.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "7", "null", '"표"', '{"votes": 7}', '{"votes": {}}', "[" * 5_000, "\x00"],
)
def test_what_is_no_json_of_ours_is_refused_with_an_example(
    cast: Cast, client: Client, body: str
) -> None:
    own = opened(cast)
    sitting(client, seated(own))
    got = sent(client, own, body)
    assert (got.status_code, got.json()["reason"]) == (400, "not-json")
    assert '{"statement": 7, "vote": 1}' in got.json()["detail"]


def test_other_kinds_of_content_are_no_votes(cast: Cast, client: Client) -> None:
    own = opened(cast)
    sitting(client, seated(own))
    body = json.dumps({"statement": statement(own).pk, "vote": 1})
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        got = client.post(f"/debates/{own.pk}/votes/", body, content_type=kind)
        assert got.status_code == 400
    assert Vote.objects.count() == 0


def test_another_site_can_send_no_votes(cast: Cast) -> None:
    own = opened(cast)
    client = sitting(Client(enforce_csrf_checks=True), seated(own))
    got = sent(client, own, {"statement": statement(own).pk, "vote": 1})
    assert got.status_code == 403
    assert Vote.objects.count() == 0


def test_votes_before_the_beginning_and_after_the_end_are_refused_and_counted_as_such(
    cast: Cast, client: Client
) -> None:
    own = opened(cast, gathering_now())
    seat = seated(own)
    sitting(client, seat)
    vote = {"statement": statement(own).pk, "vote": 1}
    early = sent(client, own, vote)
    moved(own, DAY)
    assert sent(client, own, vote).status_code == 200
    moved(own, DAY)
    late = sent(client, own, {**vote, "vote": -1})
    form = client.post(f"/debates/{own.pk}/vote/", {"statement": vote["statement"],
                                                    "vote": "disagree"})  # fmt: skip
    assert (early.status_code, early.json()["reason"]) == (409, "too-early")
    assert (late.status_code, late.json()["reason"]) == (409, "closed")
    assert (form.status_code, "공론화가 끝나" in form.content.decode()) == (409, True)
    assert votes() == {(seat.participant, 1): 1}
    assert refusals(own) == {"too-early": 1, "closed": 2}


def forged(own: Debate, other: Debate, seat: Seat) -> dict[str, str]:
    """Cookies that we did not give for this debate."""
    true = SIGNER.sign(str(seat))
    body, _, signature = true.rpartition(":")
    return {
        "no signature": body,
        "another participant": f"{own.pk}.{seat.participant + 1}.0:{signature}",
        "signed by others": f"{body}:{'A' * len(signature)}",
        "of another debate": SIGNER.sign(str(Seat(other.pk, seat.participant))),
        "too short": SIGNER.sign("7"),
        "no numbers": SIGNER.sign("a.b.c"),
        "too long": true + "x" * 10_000,
    }


def test_a_forged_seat_is_refused_counted_and_taken_away(cast: Cast, client: Client) -> None:
    own, other = opened(cast), opened(cast, title="다른 공론화")
    seat = seated(own)
    cookies = forged(own, other, seat)
    name = f"mitgrim-debate-{own.pk}"
    for what, cookie in cookies.items():
        client.cookies[name] = cookie
        got = sent(client, own, {"statement": statement(own).pk, "vote": 1})
        assert (what, got.status_code, got.json()["reason"]) == (what, 403, "forged")
        page = client.get(f"/debates/{own.pk}/vote/")
        assert (what, page.status_code) == (what, 403)
        assert "다시 참여하세요" in page.content.decode()
        assert page.cookies[name]["max-age"] == 0
    assert Vote.objects.count() == 0
    assert refusals(own) == {"forged": 2 * len(cookies)}


def test_who_holds_no_seat_is_told_to_take_one(cast: Cast, client: Client) -> None:
    own = opened(cast)
    got = sent(client, own, {"statement": statement(own).pk, "vote": 1})
    assert (got.status_code, got.json()["reason"]) == (403, "no-seat")
    assert client.get(f"/debates/{own.pk}/vote/").status_code == 403
    gone = Seat(own.pk, 10**6)
    with pytest.raises(DebateRefusal, match="참여하기"):
        cast_votes(gone, [(statement(own).pk, AGREE)])


def test_a_statement_of_another_debate_is_none_of_this_one(cast: Cast, client: Client) -> None:
    own, other = opened(cast), opened(cast, title="다른 공론화")
    sitting(client, seated(own))
    foreign = statement(other).pk
    form = client.post(f"/debates/{own.pk}/vote/", {"statement": foreign, "vote": "agree"})
    assert (form.status_code, "이 공론화에 없는 의견" in form.content.decode()) == (404, True)
    assert sent(client, own, {"statement": foreign, "vote": 1}).status_code == 404
    assert Vote.objects.count() == 0
    assert refusals(own) == {"other-debate": 2}


def test_a_debate_that_is_not_there_is_counted_nowhere(cast: Cast, client: Client) -> None:
    got = client.post("/debates/999/votes/", "{}", content_type="application/json")
    assert (got.status_code, got.json()["reason"]) == (403, "no-seat")
    client.cookies["mitgrim-debate-999"] = "x"
    got = client.post("/debates/999/votes/", "{}", content_type="application/json")
    assert (got.status_code, got.json()["reason"]) == (403, "forged")


def test_a_statement_that_is_hidden_later_takes_its_votes_with_it_and_gives_them_back(
    cast: Cast,
) -> None:
    own = opened(cast)
    seat = seated(own)
    said(seat, n1=AGREE, n2=AGREE)
    held = [statement(own)]
    moderate(by=cast.moderator, statements=held, show=False, reason="계획과 상관없음")
    with pytest.raises(DebateRefusal, match="부치지 않는"):
        said(seat, n1=DISAGREE)
    moderate(by=cast.moderator, statements=held, show=True)
    assert votes() == {(seat.participant, 1): 1, (seat.participant, 2): 1}


def test_everybody_meets_statements_in_an_order_of_their_own_that_stays(cast: Cast) -> None:
    own = opened(cast, first=[f"의견 {n}" for n in range(12)])
    ids = list(own.statements.values_list("pk", flat=True))
    people = [join_again.participant for join_again in (seated(own) for _ in range(6))]
    orders = []
    for who in own.participants.filter(pk__in=people):
        order = in_own_order(who, ids)
        assert sorted(order) == sorted(ids)
        assert order == in_own_order(who, list(reversed(ids)))
        turn = turn_of(who, own)
        assert turn.statement is not None
        assert (turn.statement.pk, turn.done, turn.whole) == (order[0], 0, 12)
        orders.append(tuple(order))
    assert len(set(orders)) == 6


def test_the_database_itself_takes_one_vote_of_three_kinds(cast: Cast) -> None:
    own = opened(cast)
    seat = seated(own)
    said(seat, n1=AGREE)
    for row in ({"value": 1}, {"value": 2, "statement": statement(own, 2)}):
        stated = {"statement": statement(own), "participant_id": seat.participant, **row}
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(**stated)


@pytest.mark.django_db(transaction=True)
def test_votes_that_come_at_once_are_all_counted_and_each_once() -> None:
    own = opened(sign_up(), first=[f"의견 {n}" for n in range(6)])
    ids = sorted(own.statements.values_list("pk", flat=True))
    seats = [seated(own) for _ in range(4)]
    wrong: list[BaseException] = []

    def vote(seat: Seat, choice: Choice) -> None:
        try:
            for each in ids:
                cast_votes(seat, [(each, choice)])
            cast_votes(seat, [(each, choice) for each in reversed(ids)])
        except BaseException as error:  # to be told by the test, not by a thread
            wrong.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=vote, args=(seat, choice))
        for seat in seats
        for choice in (AGREE, DISAGREE)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
    assert Vote.objects.count() == len(seats) * len(ids)


def test_a_debate_that_is_over_keeps_what_was_voted(cast: Cast) -> None:
    own = opened(cast)
    seat = seated(own)
    said(seat, n1=PASS)
    over(own)
    with pytest.raises(DebateRefusal, match="끝나"):
        said(seat, n1=AGREE)
    assert votes() == {(seat.participant, 1): 0}


def test_those_who_look_after_a_debate_add_statements_until_it_closes(cast: Cast) -> None:
    own = opened(cast)
    assert add_statement(by=cast.officer, debate=own, text="네 번째").number == 4
    with pytest.raises(DebateRefusal, match="끝나"):
        add_statement(by=cast.officer, debate=over(own), text="다섯 번째")
