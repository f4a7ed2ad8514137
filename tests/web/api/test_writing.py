"""Drafts, worked on by people's own programs."""

from typing import Any

import pytest

from mitgrim.web.people.models import AuditEntry
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import plan_of
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK
from tests.web.api.asking import WORK, Answer, Program
from tests.web.cast import Cast, project_of

pytestmark = pytest.mark.django_db
PARK = f"{WORK}/jeju/projects/{JEJU_PARK}"


@pytest.fixture
def jeju(cast: Cast) -> Program:
    """The program of Jeju's planner."""
    return Program(cast.jeju)


def patch(program: Program, base: int, **changes: Any) -> Answer:
    return program.send("PATCH", PARK, {"base": base, "changes": changes, "message": "고침"})


def test_some_attributes_change_and_all_others_stay(cast: Cast, jeju: Program) -> None:
    before = project_of(cast.draft(), JEJU_PARK)
    base = jeju.get(PARK).json["base"]
    answer = patch(jeju, base, name={"ko": "새 이름"}, due="2020-12-31", notes="메모")
    assert answer.status == 200
    after = project_of(cast.draft(), JEJU_PARK)
    assert (after.name.ko, str(after.due), after.notes) == ("새 이름", "2020-12-31", "메모")
    assert (after.money, after.effects, after.provenance) == (
        before.money, before.effects, before.provenance,
    )  # fmt: skip
    head = cast.draft().head
    assert (head.number, head.author, head.message) == (
        answer.json["revision"]["number"], cast.jeju, "고침",
    )  # fmt: skip


def test_what_was_read_can_be_put_back_and_changes_nothing(cast: Cast, jeju: Program) -> None:
    read = jeju.get(PARK).json
    project = {name: own for name, own in read["project"].items() if name not in ("id", "city")}
    answer = jeju.send("PUT", PARK, {"base": read["base"], "project": project})
    assert (answer.status, answer.json["changed"]) == (200, [])
    assert cast.draft().head_id == read["base"]


def test_put_empties_what_is_left_out(cast: Cast, jeju: Program) -> None:
    body = {"base": cast.draft().head_id, "project": {"name": {"ko": "이름뿐인 사업"}}}
    assert jeju.send("PUT", PARK, body).status == 200
    assert project_of(cast.draft(), JEJU_PARK).money == ()


def test_two_who_change_different_things_are_merged(cast: Cast, jeju: Program) -> None:
    base = cast.draft().head_id
    colleague = Program(cast.jeju_colleague)
    assert patch(colleague, base, notes="동료의 메모").status == 200
    answer = patch(jeju, base, owner="새 담당")
    assert (answer.status, answer.json["merged"]) == (200, True)
    after = project_of(cast.draft(), JEJU_PARK)
    assert (after.notes, after.owner) == ("동료의 메모", "새 담당")


@pytest.mark.parametrize(("choice", "kept"), [("ours", "제주의 메모"), ("theirs", "동료의 메모")])
def test_two_who_change_the_same_decide(cast: Cast, jeju: Program, choice: str, kept: str) -> None:
    base = cast.draft().head_id
    patch(Program(cast.jeju_colleague), base, notes="동료의 메모")
    clash = patch(jeju, base, notes="제주의 메모")
    place = f"jeju/projects/{JEJU_PARK}/notes"
    assert (clash.status, clash.json["type"]) == (409, "/api/#clash")
    assert clash.json["conflicts"] == [
        {"place": place, "base": "", "ours": "제주의 메모", "theirs": "동료의 메모"}
    ]
    body = {"base": base, "changes": {"notes": "제주의 메모"}, "decisions": {place: choice}}
    assert jeju.send("PATCH", PARK, body).status == 200
    assert project_of(cast.draft(), JEJU_PARK).notes == kept


def test_what_was_removed_here_and_changed_there_is_a_clash(cast: Cast, jeju: Program) -> None:
    base = cast.draft().head_id
    patch(Program(cast.jeju_colleague), base, notes="아직 씁니다")
    clash = jeju.send("DELETE", f"{PARK}?base={base}")
    assert (clash.status, [set(own) for own in clash.json["conflicts"]]) == (
        409, [{"place", "base", "theirs"}],
    )  # fmt: skip
    assert jeju.send("DELETE", f"{PARK}?base={base}&decide=theirs").json["changed"] == []
    assert jeju.send("DELETE", f"{PARK}?base={base}&decide=ours").status == 200
    assert jeju.get(PARK).status == 404


def test_a_new_project_is_made_once_however_often_it_is_sent(cast: Cast, jeju: Program) -> None:
    money = [{"year": 2018, "source": "national", "use": "works", "amount": 3 * EOK}]
    project = {"name": {"ko": "새 사업"}, "action": "industry.01", "money": money}
    body = {"base": cast.draft().head_id, "project": project}
    first = jeju.send("POST", f"{WORK}/jeju/projects", body, Idempotency_Key="key-1")
    again = jeju.send("POST", f"{WORK}/jeju/projects", body, Idempotency_Key="key-1")
    assert (first.status, again.status, again.text) == (201, 201, first.text)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert project_of(cast.draft(), first.json["project"]).amount() == 3 * EOK
    assert cast.draft().head_id == first.json["revision"]["number"]
    other = body | {"message": "다른 요청"}
    reused = jeju.send("POST", f"{WORK}/jeju/projects", other, Idempotency_Key="key-1")
    assert (reused.status, reused.json["type"]) == (422, "/api/#key-reused")


