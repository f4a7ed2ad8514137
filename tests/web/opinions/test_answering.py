"""Cutting, sharing out, grouping and answering opinions, by those who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.web.opinions.answering import assign, close, cut, group, ungroup
from mitgrim.web.opinions.kinds import DispositionKind, Progress
from mitgrim.web.opinions.models import Disposition, Opinion, Segment
from mitgrim.web.opinions.queries import Reach, Wanted, answerers, segments_of, suggested, terms_of
from mitgrim.web.opinions.services import OpinionRefusal, moderate
from mitgrim.web.people.models import AuditEntry, Person
from tests.cast import JEJU_PARK
from tests.web.cast import Cast
from tests.web.opinions.story import (
    LIST,
    PARK,
    TOO_DEAR,
    address,
    answer_address,
    given,
    halved,
    part_of,
    promised,
    public_plan,
    shown,
    terms,
    visit,
)
from tests.web.opinions.test_giving import query, sent

LONG = "공원이 너무 비쌉니다. 버스 노선을 늘려 주세요.\n도서관도 필요합니다."
ULSAN = "ulsan"
JEJU = Reach(sections=("jeju",), drafts=("jeju",))


def parts(opinion: Opinion) -> list[str]:
    return [own.text.strip() for own in opinion.segments.order_by("start")]


def test_a_long_opinion_is_cut_and_each_part_is_answered_by_itself(cast: Cast) -> None:
    own = given(cast, LONG)
    bus, library = LONG.index("버스"), LONG.index("도서관")
    cut(by=cast.jeju, opinion=own, starts=[bus, library])
    assert parts(own) == [
        "공원이 너무 비쌉니다.",
        "버스 노선을 늘려 주세요.",
        "도서관도 필요합니다.",
    ]
    assert "".join(part.text for part in own.segments.order_by("start")) == LONG
    second = own.segments.get(start=bus)
    due = timezone.localdate() + timedelta(days=3)
    assign(by=cast.jeju, segments=[second], assignee=cast.jeju_colleague, due=due)
    group(by=cast.jeju, segments=[second])
    cut(by=cast.jeju, opinion=own, starts=[bus, library, library + len("도서관도 ")])
    kept = own.segments.get(start=bus)
    assert (kept.assignee, kept.due, kept.progress) == (cast.jeju_colleague, due, Progress.GROUPED)
    assert parts(own)[2:] == ["도서관도", "필요합니다."]
    with pytest.raises(OpinionRefusal):
        cut(by=cast.jeju, opinion=own, starts=[library])
    assert len(parts(own)) == 4


def test_what_is_grouped_is_not_cut(cast: Cast) -> None:
    own = given(cast, LONG)
    group(by=cast.jeju, segments=[part_of(own)])
    with pytest.raises(OpinionRefusal) as refusal:
        cut(by=cast.jeju, opinion=own, starts=[LONG.index("버스")])
    assert refusal.value.reason == "cut-answered"
    assert parts(own) == [LONG]


def test_only_who_may_answer_is_asked_to(cast: Cast) -> None:
    assert set(answerers("jeju")) == {
        cast.jeju, cast.jeju_colleague, cast.jeju_editor, cast.officer,
    }  # fmt: skip
    own = part_of(given(cast))
    with pytest.raises(OpinionRefusal) as refusal:
        assign(by=cast.jeju, segments=[own], assignee=cast.ulsan, due=None)
    assert refusal.value.reason == "no-answerer"


def test_like_opinions_are_suggested_and_a_person_decides(cast: Cast, client: Client) -> None:
    texts = (TOO_DEAR, "공원 사업비 너무 큽니다 절반으로 줄여주세요", "버스를 늘려 주세요")
    made = [given(cast, text) for text in texts]
    found, whole = suggested(cast.workspace, JEJU)
    assert [{own.opinion for own in likes.segments} for likes in found] == [{made[0], made[1]}]
    assert whole
    page = visit(client, cast.jeju).get(f"{LIST}alike/").content.decode()
    assert "비슷한 의견 2건" in page
    assert Disposition.objects.count() == 0
    client.post(f"{LIST}together/", {"s": [part_of(own).pk for own in made[:2]]})
    assert Disposition.objects.get().segments.count() == 2
    assert suggested(cast.workspace, JEJU)[0] == ()


def test_several_are_answered_at_once(cast: Cast, client: Client) -> None:
    made = [given(cast, f"서로 다른 글 {n}") for n in range(3)]
    chosen = [part_of(own).pk for own in made[:2]]
    data = {"s": chosen, "kind": "not_accepted", "reason": "예산이 없습니다.", "title": "예산"}
    visit(client, cast.jeju).post(f"{LIST}together/", data)
    answer = Disposition.objects.get()
    assert (answer.progress, answer.title, answer.reason) == (
        Progress.CLOSED, "예산", "예산이 없습니다.",
    )  # fmt: skip
    assert [part_of(own).progress for own in made] == [
        Progress.CLOSED, Progress.CLOSED, Progress.OPEN,
    ]  # fmt: skip


def test_an_answer_without_a_reason_is_none(cast: Cast, client: Client) -> None:
    own = given(cast)
    data = {"s": [part_of(own).pk], "kind": "noted", "reason": " "}
    page = visit(client, cast.jeju).post(f"{LIST}together/", data, follow=True)
    assert "까닭을 적으세요." in page.content.decode()


def test_opinions_on_two_cities_are_not_answered_together(cast: Cast, client: Client) -> None:
    public_plan(cast)
    jeju, ulsan = given(cast), given(cast, "울산에 대한 글", place=ULSAN, by=cast.officer)
    data = {"s": [part_of(jeju).pk, part_of(ulsan).pk]}
    page = visit(client, cast.officer).post(f"{LIST}together/", data, follow=True)
    assert "여러 도시의 의견은 함께 묶을 수 없습니다." in page.content.decode()
    assert Disposition.objects.count() == 0


def test_a_group_with_nothing_in_it_goes(cast: Cast) -> None:
    own, other = given(cast), given(cast, "다른 글")
    first = group(by=cast.jeju, segments=[part_of(own)])
    group(by=cast.jeju, segments=[part_of(own), part_of(other)])
    assert not Disposition.objects.filter(pk=first.pk).exists()
    for one in (own, other):
        ungroup(by=cast.jeju, segment=part_of(one))
    assert Disposition.objects.count() == 0


def test_the_whole_way_in_pages(cast: Cast, client: Client) -> None:
    public_plan(cast)
    own = given(cast)
    visit(client, cast.jeju)
    went = client.post(f"{LIST}together/", {"s": [part_of(own).pk], "title": "사업비"})
    answer = Disposition.objects.get()
    assert went["Location"] == answer_address(answer)
    decided = {"kind": "accepted", "reason": "줄이겠습니다.", "places": [PARK]}
    client.post(answer_address(answer, "decide/"), decided)
    first = cast.draft().head.number
    early = client.post(answer_address(answer, "close/"), {"revision": first}, follow=True)
    assert "의견보다 먼저 저장되었습니다" in early.content.decode()
    revision = halved(cast)
    page = client.get(answer_address(answer)).content.decode()
    assert "✓ 바꿈" in page
    done = client.post(answer_address(answer, "close/"), {"revision": revision.number}, follow=True)
    assert "조치를 마쳤습니다." in done.content.decode()
    shown(cast, own)
    client.logout()
    public = client.get(f"/opinions/{own.code}/").content.decode()
    assert "줄이겠습니다." in public
    assert "이 의견으로 바뀐 내용" in public
    assert f"{revision.number}판" in public
    again = visit(client, cast.jeju).post(answer_address(answer, "decide/"), decided, follow=True)
    assert "마친 조치는 고칠 수 없습니다." in again.content.decode()


def test_what_is_not_closed_is_not_told_to_anybody(cast: Cast, client: Client) -> None:
    public_plan(cast)
    own = given(cast)
    shown(cast, own)
    promised(cast, own)
    halved(cast)
    page = client.get(f"/opinions/{own.code}/").content.decode()
    assert "줄이겠습니다." not in page
    assert "검토하고 있습니다." in page
    assert "이 대상은 그 뒤로 바뀌지 않았습니다." in page
    planner = visit(client, cast.jeju).get(address(own)).content.decode()
    assert "이 대상은 그 뒤로 바뀌었습니다." in planner


def test_a_planner_of_another_city_answers_nothing_and_sees_nothing(
    cast: Cast, client: Client
) -> None:
    own = given(cast, "제주의 비밀 의견")
    answer = promised(cast, own)
    visit(client, cast.ulsan)
    assert "제주의 비밀 의견" not in client.get(LIST).content.decode()
    for path in (address(own), answer_address(answer)):
        assert client.get(path).status_code == 404
    for path, data in (
        (address(own, "cut/"), {}), (address(own, "arrange/"), {}),
        (answer_address(answer, "decide/"), {"kind": "noted", "reason": "글"}),
        (answer_address(answer, "close/"), {}),
        (answer_address(answer, f"out/{part_of(own).pk}/"), {}),
    ):  # fmt: skip
        assert (path, client.post(path, data).status_code) == (path, 404)
    page = client.post(f"{LIST}together/", {"s": [part_of(own).pk]}, follow=True)
    assert "고른 의견이 없습니다." in page.content.decode()
    answer.refresh_from_db()
    assert answer.kind == "accepted"


def test_who_reads_does_not_answer(cast: Cast, client: Client) -> None:
    public_plan(cast)
    own = given(cast)
    answer = promised(cast, own)
    for person in (cast.researcher, cast.moderator, cast.jeju_secretary):
        visit(client, person)
        assert (person.login, client.get(address(own)).status_code) == (person.login, 200)
        for path in (f"{LIST}together/", answer_address(answer, "close/")):
            assert (person.login, client.post(path).status_code) == (person.login, 404)


def test_the_list_is_searched_and_filtered(cast: Cast) -> None:
    first = given(cast, "공원이 좁습니다", name="김하나")
    second = given(cast, "버스가 없습니다", place="jeju")
    promised(cast, first)
    due = timezone.localdate() - timedelta(days=1)
    assign(by=cast.jeju, segments=[part_of(second)], assignee=cast.jeju, due=due)

    def found(**wanted: Any) -> list[Opinion]:
        rows = segments_of(cast.workspace, JEJU, Wanted(**wanted))
        return [own.opinion for own in rows]

    assert found() == [second, first]
    assert found(query="공원") == [first]
    assert found(query="ㅂㅅㄱ") == [second]
    assert found(query=first.code) == [first]
    assert found(query="김하나") == []
    assert found(place=PARK) == [first]
    assert found(place=f"jeju/projects/{JEJU_PARK[:-1]}") == []
    assert found(progress="open") == [second]
    assert found(progress="decided") == [first]
    assert found(kind="accepted") == [first]
    assert found(assignee=cast.jeju.pk) == [second]
    assert found(overdue=True) == [second]
    assert found(source="web") == []
    assert found(section="ulsan") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_opinion_as_for_three(
    cast: Cast, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    made = [given(cast, f"글 {n}") for n in range(count)]
    promised(cast, *made)
    visit(client, cast.jeju).get(LIST)
    with django_assert_num_queries(12):
        client.get(LIST)


def test_thousands_are_paged(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    first = given(cast)
    rows = [
        Opinion(**{
            own.attname: getattr(first, own.attname) for own in Opinion._meta.concrete_fields
            if own.name not in ("id", "code", "receipt")
        }, code=f"jeju-o-{n}")
        for n in range(3_000)
    ]  # fmt: skip
    saved = Opinion.objects.bulk_create(rows, batch_size=500)
    Segment.objects.bulk_create(
        (Segment(opinion=own, start=0, end=len(own.text), place=own.place) for own in saved),
        batch_size=500,
    )
    visit(client, cast.jeju).get(LIST)
    with django_assert_num_queries(12):
        page = client.get(LIST, {"page": "7"})
    assert page.content.decode().count('name="s"') == 50
    with django_assert_num_queries(12):
        assert client.get(f"{LIST}table/", {"page": "31"}).status_code == 200


def test_a_moderator_shows_hides_and_looks_again(cast: Cast, client: Client) -> None:
    public_plan(cast)
    own = given(cast)
    queue = f"{LIST}moderation/"
    visit(client, cast.moderator)
    assert TOO_DEAR in client.get(queue).content.decode()
    no_reason = client.post(queue, {"s": [own.pk], "hide": "1"})
    assert "까닭을 적으세요." in no_reason.content.decode()
    client.post(queue, {"s": [own.pk], "hide": "1", "reason": "다른 사람을 헐뜯음"})
    own.refresh_from_db()
    assert (own.state, own.state_reason) == ("hidden", "다른 사람을 헐뜯음")
    assert TOO_DEAR not in client.get(queue).content.decode()
    told = AuditEntry.objects.get(verb="opinion.hide")
    assert (told.person, told.detail) == (cast.moderator, {"reason": "다른 사람을 헐뜯음"})


def test_an_author_reads_why_and_asks_for_another_look_once(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    receipt = sent(visit(client, cast.resident), query(version))["Location"]
    own = Opinion.objects.get()
    moderate(by=cast.moderator, opinions=[own], show=False, reason="광고로 보임")
    assert "광고로 보임" in client.get(receipt).content.decode()
    client.post(receipt, {"appeal": "광고가 아닙니다."})
    again = client.post(receipt, {"appeal": "한 번 더"}, follow=True)
    assert "다시 보아 달라고 할 의견이 아닙니다." in again.content.decode()
    queue = visit(client, cast.moderator).get(f"{LIST}moderation/").content.decode()
    assert "광고가 아닙니다." in queue
    client.post(f"{LIST}moderation/", {"s": [own.pk], "show": "1"})
    own.refresh_from_db()
    assert (own.state, own.appealed, own.appeal) == ("shown", None, "광고가 아닙니다.")


def test_nobody_moderates_what_they_said(cast: Cast) -> None:
    own = given(cast)
    Opinion.objects.update(person=cast.moderator)
    own.refresh_from_db()
    with pytest.raises(OpinionRefusal):
        moderate(by=cast.moderator, opinions=[own], show=True)


def test_only_a_moderator_moderates(cast: Cast, client: Client) -> None:
    given(cast)
    for person in Person.objects.exclude(pk=cast.moderator.pk):
        status = visit(client, person).get(f"{LIST}moderation/").status_code
        assert (person.login, status) == (person.login, 404)


def test_the_officer_says_what_holds(cast: Cast, client: Client) -> None:
    data = {"open": "on", "who": "anyone", "a_day": 3, "a_day_from_an_address": 9, "kept_days": 90}
    assert visit(client, cast.officer).post(f"{LIST}terms/", data).status_code == 302
    now = terms_of(cast.workspace)
    assert (now.who, now.moderated, now.a_day, now.kept_days) == ("anyone", False, 3, 90)
    assert visit(client, cast.jeju).post(f"{LIST}terms/", data).status_code == 404


def test_links_come_as_a_file_once_and_work(cast: Cast, client: Client) -> None:
    public_plan(cast)
    ends = (timezone.localdate() + timedelta(days=9)).isoformat()
    data = {"section": "jeju", "purpose": "설명회", "count": 2, "ends": ends}
    made = visit(client, cast.jeju).post(f"{LIST}invitations/", data)
    _, *lines = made.getvalue().decode("utf-8-sig").splitlines()
    assert len(set(lines)) == 2
    client.logout()
    assert client.get(lines[0].removeprefix("http://testserver")).status_code == 200
    page = visit(client, cast.jeju).get(f"{LIST}invitations/").content.decode()
    assert "설명회" in page
    assert not any(own.rpartition("invited/")[2] in page for own in lines)
    assert visit(client, cast.ulsan).post(f"{LIST}invitations/", data).status_code == 422


def test_closing_answers_every_opinion_of_the_group(cast: Cast, client: Client) -> None:
    public_plan(cast)
    terms(cast, moderated=False)
    made = [given(cast, f"글 {n}") for n in range(2)]
    close(by=cast.jeju, disposition=promised(cast, *made, kind=DispositionKind.NOTED))
    for own in made:
        assert "줄이겠습니다." in client.get(f"/opinions/{own.code}/").content.decode()


def test_an_opinion_on_a_draft_is_as_closed_as_the_draft(cast: Cast, client: Client) -> None:
    public_plan(cast)
    own = given(cast, "초안에 대한 글", revision=cast.draft().head)
    shown(cast, own)
    answer = promised(cast, own)
    assert own.draft == "jeju"
    for person in Person.objects.all():
        reads = person in {
            cast.jeju, cast.jeju_colleague, cast.jeju_editor, cast.jeju_secretary,
        }  # fmt: skip
        visit(client, person)
        for path in (address(own), answer_address(answer)):
            assert (person.login, client.get(path).status_code == 200) == (person.login, reads)
        for path in (LIST, f"{LIST}table/", f"{LIST}moderation/", "/opinions/"):
            said = "초안에 대한 글" in client.get(path).content.decode()
            assert (person.login, path, said) == (
                person.login, path, reads and path in (LIST, f"{LIST}table/"),
            )  # fmt: skip
    client.logout()
    assert client.get(f"/opinions/{own.code}/").status_code == 404


def test_an_opinion_on_the_assembled_plan_is_read_by_the_city_and_the_ministry(
    cast: Cast, client: Client
) -> None:
    own = given(cast)
    assert own.draft == "nation"
    for person in (cast.jeju, cast.officer, cast.researcher):
        assert visit(client, person).get(address(own)).status_code == 200
    for person in (cast.ulsan, cast.moderator):
        assert visit(client, person).get(address(own)).status_code == 404
