"""A round: who is asked about what, until when, and how everybody stands on any day."""

from datetime import date

import pytest

from mitgrim.law import Counting
from mitgrim.plan import FundingSource
from mitgrim.web.people.models import AuditEntry, Organisation
from mitgrim.web.people.organisations import rename
from mitgrim.web.procedure.concerns import Concern, projects_for, suggested
from mitgrim.web.procedure.consulting import (
    adjust_concern,
    answer,
    close_round,
    extend,
    open_round,
)
from mitgrim.web.procedure.kinds import ReturnKind, RoundState, Standing
from mitgrim.web.procedure.models import Round
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.procedure.rounds import bodies_of, rounds_for, standing_of, table_of
from mitgrim.web.revisions.queries import manifest, national_branch, plan_of
from tests.cast import JEJU_PARK, ULSAN_SCHOOL, small_plan
from tests.web.cast import Cast
from tests.web.procedure.asking import (
    DAY,
    DUE,
    PLAN,
    START,
    asked,
    invitation_of,
    ministry,
    somebody_of,
)
from tests.web.procedure.conftest import At

pytestmark = pytest.mark.django_db


def stand(round: Round, on: date) -> dict[str, str]:
    """How each body stands on a day."""
    fresh = Round.objects.get(pk=round.pk)
    return {own.invitation.organisation_id: own.standing.value for own in table_of(fresh, on).seats}


@pytest.mark.parametrize("kind", [*ReturnKind, None])
@pytest.mark.parametrize("deemed", [True, False])
@pytest.mark.parametrize("after", [-1, 0, 1])
def test_silence_is_deemed_only_after_the_deadline_and_where_the_law_says_so(
    kind: ReturnKind | None, deemed: bool, after: int
) -> None:
    found = standing_of(kind, DUE, DUE + after * DAY, deemed=deemed)
    silent = Standing.DEEMED if deemed else Standing.SILENT
    assert found is (Standing(kind.value) if kind else Standing.WAITING if after < 1 else silent)


def test_two_answer_and_two_are_silent(cast: Cast, at: At) -> None:
    roads, health, budget = (
        ministry(id, name)
        for id, name in (("roads", "도로부"), ("health", "복지부"), ("budget", "예산부"))
    )
    round = asked(cast, roads, health, budget)
    at(START + 3 * DAY)
    answer(
        by=cast.consulted, invitation=invitation_of(round, cast.consulted.organisation),
        kind=ReturnKind.OPINIONS,
    )  # fmt: skip
    answer(by=cast.officer, invitation=invitation_of(round, roads), kind=ReturnKind.NIL)
    same = {"consulted": "opinions", "roads": "nil"}
    assert stand(round, DUE) == same | {"health": "waiting", "budget": "waiting"}
    assert stand(round, DUE + DAY) == same | {"health": "deemed", "budget": "deemed"}


def test_the_plans_own_consultation_has_no_deadline_by_law_and_deems_nothing(cast: Cast) -> None:
    with pytest.raises(ProcedureRefusal) as refused:
        asked(cast, basis=PLAN)
    assert refused.value.reason == "round-days"
    round = asked(cast, basis=PLAN, days=14)
    assert (round.due, stand(round, round.due + DAY)) == (date(2018, 9, 3), {"consulted": "silent"})


def test_the_basis_gives_the_days_and_the_law_the_deadline(cast: Cast) -> None:
    assert (asked(cast, days=3).days, asked(cast, days=3).due) == (20, DUE)
    working = asked(cast, basis=PLAN, days=10, counting=Counting.WORKING)
    assert working.due == date(2018, 9, 3)


@pytest.mark.parametrize("basis", ["consultation.upper-plan", "consultation.none", "hiring.rate"])
def test_a_basis_that_is_not_in_force_is_refused(cast: Cast, basis: str) -> None:
    with pytest.raises(ProcedureRefusal) as refused:
        asked(cast, basis=basis, days=3)
    assert refused.value.reason == "round-basis"


def test_nobody_is_asked_about_another_plans_revision(cast: Cast) -> None:
    round = asked(cast)
    other = type(cast.workspace).objects.create(id="other", name_ko="다른 계획")
    with pytest.raises(ProcedureRefusal) as refused:
        open_round(
            by=cast.officer, workspace=other, title="", revision=round.revision, starts=START,
            bodies=(), days=3,
        )  # fmt: skip
    assert refused.value.reason == "round-revision"


def test_a_late_answer_is_taken_and_marked(cast: Cast, at: At) -> None:
    round = asked(cast)
    invitation = invitation_of(round, cast.consulted.organisation)
    at(DUE + DAY)
    answer(by=cast.consulted, invitation=invitation, kind=ReturnKind.NIL)
    (seat,) = table_of(round, DUE + DAY).seats
    assert (seat.standing, seat.late) == (Standing.NIL, True)