def test_a_key_is_its_owners_alone(cast: Cast, jeju: Program) -> None:
    body = {"base": cast.draft().head_id, "project": {"name": {"ko": "새 사업"}}}
    first = jeju.send("POST", f"{WORK}/jeju/projects", body, Idempotency_Key="key-1")
    other = Program(cast.jeju_colleague)
    second = other.send("POST", f"{WORK}/jeju/projects", body, Idempotency_Key="key-1")
    assert (second.status, first.json["project"] == second.json["project"]) == (201, False)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"nam": {"ko": "이름"}}, "body/changes/nam"),
        ({"name": "이름"}, "body/changes/name"),
        ({"due": "2018-02-30"}, "body/changes/due"),
        ({"due": 20180101}, "body/changes/due"),
        ({"status": "finished"}, "body/changes/status"),
        ({"declared_total": 1.5}, "body/changes/declared_total"),
        ({"money": [{"year": 2018, "source": "national", "use": "works", "amount": "1"}]},
         "body/changes/money/0/amount"),
        ({"money": [{"year": 1066, "source": "national", "use": "works", "amount": 1}]},
         "body/changes/money/0/year"),
        ({"notes": "\x00"}, "notes"),
        ({"name": {"ko": "\u1100\u1161"}}, "name.ko"),
    ],
)  # fmt: skip
def test_what_a_file_would_be_refused_for_is_refused_with_its_place(
    cast: Cast, jeju: Program, changes: dict[str, Any], place: str
) -> None:
    answer = patch(jeju, cast.draft().head_id, **changes)
    assert (answer.status, answer.json["type"]) == (422, "/api/#invalid")
    (error,) = answer.json["errors"]
    assert error["place"] == place
    assert error["ko"] != error["en"] != ""


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"{", "text/plain", 415), (b"{", "application/json", 400), (b"NaN", "application/json", 400)],
)
def test_what_is_no_json_is_refused(
    cast: Cast, jeju: Program, body: bytes, kind: str, status: int
) -> None:
    assert jeju.raw("PATCH", PARK, body, kind).status == status


def test_a_base_of_another_draft_is_refused(cast: Cast, jeju: Program) -> None:
    answer = patch(jeju, cast.draft("ulsan").head_id, notes="메모")
    assert (answer.status, answer.json["type"]) == (422, "/api/#no-base")


def test_undo_goes_back_and_history_keeps_all(cast: Cast, jeju: Program) -> None:
    base = cast.draft().head_id
    patch(jeju, base, notes="하나")
    jeju.send("POST", f"{WORK}/jeju/undo", {"to": base, "message": "되돌림"})
    assert project_of(cast.draft(), JEJU_PARK).notes == ""
    page = jeju.get(f"{WORK}/jeju/history?limit=2").json
    assert [own["message"] for own in page["items"]] == ["되돌림", "고침"]
    assert (page["total"], len(jeju.get(page["next"]).json["items"])) == (3, 1)


def test_from_hearing_to_assembly_and_back(cast: Cast, jeju: Program) -> None:
    editor, officer = Program(cast.jeju_editor), Program(cast.officer)
    patch(jeju, cast.draft().head_id, notes="취합할 메모")
    refused = editor.send("POST", f"{WORK}/jeju/hand-in")
    assert (refused.status, refused.json["reason"]) == (409, "not-heard")
    for kind in ("local-heads", "institutions", "city-committee"):
        heard = {"kind": kind, "body": "예시 기관", "held": "2018-09-03"}
        assert editor.send("POST", f"{WORK}/jeju/hearings", heard).status == 201
    assert editor.send("POST", f"{WORK}/jeju/hand-in").status == 201
    locked = patch(jeju, cast.draft().head_id, notes="늦은 메모")
    assert (locked.status, locked.json["reason"]) == (409, "handed-in")
    assert officer.send("POST", f"{WORK}/jeju/return", {"reason": "합계"}).status == 200
    assert editor.send("POST", f"{WORK}/jeju/hand-in").status == 201
    (waiting,) = officer.get(f"{WORK}/nation/assembly").json
    assert f"jeju/projects/{JEJU_PARK}/notes" in [own["place"] for own in waiting["changes"]]
    body = {"hand_ins": [waiting["hand_in"]["id"]], "message": "취합"}
    made = officer.send("POST", f"{WORK}/nation/assembly", body)
    assert made.status == 201
    revision = StoredRevision.objects.get(number=made.json["number"])
    sections = tuple(revision.entries.values_list("name", "section_id"))
    found = [own.notes for own in plan_of(sections).projects() if own.id == JEJU_PARK]
    assert found == ["취합할 메모"]
    frozen = officer.send("POST", f"{WORK}/nation/baselines", {"name": "2018년 기준본"})
    assert (frozen.status, frozen.json["revision"]) == (201, revision.number)


def test_every_write_is_on_record_with_the_token_it_came_by(cast: Cast, jeju: Program) -> None:
    patch(jeju, cast.draft().head_id, notes="메모")
    saved, entry = AuditEntry.objects.filter(verb__in=["api.write", "draft.save"]).order_by("id")
    assert (saved.person, entry.person) == (cast.jeju, cast.jeju)
    assert entry.subject == f"PATCH {PARK}"
    assert jeju.secret.startswith(entry.detail["token"])
    assert entry.detail["token"] != jeju.secret


def test_a_project_of_the_draft_is_read_as_it_is_written(cast: Cast, jeju: Program) -> None:
    read = jeju.get(f"{WORK}/jeju/projects/{JEJU_JOINT}").json["project"]
    assert read["shares"] == [{"city": "ulsan", "amount": 30 * EOK}]
    assert read["gates"][0]["planned"] == "2018-12-31"
