"""A stage is ended when what it needs is there, or with a reason on record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from mitgrim.plan import OWN, Stage, next_stage
from mitgrim.programmes.innovation_cities import stage_rules
from mitgrim.programmes.innovation_cities.procedure import stages as stages_of_the_act
from mitgrim.web.pages.words import catalogue
from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.people.permissions import verbs
from mitgrim.web.procedure import needs
from mitgrim.web.procedure.consulting import answer, close_round
from mitgrim.web.procedure.forums import keep_minutes
from mitgrim.web.procedure.kinds import ReturnKind
from mitgrim.web.procedure.models import StageMove
from mitgrim.web.procedure.needs import need_of
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.procedure.stages import end_stage, needs_of, present_stage
from mitgrim.web.revisions.handing_in import assemble_plan, freeze, hand_in, record_hearing, waiting
from mitgrim.web.revisions.kinds import HearingKind
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import draft_section, national_branch
from mitgrim.wording import Text
from tests.web.cast import Cast
from tests.web.procedure.asking import START, asked, by_the_act
from tests.web.procedure.conftest import At
from tests.web.procedure.story import with_forum, with_stages

pytestmark = pytest.mark.django_db
PAGE = "/work/small-2018/stages/"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def at_stage(cast: Cast, id: str) -> Workspace:
    """The small plan with the stages of the Act, standing at one of them."""
    workspace = by_the_act(cast)
    order = sorted(stages_of_the_act(), key=lambda own: own.number)
    place = next(n for n, own in enumerate(order) if own.id == id)
    day = date(2018, 5, 1)
    ended = (
        replace(own, done=day if n < place else None, provenance=OWN) for n, own in enumerate(order)
    )
    with_stages(cast, *ended)
    return workspace


def missing(workspace: Workspace, stage: str) -> set[str]:
    return {own.name for own in needs_of(workspace, stage) if not own.is_met}


def test_every_stage_of_the_act_has_a_rule_and_every_rule_a_stage() -> None:
    assert [own.stage for own in stage_rules()] == [own.id for own in stages_of_the_act()]


def test_what_the_rules_name_exists() -> None:
    named = {need for own in stage_rules() for need in own.needs}
    assert [own for own in named if need_of(own) is None] == []
    done = {verb for own in stage_rules() for verb in own.verbs}
    assert done <= verbs()
    assert {f"verb.{own}" for own in done} <= set(catalogue("procedure").ids())


def test_every_need_that_an_app_answers_for_is_asked_somewhere() -> None:
    offered = {own.name for app in apps.get_app_configs() for own in getattr(app, "needs", ())}
    assert offered <= {need for own in stage_rules() for need in own.needs}


def stage(*, done: date | None = None) -> Stage:
    return Stage(id="stage", done=done)


def test_a_plan_stands_after_the_last_stage_that_is_done() -> None:
    past, open_ = stage(done=START), stage()
    assert next_stage([open_, past, open_]) is not None
    assert next_stage([past, past]) is None
    assert next_stage([]) is None


def test_the_drafts_of_cities_are_what_the_first_stages_need(cast: Cast) -> None:
    workspace = at_stage(cast, "draft")
    first = ("draft", "hearing", "city-committee", "hand-in", "assembly")
    assert [missing(workspace, own) for own in first] == [
        set(), {"hearings-recorded"}, {"committees-recorded"}, {"every-city-handed-in"},
        {"every-city-assembled"},
    ]  # fmt: skip
    for name, editor in (("jeju", cast.jeju_editor), ("ulsan", cast.ulsan_editor)):
        for kind in HearingKind:
            record_hearing(
                by=editor, branch=cast.draft(name), kind=kind, body="예시 기관", held=START
            )
        hand_in(by=editor, branch=cast.draft(name))
    assert [missing(workspace, own) for own in first[:4]] == [set()] * 4
    assemble_plan(by=cast.officer, workspace=workspace, hand_ins=waiting(workspace), message="취합")
    assert missing(workspace, "assembly") == set()


def test_a_city_that_is_missing_is_named(cast: Cast) -> None:
    workspace = at_stage(cast, "hand-in")
    (need,) = needs_of(workspace, "hand-in")
    assert need.missing == Text(
        "아직 제출하지 않은 도시 2곳: 울산, 제주", "Not handed in yet: 울산, 제주 (2)."
    )


def test_a_forum_needs_a_day_that_is_past_and_minutes(cast: Cast, at: At) -> None:
    workspace = at_stage(cast, "forum")
    assert missing(workspace, "forum") == {"forum-held"}
    with_forum(cast)
    at(date(2018, 8, 15))
    keep_minutes(by=cast.officer, workspace=workspace, forum="forum-2018-08-16", minutes="예시")
    assert missing(workspace, "forum") == {"forum-held"}
    at(date(2018, 8, 16))
    assert missing(workspace, "forum") == set()
    keep_minutes(by=cast.officer, workspace=workspace, forum="forum-2018-08-16", minutes=" ")
    assert missing(workspace, "forum") == {"forum-held"}


def test_consultation_needs_rounds_that_are_closed(cast: Cast, at: At) -> None:
    workspace = at_stage(cast, "consultation")
    assert "rounds-closed" in missing(workspace, "consultation")
    round = asked(cast)
    assert "rounds-closed" in missing(workspace, "consultation")
    at(START)
    answer(by=cast.officer, invitation=round.invitations.get(), kind=ReturnKind.NIL)
    close_round(by=cast.officer, round=round)
    assert "rounds-closed" not in missing(workspace, "consultation")


def test_adoption_needs_a_baseline(cast: Cast) -> None:
    workspace = at_stage(cast, "adoption")
    assert "baseline-frozen" in missing(workspace, "adoption")
    freeze(by=cast.officer, workspace=workspace, name="확정판")
    assert "baseline-frozen" not in missing(workspace, "adoption")


def test_the_next_stage_begins_with_a_day_in_the_plan(cast: Cast) -> None:
    workspace = at_stage(cast, "draft")
    today = timezone.localdate()
    end_stage(by=cast.officer, workspace=workspace, stage="draft", done=today)
    now = present_stage(workspace)
    assert now is not None
    assert now.id == "hearing"
    section = draft_section(national_branch(workspace))
    assert {own.id: own.done for own in section.stages}["draft"] == today
    move = StageMove.objects.get()
    assert (move.missing, move.override, move.revision) == (
        [], "", national_branch(workspace).head,
    )  # fmt: skip
    assert national_branch(workspace).head.message == "절차: 혁신도시별 발전계획(안) 작성 마침"


def test_what_is_missing_refuses_the_next_stage_by_name(cast: Cast) -> None:
    workspace = at_stage(cast, "hand-in")
    with pytest.raises(ProcedureRefusal) as refused:
        end_stage(by=cast.officer, workspace=workspace, stage="hand-in", done=START, override=" ")
    assert refused.value.reason == "stage-missing"
    assert "모든 도시가 제출함" in str(refused.value)
    assert not StageMove.objects.exists()


def test_an_officer_goes_on_with_a_reason_that_stays_on_record(cast: Cast) -> None:
    workspace = at_stage(cast, "hand-in")
    end_stage(
        by=cast.officer,
        workspace=workspace,
        stage="hand-in",
        done=START,
        override="두 도시는 다음 달",
    )
    move = StageMove.objects.get()
    assert (move.missing, move.override) == (["every-city-handed-in"], "두 도시는 다음 달")
    entry = AuditEntry.objects.get(verb="stage.end")
    assert (entry.name, entry.detail["missing"]) == (cast.officer.name, ["every-city-handed-in"])
    assert "두 도시는 다음 달" in client_of(cast.jeju).get(PAGE).content.decode()


def test_stages_are_ended_one_after_another_and_not_ahead_of_time(cast: Cast) -> None:
    workspace = at_stage(cast, "draft")
    tomorrow = timezone.localdate() + timedelta(days=1)
    for stage, done, reason in (
        ("hand-in", START, "stage-not-next"),
        ("draft", tomorrow, "stage-ahead"),
    ):
        with pytest.raises(ProcedureRefusal) as refused:
            end_stage(by=cast.officer, workspace=workspace, stage=stage, done=done)
        assert refused.value.reason == reason


def test_a_need_that_nobody_answers_for_is_not_met(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = at_stage(cast, "draft")
    assert missing(workspace, "draft") == set()
    monkeypatch.setattr(needs, "_needs", lambda: iter(()))
    assert missing(workspace, "draft") == {"drafts-begun"}


@pytest.mark.parametrize("who", ["jeju", "researcher", "consulted", "member", "institution"])
def test_only_an_officer_ends_a_stage(cast: Cast, who: str) -> None:
    at_stage(cast, "draft")
    client = client_of(getattr(cast, who))
    assert client.get(PAGE).status_code == 200
    assert client.post(f"{PAGE}draft/end/", {"done": "2018-09-01"}).status_code == 403


def test_the_page_names_what_is_missing_and_who_does_what(cast: Cast) -> None:
    at_stage(cast, "hand-in")
    said = client_of(cast.officer).get(PAGE).content.decode()
    shown = [
        own in said
        for own in (
            "지금 단계: 혁신도시별 발전계획 제출",
            "아직 제출하지 않은 도시 2곳",
            "초안 제출 · ",
        )
    ]
    assert shown == [True] * 3
    answered = client_of(cast.officer).post(f"{PAGE}hand-in/end/", {"done": "2018-09-01"})
    assert "모든 도시가 제출함" in answered.content.decode()
    sent = {"done": "2018-09-01", "override": "급함"}
    assert client_of(cast.officer).post(f"{PAGE}hand-in/end/", sent).status_code == 302


@pytest.mark.parametrize(("stage", "said"), [("hand-in", True), ("consultation", False)])
def test_a_round_out_of_its_stage_is_pointed_out_and_not_forbidden(
    cast: Cast, stage: str, said: bool
) -> None:
    at_stage(cast, stage)
    page = client_of(cast.officer).get("/work/small-2018/rounds/open/").content.decode()
    assert ("협의는 보통 토론회, 관계 중앙행정기관 협의 단계에서 엽니다." in page) is said
    assert asked(cast).pk


def test_a_plan_without_stages_says_so(cast: Cast) -> None:
    said = client_of(cast.jeju).get(PAGE).content.decode()
    assert "이 계획에 절차를 적지 않았습니다." in said
    assert client_of(cast.officer).get(f"{PAGE}draft/end/").status_code == 404