def test_a_letter_that_came_in_time_is_not_late_however_late_it_is_entered(
    cast: Cast, at: At
) -> None:
    round = asked(cast)
    invitation = invitation_of(round, cast.consulted.organisation)
    at(DUE + 5 * DAY)
    answer(by=cast.officer, invitation=invitation, kind=ReturnKind.OPINIONS, received=DUE)
    (seat,) = table_of(round, DUE + 5 * DAY).seats
    assert (seat.standing, seat.late) == (Standing.OPINIONS, False)


def test_of_several_answers_the_last_counts_and_the_first_is_kept(cast: Cast, at: At) -> None:
    round = asked(cast)
    invitation = invitation_of(round, cast.consulted.organisation)
    at(START)
    for kind in (ReturnKind.NIL, ReturnKind.OPINIONS):
        answer(by=cast.consulted, invitation=invitation, kind=kind)
    assert stand(round, START) == {"consulted": "opinions"}
    assert [own.kind for own in invitation.returns.all()] == ["nil", "opinions"]


@pytest.mark.parametrize(
    ("today", "received", "reason"),
    [
        (START - DAY, None, "answer-early"),
        (START + DAY, START - DAY, "answer-early"),
        (START, START + DAY, "answer-ahead"),
    ],
)
def test_an_answer_has_a_day_between_the_start_and_today(
    cast: Cast, at: At, today: date, received: date | None, reason: str
) -> None:
    round = asked(cast)
    at(today)
    with pytest.raises(ProcedureRefusal) as refused:
        answer(
            by=cast.officer, invitation=invitation_of(round, cast.consulted.organisation),
            kind=ReturnKind.NIL, received=received,
        )  # fmt: skip
    assert refused.value.reason == reason


def test_more_time_is_given_to_all_or_to_one_and_never_less(cast: Cast) -> None:
    roads = ministry("roads", "도로부")
    round = asked(cast, roads)
    one = invitation_of(round, roads)
    extend(by=cast.officer, round=round, invitation=one, until=DUE + 7 * DAY, reason="자료가 늦음")
    assert [own.due for own in table_of(round, START).seats] == [DUE + 7 * DAY, DUE]
    assert stand(round, DUE + DAY) == {"consulted": "deemed", "roads": "waiting"}
    with pytest.raises(ProcedureRefusal) as refused:
        extend(by=cast.officer, round=round, until=DUE + 7 * DAY, reason="모두")
    assert refused.value.reason == "extension-earlier"
    extend(by=cast.officer, round=round, until=DUE + 8 * DAY, reason="모두")
    assert {own.due for own in table_of(Round.objects.get(), START).seats} == {DUE + 8 * DAY}


def test_a_day_without_end_is_refused(cast: Cast) -> None:
    with pytest.raises(ProcedureRefusal) as refused:
        asked(cast, starts=date.max)
    assert refused.value.reason == "round-law"
    round = asked(cast)
    with pytest.raises(ProcedureRefusal) as refused:
        extend(by=cast.officer, round=round, until=date.max, reason="")
    assert refused.value.reason == "extension-later"


def test_a_ministry_learns_of_a_round_on_its_first_day(cast: Cast, at: At) -> None:
    asked(cast)
    seen = []
    for day in (START - DAY, START):
        at(day)
        seen.append([
            rounds_for(own, cast.workspace).count() for own in (cast.consulted, cast.officer)
        ])  # fmt: skip
    assert seen == [[0, 1], [1, 1]]


def test_a_round_ends_when_all_answered_or_the_deadline_is_past(cast: Cast, at: At) -> None:
    round = asked(cast, ministry("roads", "도로부"))
    at(DUE)
    with pytest.raises(ProcedureRefusal) as refused:
        close_round(by=cast.officer, round=round)
    assert refused.value.reason == "close-waiting"
    assert "도로부" in str(refused.value)
    for own in round.invitations.all():
        answer(by=cast.officer, invitation=own, kind=ReturnKind.NIL)
    close_round(by=cast.officer, round=round)
    assert table_of(Round.objects.get(), DUE).state is RoundState.CLOSED


def test_what_is_closed_takes_nothing_more(cast: Cast, at: At) -> None:
    round = asked(cast)
    invitation = invitation_of(round, cast.consulted.organisation)
    at(DUE + DAY)
    close_round(by=cast.officer, round=round)
    for act in (
        lambda: answer(by=cast.consulted, invitation=invitation, kind=ReturnKind.NIL),
        lambda: extend(by=cast.officer, round=round, until=DUE + 9 * DAY, reason=""),
        lambda: adjust_concern(by=cast.officer, invitation=invitation, concern=Concern()),
        lambda: close_round(by=cast.officer, round=round),
    ):
        with pytest.raises(ProcedureRefusal) as refused:
            act()
        assert refused.value.reason == "round-closed"


