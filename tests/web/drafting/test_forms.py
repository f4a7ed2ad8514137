"""The project form and the other records' forms: saving, merging, clashing, refusing."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from mitgrim.plan import (
    FieldProvenance,
    Label,
    Nation,
    PlanLink,
    Provenance,
    ProvenanceKind,
    Theme,
    Waiver,
)
from mitgrim.web.revisions import autosaves
from mitgrim.web.revisions.kinds import BranchState
from mitgrim.web.revisions.models import Autosave, Branch, StoredRevision
from mitgrim.web.revisions.queries import city_section, draft_section
from mitgrim.web.revisions.services import save_section
from tests.cast import EXAMPLE, JEJU_JOINT, JEJU_PARK, PLAN, ULSAN_CENTRE, small_plan
from tests.web.cast import Cast, project_of, with_project
from tests.web.drafting.forms import DRAFT, fields_of, opened, sent, signed_in, tokenless

pytestmark = pytest.mark.django_db
PARK = f"{DRAFT}projects/{JEJU_PARK}/"
JOINT = f"{DRAFT}projects/{JEJU_JOINT}/"
EVERY_PAGE = (
    "",
    "?findings=1",
    f"projects/{JEJU_PARK}/",
    f"projects/{JEJU_JOINT}/money/planned/",
    f"projects/{JEJU_JOINT}/gates/",
    "themes/",
    "passages/place/",
    "institutions/jeju-a/",
    "findings/",
    f"writer/?place=jeju/projects/{JEJU_PARK}/name",
)
ONLY_FOR_WRITERS = (
    "projects/new/",
    "indicators/new/",
    "waivers/new/",
    f"projects/{JEJU_PARK}/remove/",
)


@pytest.fixture
def jeju(cast: Cast) -> Client:
    return signed_in(cast.jeju)


@pytest.fixture
def colleague(cast: Cast) -> Client:
    return signed_in(cast.jeju_colleague)


def revisions(cast: Cast) -> int:
    return StoredRevision.objects.filter(workspace=cast.workspace).count()


def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(cast: Cast, jeju: Client) -> None:
    before = revisions(cast)
    for path in (
        PARK,
        JOINT,
        f"{JOINT}gates/",
        f"{JOINT}money/planned/",
        f"{DRAFT}passages/place/",
    ):
        answer = sent(jeju, path, opened(jeju, path))
        assert answer.status_code == 302
    assert revisions(cast) == before
    assert city_section(cast.draft()) == small_plan().section("jeju")


def test_what_is_typed_is_saved_and_says_who_typed_it(cast: Cast, jeju: Client) -> None:
    answer = sent(jeju, PARK, opened(jeju, PARK), owner="새 담당", _message="담당을 바꿈")
    assert answer.status_code == 302
    park = project_of(cast.draft(), JEJU_PARK)
    expected = with_project(
        small_plan().section("jeju"),  # type: ignore[arg-type]
        JEJU_PARK,
        owner="새 담당",
        provenance=replace(
            EXAMPLE, fields=(FieldProvenance(field="owner", kind=ProvenanceKind.OWN),)
        ),
    )
    assert park == next(own for own in expected.projects if own.id == JEJU_PARK)
    head = cast.draft().head
    assert (head.author_name, head.message) == ("제주 담당자", "담당을 바꿈")
    shown = jeju.get(f"{DRAFT}writer/?place=jeju/projects/{JEJU_PARK}/owner")
    assert f"제주 담당자, {head.moment.astimezone().year}" in shown.content.decode()


def test_typing_over_a_published_value_keeps_its_source_in_sight(cast: Cast, jeju: Client) -> None:
    published = Provenance(kind=ProvenanceKind.PUBLISHED, source="act", detail="3쪽")
    section = with_project(city_section(cast.draft()), JEJU_PARK, provenance=published)
    save_section(
        by=cast.jeju, branch=cast.draft(), base=cast.draft().head, section=section, message=""
    )
    sent(jeju, PARK, opened(jeju, PARK), lead="다른 부서")
    assert project_of(cast.draft(), JEJU_PARK).provenance.fields == (
        FieldProvenance(field="lead", kind=ProvenanceKind.OWN, source="act", detail="3쪽"),
    )
    sent(
        jeju, PARK, opened(jeju, PARK), origin__lead__source="예시 법률", origin__lead__detail="7쪽"
    )
    assert project_of(cast.draft(), JEJU_PARK).provenance.fields == (
        FieldProvenance(field="lead", kind=ProvenanceKind.PUBLISHED, source="act", detail="7쪽"),
    )


def test_rows_are_added_and_taken_out_without_a_script(cast: Cast, jeju: Client) -> None:
    fields = opened(jeju, PARK)
    grown = sent(jeju, PARK, fields, _do="add:links")
    assert grown.status_code == 200
    assert 'name="links.0.upper_plan"' in grown.content.decode()
    sent(jeju, PARK, fields, links__0__upper_plan="upper", links__0__relies_on="기댐")
    assert project_of(cast.draft(), JEJU_PARK).links == (
        PlanLink(upper_plan="upper", relies_on="기댐"),
    )
    shrunk = sent(jeju, PARK, opened(jeju, PARK), _do="remove:links.0")
    assert "<template" in shrunk.content.decode()
    assert 'name="links.0.upper_plan"' not in shrunk.content.decode()


def test_a_reference_can_be_typed_by_what_it_is_called(cast: Cast, jeju: Client) -> None:
    sent(
        jeju,
        JOINT,
        opened(jeju, JOINT),
        action="1-1 산업 예시과제",
        alternatives=["제주 2-1 제주 정주 예시사업 2"],
    )
    joint = project_of(cast.draft(), JEJU_JOINT)
    assert (joint.action, joint.alternatives) == ("industry.01", (JEJU_PARK,))


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("due", "2018. 2. 30.", "달력에 없는 날"),
        ("period.first", "이천", "연도가 아닙니다"),
        ("status", "eventually", "고를 수 있는 값이 아닙니다"),
        ("action", "nothing.01", "찾을 수 없습니다"),
        ("effects.0.low", "많이", "숫자로 읽을 수 없습니다"),
        ("name.ko", "벨\x07", "보이지 않는 제어 문자"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field_and_kept(
    cast: Cast, jeju: Client, field: str, text: str, said: str
) -> None:
    before = revisions(cast)
    answer = jeju.post(PARK, {**opened(jeju, PARK), "_do": "save", field: text, "owner": "남는 말"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="남는 말"' in page
    assert revisions(cast) == before
    kept = autosaves.kept_at(cast.jeju, cast.draft(), f"jeju/projects/{JEJU_PARK}")
    assert kept is not None
    assert kept.fields[field] == [text]


def test_two_rows_with_one_key_are_refused(jeju: Client) -> None:
    answer = sent(
        jeju, PARK, opened(jeju, PARK), links__0__upper_plan="upper", links__1__upper_plan="upper"
    )
    assert answer.status_code == 422
    assert "같은 것이 위에 이미 있습니다" in answer.content.decode()


def test_colleagues_who_change_different_fields_both_keep_their_work(
    cast: Cast, jeju: Client, colleague: Client
) -> None:
    mine, theirs = opened(jeju, PARK), opened(colleague, PARK)
    sent(colleague, PARK, theirs, owner="동료의 담당")
    answer = sent(jeju, PARK, mine, lead="나의 부서")
    park = project_of(cast.draft(), JEJU_PARK)
    assert answer.status_code == 302
    assert (park.owner, park.lead) == ("동료의 담당", "나의 부서")


def clash(jeju: Client, colleague: Client) -> dict[str, list[str]]:
    """Both change the owner; the colleague saves first. What Jeju's page then holds."""
    mine, theirs = opened(jeju, PARK), opened(colleague, PARK)
    sent(colleague, PARK, theirs, owner="동료의 담당")
    answer = sent(jeju, PARK, mine, owner="나의 담당", lead="나의 부서")
    assert answer.status_code == 409
    page = answer.content.decode()
    for text in ("예시 담당", "나의 담당", "동료의 담당", "제주 동료 담당자"):
        assert text in page.replace("<ins>", "").replace("</ins>", "").replace(
            "<del>예시</del>", ""
        )
    return fields_of(page)


