"""An answer becomes a revision of a city's draft: seen before, by who writes it, nothing lost."""

from typing import Any

import pytest
from django.test import Client

from mitgrim.funding.adopting import Unchosen
from mitgrim.plan import Status
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.services import FundingRefusal, adopt, adoption_of, offer
from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import save_section
from tests.cast import JEJU_JOINT, JEJU_PARK
from tests.web.cast import Cast, project_of, renamed
from tests.web.funding.story import address, answer_of, answered, visit

WITHOUT_THE_PARK = f"must_not: [{JEJU_PARK}]\nmust: [{JEJU_JOINT}]\n"


def adopted(cast: Cast, scenario: Scenario, branch: Branch, **changes: Any) -> Any:
    asked = {"by": cast.jeju, "base": branch.head_id, "unchosen": Unchosen.CANCELLED,
             "message": "반영"}  # fmt: skip
    return adopt(scenario=scenario, branch=branch, **{**asked, **changes})


def test_the_draft_becomes_what_the_answer_says(cast: Cast) -> None:
    own = answered(cast.jeju, cast.draft(), WITHOUT_THE_PARK)
    done = adopted(cast, own, cast.draft())
    wanted = adoption_of(own, answer_of(own), Unchosen.CANCELLED).plan.section("jeju")
    assert city_section(cast.draft()) == wanted
    assert project_of(cast.draft(), JEJU_PARK).status is Status.CANCELLED
    assert (done.revision.message, done.revision.author) == ("반영", cast.jeju)
    entry = AuditEntry.objects.filter(verb="funding.adopt").get()
    assert (entry.subject, entry.detail) == (
        "small-2018/jeju", {"scenario": own.pk, "revision": done.revision.number},
    )  # fmt: skip


def test_what_was_not_chosen_stays_if_it_is_kept(cast: Cast) -> None:
    before = city_section(cast.draft())
    own = answered(cast.jeju, cast.draft(), WITHOUT_THE_PARK)
    adopted(cast, own, cast.draft(), unchosen=Unchosen.KEPT)
    kept = {project.id: project for project in city_section(cast.draft()).projects}
    assert kept[JEJU_PARK] == next(each for each in before.projects if each.id == JEJU_PARK)


def test_a_national_answer_changes_only_the_citys_own_section(cast: Cast) -> None:
    own = answered(cast.officer, cast.draft("nation"), WITHOUT_THE_PARK)
    ulsan, nation = cast.draft("ulsan").head_id, cast.draft("nation").head_id
    adopted(cast, own, cast.draft())
    assert project_of(cast.draft(), JEJU_PARK).status is Status.CANCELLED
    assert (cast.draft("ulsan").head_id, cast.draft("nation").head_id) == (ulsan, nation)


def test_a_draft_that_moved_on_is_not_overwritten(cast: Cast) -> None:
    own = answered(cast.jeju, cast.draft(), WITHOUT_THE_PARK)
    branch = cast.draft()
    seen = branch.head_id
    section = renamed(city_section(branch), JEJU_JOINT, "그 사이에 고친 이름")
    save_section(
        by=cast.jeju_colleague, branch=branch, base=branch.head, section=section, message=""
    )
    with pytest.raises(FundingRefusal) as refused:
        adopted(cast, own, cast.draft(), base=seen)
    assert refused.value.reason == "another-state"
    assert project_of(cast.draft(), JEJU_JOINT).name.ko == "그 사이에 고친 이름"


def test_a_preview_that_is_no_longer_of_the_head_is_refused(cast: Cast) -> None:
    """There and back again: the section is what it was, but somebody has been at it."""
    own = answered(cast.jeju, cast.draft(), WITHOUT_THE_PARK)
    seen, before = cast.draft().head_id, city_section(cast.draft())
    for section in (renamed(before, JEJU_JOINT, "잠깐"), before):
        branch = cast.draft()
        save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="")
    with pytest.raises(FundingRefusal) as refused:
        adopted(cast, own, cast.draft(), base=seen)
    assert refused.value.reason == "moved-on"


def test_a_planner_sees_what_changes_and_then_saves_it(cast: Cast, client: Client) -> None:
    own = answered(cast.jeju, cast.draft(), WITHOUT_THE_PARK, "공원 없이")
    visit(client, cast.jeju)
    path = address(own, "adopt/jeju/")
    kept = client.get(path)
    assert kept.context["left"] == ["제주 정주 예시사업 2"]
    preview = client.get(path, {"unchosen": "cancelled"})
    assert preview.context["shown"].summary.changed == 1
    text = preview.content.decode()
    assert "상태가 ‘취소’로 바뀝니다" in text
    initial = preview.context["form"].initial
    assert initial["message"] == f"재원 배분 ‘공원 없이’(시나리오 {own.pk}) 반영"
    saved = client.post(path, initial)
    assert saved["Location"] == "/work/small-2018/jeju/history/"
    assert cast.draft().head.message == initial["message"]
    again = client.get(path)
    assert again.status_code == 409
    assert "시나리오가 살펴본 상태와 다릅니다" in again.content.decode()


def test_a_handed_in_draft_takes_nothing(cast: Cast, client: Client) -> None:
    own = answered(cast.jeju, cast.draft(), WITHOUT_THE_PARK)
    Branch.objects.filter(name="jeju").update(state="handed-in")
    page = visit(client, cast.jeju).get(address(own, "adopt/jeju/"))
    assert page.status_code == 409
    sent = {"base": cast.draft().head_id, "unchosen": "kept", "message": "반영"}
    assert client.post(address(own, "adopt/jeju/"), sent).status_code == 409


def test_only_who_writes_the_draft_adopts_and_only_what_was_offered(
    cast: Cast, client: Client
) -> None:
    whole = answered(cast.officer, cast.draft("nation"))
    writers = {
        "jeju": {"jeju", "jeju-colleague", "jeju-editor"},
        "ulsan": {"ulsan", "ulsan-editor"},
    }

    def open_to(section: str) -> set[str]:
        path = address(whole, f"adopt/{section}/")
        return {
            own.login
            for own in Person.objects.all()
            if visit(client, own).get(path).status_code == 200
        }

    assert (open_to("jeju"), open_to("ulsan")) == (set(), set())
    offer(by=cast.officer, scenario=whole)
    assert {section: open_to(section) for section in writers} == writers
    assert visit(client, cast.officer).get(address(whole, "adopt/nation/")).status_code == 404


def test_a_citys_scenario_is_not_adopted_into_another(cast: Cast, client: Client) -> None:
    own = answered(cast.jeju, cast.draft())
    for person in (cast.jeju, cast.ulsan):
        assert visit(client, person).get(address(own, "adopt/ulsan/")).status_code == 404