def test_the_states_of_a_round_follow_from_the_day(cast: Cast) -> None:
    round = asked(cast)
    days = (START - DAY, START, DUE, DUE + DAY)
    assert [table_of(round, own).state for own in days] == [
        RoundState.COMING, RoundState.OPEN, RoundState.OPEN, RoundState.ENDED,
    ]  # fmt: skip


def test_who_sees_which_round(cast: Cast) -> None:
    roads, health = ministry("roads", "도로부"), ministry("health", "복지부")
    first, second = asked(cast, roads), asked(cast)
    people = {
        "officer": cast.officer, "researcher": cast.researcher, "consulted": cast.consulted,
        "roads": somebody_of(roads), "health": somebody_of(health), "jeju": cast.jeju,
        "stranger": cast.stranger,
    }  # fmt: skip
    seen = {
        name: {own.pk for own in rounds_for(own, cast.workspace)} for name, own in people.items()
    }
    both = {first.pk, second.pk}
    assert seen == {
        "officer": both, "researcher": both, "consulted": both, "roads": {first.pk},
        "health": set(), "jeju": set(), "stranger": set(),
    }  # fmt: skip


def test_a_renamed_body_answers_what_it_was_asked_under_its_old_name(cast: Cast) -> None:
    roads = ministry("roads", "도로부")
    round = asked(cast, roads)
    renamed = rename(by=None, organisation=roads, id="ways", ko="교통부", en="", on=DUE)
    clerk = somebody_of(renamed)
    assert {own.pk for own in bodies_of(clerk)} == {"roads", "ways"}
    assert [own.pk for own in rounds_for(clerk, cast.workspace)] == [round.pk]


def test_every_write_is_in_the_audit_record(cast: Cast, at: At) -> None:
    round = asked(cast)
    invitation = invitation_of(round, cast.consulted.organisation)
    adjust_concern(by=cast.officer, invitation=invitation, concern=Concern(cities=("jeju",)))
    extend(by=cast.officer, round=round, until=DUE + DAY, reason="요청")
    at(START)
    answer(by=cast.consulted, invitation=invitation, kind=ReturnKind.OPINIONS)
    close_round(by=cast.officer, round=round)
    found = AuditEntry.objects.filter(verb__startswith="round.").order_by("id")
    assert [(own.verb, own.name) for own in found] == [
        ("round.open", cast.officer.name),
        ("round.concern", cast.officer.name),
        ("round.extend", cast.officer.name),
        ("round.answer", cast.consulted.name),
        ("round.close", cast.officer.name),
    ]


ALL = [own.id for own in small_plan().projects()]


@pytest.mark.parametrize(
    ("concern", "found"),
    [
        (Concern(), ALL),
        (Concern(cities=("jeju",)), [own for own in ALL if own.startswith("jeju")]),
        (Concern(sources=(FundingSource.NATIONAL.value,)), None),
        (Concern(names=("아무 데도 없는 기관",)), []),
    ],
)
def test_a_concern_is_what_fits_any_of_its_parts(concern: Concern, found: list[str] | None) -> None:
    plan = small_plan()
    got = [own.id for own in projects_for(plan, concern)]
    expected = [
        own.id for own in plan.projects()
        if any(line.source is FundingSource.NATIONAL for line in own.money)
    ]  # fmt: skip
    assert got == (expected if found is None else found)
    assert Concern.from_json(concern.as_json()) == concern


def test_what_concerns_a_body_is_suggested_from_the_plan(cast: Cast) -> None:
    plan = plan_of(manifest(national_branch(cast.workspace).head))
    leads = {own.lead for own in plan.projects() if own.lead}
    lead = Organisation(id="lead", kind="institution", name_ko=min(leads))
    named = [own.id for own in plan.projects() if lead.name_ko in (own.lead, *own.partners)]
    shown = [own.id for own in projects_for(plan, suggested(plan, lead))]
    assert shown == named != []
    nobody = Organisation(id="new", kind="ministry", name_ko="새 부처")
    assert suggested(plan, nobody).sources == (FundingSource.NATIONAL.value,)
    city = Organisation(id="jeju", kind="city", name_ko="제주", city="jeju")
    assert JEJU_PARK in {own.id for own in projects_for(plan, suggested(plan, city))}
    assert ULSAN_SCHOOL not in {own.id for own in projects_for(plan, suggested(plan, city))}