@pytest.mark.parametrize(("choice", "owner"), [("ours", "나의 담당"), ("theirs", "동료의 담당")])
def test_a_clash_is_decided_place_by_place_and_nothing_typed_is_lost(
    cast: Cast, jeju: Client, colleague: Client, choice: str, owner: str
) -> None:
    fields = clash(jeju, colleague)
    answer = sent(jeju, PARK, fields, _choice__1=choice)
    park = project_of(cast.draft(), JEJU_PARK)
    assert answer.status_code == 302
    assert (park.owner, park.lead) == (owner, "나의 부서")
    assert not Autosave.objects.filter(person=cast.jeju).exists()


def test_a_head_that_moved_again_is_asked_about_only_where_it_moved(
    cast: Cast, jeju: Client, colleague: Client
) -> None:
    fields = clash(jeju, colleague)
    sent(colleague, PARK, opened(colleague, PARK), lead="동료의 부서")
    again = sent(jeju, PARK, fields, _choice__1="ours")
    assert again.status_code == 409
    held = fields_of(again.content.decode())
    asked = {name: held[name] for name in held if name.startswith("_place.")}
    assert asked == {
        "_place.1": [f"jeju/projects/{JEJU_PARK}/lead"],
        "_place.d1": [f"jeju/projects/{JEJU_PARK}/owner"],
    }
    sent(jeju, PARK, held, _choice__1="theirs")
    park = project_of(cast.draft(), JEJU_PARK)
    assert (park.owner, park.lead) == ("나의 담당", "동료의 부서")


def test_a_decision_about_what_changed_again_is_asked_for_anew(
    cast: Cast, jeju: Client, colleague: Client
) -> None:
    fields = clash(jeju, colleague)
    sent(colleague, PARK, opened(colleague, PARK), owner="또 다른 담당")
    again = sent(jeju, PARK, fields, _choice__1="ours")
    assert again.status_code == 409
    assert "또 다른 담당" in again.content.decode().replace("<ins>", "").replace("</ins>", "")


def test_a_clash_can_be_left_for_the_form_with_everything_typed(
    jeju: Client, colleague: Client
) -> None:
    answer = sent(jeju, PARK, clash(jeju, colleague), _do="show")
    assert answer.status_code == 200
    assert 'value="나의 담당"' in answer.content.decode()


def test_a_project_that_a_colleague_took_out_is_a_clash(
    cast: Cast, jeju: Client, colleague: Client
) -> None:
    mine = opened(jeju, PARK)
    colleague.post(f"{PARK}remove/")
    answer = sent(jeju, PARK, mine, owner="나의 담당")
    assert answer.status_code == 409
    assert "(없음)" in answer.content.decode()


def lock(cast: Cast) -> None:
    Branch.objects.filter(pk=cast.draft().pk).update(state=BranchState.HANDED_IN.value)


def test_a_draft_that_is_handed_in_can_be_read(cast: Cast, jeju: Client) -> None:
    lock(cast)
    page = jeju.get(PARK).content.decode()
    assert "제출한 초안입니다" in page
    assert 'name="_base"' not in page
    assert jeju.get(f"{JOINT}money/planned/").status_code == 200


def test_a_form_that_comes_too_late_is_kept_and_shown(cast: Cast, jeju: Client) -> None:
    fields = opened(jeju, PARK)
    lock(cast)
    answer = sent(jeju, PARK, fields, owner="늦은 담당")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "저장하지 않았습니다" in page
    assert "늦은 담당" in page
    kept = autosaves.kept_at(cast.jeju, cast.draft(), f"jeju/projects/{JEJU_PARK}")
    assert kept is not None
    assert kept.fields["owner"] == ["늦은 담당"]
    assert project_of(cast.draft(), JEJU_PARK).owner == "예시 담당"


@pytest.mark.parametrize(
    "who",
    [
        "ulsan",
        "ulsan_editor",
        "officer",
        "researcher",
        "member",
        "resident",
        "stranger",
        "administrator",
    ],
)
def test_for_others_there_is_no_such_draft(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    for path in (*EVERY_PAGE, *ONLY_FOR_WRITERS):
        assert (path, client.get(DRAFT + path).status_code) == (path, 404)
    fields = {"_base": cast.draft().head.number, "_do": "save", "_end": "1", "owner": "남의 손"}
    for path in (
        PARK,
        f"{PARK}remove/",
        f"{PARK}copy/",
        f"{PARK}put-back/",
        f"{PARK}check/form/",
        f"{DRAFT}preview/",
    ):
        assert (path, client.post(path, fields).status_code) == (path, 404)
    here, nowhere = (tokenless(client.get(own)) for own in (DRAFT, f"/work/{PLAN}/nowhere/"))
    assert here == nowhere.replace("nowhere", "jeju")
    assert city_section(cast.draft()) == small_plan().section("jeju")


def test_who_is_not_signed_in_is_asked_to(cast: Cast, client: Client) -> None:
    for path in (*EVERY_PAGE, *ONLY_FOR_WRITERS):
        answer = client.get(DRAFT + path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")


def test_who_may_read_a_draft_that_was_handed_in_may_not_write_on_it(cast: Cast) -> None:
    lock(cast)
    officer = signed_in(cast.officer)
    assert officer.get(PARK).status_code == 200
    fields = {"_base": cast.draft().head.number, "_do": "save", "_end": "1", "owner": "x"}
    assert officer.post(PARK, fields).status_code == 403
    for path in ONLY_FOR_WRITERS:
        assert (path, officer.get(DRAFT + path).status_code) == (path, 403)


@pytest.mark.parametrize("base", ["", "0", "-1", "x", "9" * 30, "ulsan"])
def test_a_forged_base_is_refused(cast: Cast, jeju: Client, base: str) -> None:
    number = str(cast.draft("ulsan").head.number) if base == "ulsan" else base
    answer = sent(jeju, PARK, opened(jeju, PARK), _base=number, owner="x")
    assert answer.status_code == 400
    assert project_of(cast.draft(), JEJU_PARK).owner == "예시 담당"


def test_a_form_that_broke_off_is_refused_whole(cast: Cast, jeju: Client) -> None:
    fields = opened(jeju, PARK)
    del fields["_end"]
    assert sent(jeju, PARK, fields, owner="").status_code == 400
    assert project_of(cast.draft(), JEJU_PARK).owner == "예시 담당"


def test_what_is_not_there_is_not_found(jeju: Client, cast: Cast) -> None:
    for path in (
        f"projects/{ULSAN_CENTRE}/",
        "projects/none/",
        f"projects/{ULSAN_CENTRE}/money/planned/",
        f"projects/{JEJU_JOINT}/money/someday/",
        "passages/none/",
        "stages/",
        f"writer/?place=ulsan/projects/{ULSAN_CENTRE}",
    ):
        assert (path, jeju.get(DRAFT + path).status_code) == (path, 404)


def test_more_fields_than_any_form_has_are_refused(jeju: Client) -> None:
    fields = {f"links.{n}.relies_on": "x" for n in range(20_001)}
    assert jeju.post(PARK, fields).status_code == 400


def test_a_script_in_a_text_stays_a_text(jeju: Client, cast: Cast) -> None:
    script = "<script>alert(1)</script>"
    sent(jeju, PARK, opened(jeju, PARK), name__ko=script, description=f"</textarea>{script}")
    for path in (PARK, DRAFT, f"{PARK}remove/", f"{PARK}gates/", f"{PARK}money/planned/"):
        assert script not in jeju.get(path).content.decode()
    preview = jeju.post(f"{DRAFT}preview/", {"text": f"{script} [[{script}]]"})
    assert script not in preview.content.decode()


def test_a_new_project_gets_an_id_of_its_own(cast: Cast, jeju: Client) -> None:
    path = f"{DRAFT}projects/new/"
    answer = sent(jeju, path, opened(jeju, path), name__ko="새 예시사업", action="talent.01")
    section = city_section(cast.draft())
    made = next(own for own in section.projects if own.name == Label(ko="새 예시사업"))
    assert answer["Location"].partition("?")[0] == f"{DRAFT}projects/{made.id}/"
    assert (made.id[:7], made.city, made.action) == ("jeju-p-", "jeju", "talent.01")


def test_a_copy_is_another_project(cast: Cast, jeju: Client) -> None:
    answer = jeju.post(f"{JOINT}copy/")
    section = city_section(cast.draft())
    new = next(own for own in section.projects if own.id not in (JEJU_JOINT, JEJU_PARK))
    joint = project_of(cast.draft(), JEJU_JOINT)
    assert answer["Location"] == f"{DRAFT}projects/{new.id}/"
    assert (new.name.ko, new.money) == ("제주 산업 예시사업 1 (복사본)", joint.money)
    assert [gate.id for gate in new.gates] != [gate.id for gate in joint.gates]


def test_what_was_taken_out_can_be_put_back(cast: Cast, jeju: Client) -> None:
    before = city_section(cast.draft())
    asked = jeju.get(f"{PARK}remove/").content.decode()
    assert "제주 정주 예시사업 2" in asked
    answer = jeju.post(f"{PARK}remove/")
    assert [own.id for own in city_section(cast.draft()).projects] == [JEJU_JOINT]
    page = jeju.get(answer["Location"]).content.decode()
    assert "되돌리기" in page
    number = answer["Location"].rpartition("from=")[2]
    jeju.post(f"{PARK}put-back/", {"from": number})
    assert city_section(cast.draft()) == before


def test_an_undo_that_leads_elsewhere_is_not_offered(jeju: Client) -> None:
    page = jeju.get(f"{DRAFT}?undo=https://example.org/put-back/&from=1").content.decode()
    assert 'action="https://example.org' not in page


def test_other_records_have_the_same_form(cast: Cast, jeju: Client) -> None:
    path = f"{DRAFT}themes/new/"
    sent(
        jeju,
        path,
        opened(jeju, path),
        valid_from="2018. 10. 25.(목)",
        text__ko="새 예시주제",
        reason="예시",
    )
    themes = city_section(cast.draft()).themes
    assert themes[-1] == Theme(
        valid_from=date(2018, 10, 25), text=Label(ko="새 예시주제"), reason="예시"
    )
    path = f"{DRAFT}waivers/new/?check=gate-missing&place=jeju/projects/{JEJU_PARK}"
    sent(jeju, path, opened(jeju, path), reason="까닭", by="제주 담당자", day="2018-09-03")
    assert city_section(cast.draft()).waivers == (
        Waiver(
            check="gate-missing",
            place=f"jeju/projects/{JEJU_PARK}",
            reason="까닭",
            by="제주 담당자",
            day=date(2018, 9, 3),
        ),
    )


def test_a_theme_under_another_day_is_the_same_theme_moved(cast: Cast, jeju: Client) -> None:
    path = f"{DRAFT}themes/2018-08-16/"
    answer = sent(jeju, path, opened(jeju, path), valid_from="2018-08-17")
    assert answer["Location"].startswith(f"{DRAFT}themes/2018-08-17/")
    assert [own.valid_from for own in city_section(cast.draft()).themes] == [date(2018, 8, 17)]


def test_a_theme_cannot_take_the_day_of_another(cast: Cast, jeju: Client) -> None:
    path = f"{DRAFT}themes/new/"
    answer = sent(
        jeju, path, opened(jeju, path), valid_from="2018-08-16", text__ko="겹침", reason="예시"
    )
    assert answer.status_code == 409
    assert "이미 있습니다" in answer.content.decode()


def test_the_nations_passages_are_the_officers_to_write(cast: Cast) -> None:
    officer, path = signed_in(cast.officer), f"/work/{PLAN}/nation/passages/aim/"
    sent(officer, path, opened(officer, path), text="새 글.")
    nation = cast.draft("nation")
    section = draft_section(nation)
    assert isinstance(section, Nation)
    assert section.passages[0].text == "새 글."
    assert officer.get(f"/work/{PLAN}/nation/").status_code == 200


def test_a_figure_in_a_text_is_shown_with_how_it_came_to_be(jeju: Client) -> None:
    text = "사업비는 [[합계 도시=제주 | 억원]]이고 [[합계 도시=서울]]입니다."
    page = jeju.post(f"{DRAFT}preview/", {"text": text}).content.decode()
    assert '<span class="figure-value">120억원</span>' in page
    assert "figure-value wrong" in page
    assert "<details>" in page


def test_findings_stand_beside_what_they_are_about(cast: Cast, jeju: Client) -> None:
    fields = opened(jeju, f"{JOINT}gates/")
    assert cast.draft().head.number == int(fields["_base"][0])
    answer = sent(jeju, f"{JOINT}check/gates/", fields, gates__0__planned="2020-06-30")
    page = answer.content.decode()
    assert "money-before-gate" not in page  # its words are for people
    assert '<div id="found-gates" class="found" hx-swap-oob="true"><ul class="findings">' in page
    assert revisions(cast) == len(small_plan().sections)
