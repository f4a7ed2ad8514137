"""The pages of committees: for whom they are, what they tell, and that nothing typed is lost."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from mitgrim.adoption.voting import Verdict
from mitgrim.codec import plan_files
from mitgrim.plan import NATION
from mitgrim.web.opinions.docket import on_docket
from mitgrim.web.people.models import Person
from mitgrim.web.reviews.models import Amendment, Committee, Motion
from mitgrim.web.reviews.services.conditions import meet
from mitgrim.web.reviews.services.docket import amend, declare
from mitgrim.web.reviews.services.members import add_seat
from mitgrim.web.reviews.services.sittings import close_sitting, write_minutes
from mitgrim.web.reviews.services.voting import put
from mitgrim.web.revisions.queries import city_section, manifest, plan_of
from mitgrim.web.workspace.docket import docket_parts
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, renamed
from tests.web.opinions.story import given, promised
from tests.web.reviews.story import (
    ABSTAIN,
    AGAINST,
    BEFORE,
    FOR,
    Room,
    adopted,
    assembled,
    committee,
    room,
    saved,
    seated,
    somebody,
)

AT = "/work/small-2018/committees/"


def opened(client: Client, person: Person, path: str, **more: Any) -> Any:
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client.get(path, **more)


def text(client: Client, person: Person, path: str) -> str:
    got = opened(client, person, path)
    assert (path, got.status_code) == (path, 200)
    return str(got.content.decode())


def amended(cast: Cast, there: Room) -> Amendment:
    section = renamed(city_section(cast.draft(), there.item.revision), JEJU_PARK, "수정된 이름")
    return amend(by=there.by, item=there.item, title="수정", section=section)


def test_a_member_sees_what_they_vote_on_and_a_member_of_nothing_learns_nothing(
    cast: Cast, client: Client
) -> None:
    there = room(cast)
    own = amended(cast, there)
    paths = [
        f"{AT}of/jeju/", f"{AT}sittings/{there.sitting.pk}/",
        f"{AT}sittings/{there.sitting.pk}/minutes/", f"{AT}items/{there.item.pk}/",
        f"{AT}items/{there.item.pk}/changes/", f"{AT}items/{there.item.pk}/files.zip",
        f"{AT}items/{there.item.pk}/book.pdf",
        f"{AT}items/{there.item.pk}/interests/add/", f"{AT}amendments/{own.pk}/",
    ]  # fmt: skip
    who = {"member": cast.member, "not yet": somebody("fourth", "넷째"), "ulsan": cast.ulsan}
    got = {
        name: {opened(client, each, path).status_code for path in paths}
        for name, each in who.items()
    }
    assert got == {"member": {200}, "not yet": {404}, "ulsan": {404}}
    keeps = [f"{AT}of/jeju/keep/", f"{AT}items/{there.item.pk}/decide/"]
    assert [opened(client, cast.member, path).status_code for path in keeps] == [404, 404]


def printed(client: Client, there: Room, path: str) -> str:
    """What a PDF says to a member, without the spaces: lines break anywhere."""
    got = opened(client, there.seats[0].person, f"{AT}{path}")
    assert got["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(got.content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def book_of(client: Client, there: Room) -> str:
    return printed(client, there, f"items/{there.item.pk}/book.pdf")


def test_a_committee_reads_its_citys_state_as_it_was_put_before_it(
    cast: Cast, client: Client
) -> None:
    ulsan = city_section(cast.draft("ulsan")).projects[0].name.ko.replace(" ", "")
    saved(cast, "심의할 공원")
    there = room(cast)
    saved(cast, "나중의 공원")
    book = book_of(client, there)
    assert [own in book for own in ("심의할공원", "나중의공원", ulsan)] == [True, False, False]
    assembled(cast)
    whole = book_of(client, room(cast, NATION))
    assert [own in whole for own in ("나중의공원", ulsan)] == [True, True]


def test_the_minutes_are_printed_with_all_that_the_record_holds(cast: Cast, client: Client) -> None:
    there = room(cast, present=2)
    amended(cast, there)
    declare(by=there.by, item=there.item, seat=there.seats[2], reason="토지를 가짐")
    own = there.item.amendments.get()
    there.close(there.vote(put(by=there.by, item=there.item, amendment=own), FOR, AGAINST))
    there.close(there.vote(there.put(Verdict.CONDITIONAL, conditions=[BEFORE]), FOR, FOR))
    write_minutes(by=there.by, sitting=there.sitting, minutes="위원장: 개의합니다.\n\n끝.")
    said = printed(client, there, f"sittings/{there.sitting.pk}/minutes.pdf")
    for line in (
        "회의록", "jeju위원회(예시)제1차회의", "위원회위원(위원장)", "셋째위원불참",
        "시행령제32조", "안건1.계획안", "토지를가짐", "수정안1:수정:부결",
        "찬성1,반대1", "조건부의결", BEFORE.text.replace(" ", ""), "위원장:개의합니다.", "끝.",
    ):  # fmt: skip
        assert line in said


def test_how_others_voted_is_shown_after_the_close_and_not_before(
    cast: Cast, client: Client
) -> None:
    there, page = room(cast), f"{AT}items/{{}}/"
    question = there.vote(there.put(), ABSTAIN, AGAINST)
    path = page.format(there.item.pk)
    before = text(client, there.seats[2].person, path)
    assert ("2명이 투표했습니다" in before, "<td>기권</td>" in before) == (True, False)
    assert "투표했습니다: 기권" in text(client, cast.member, path)
    there.close(there.vote(question, None, None, FOR))
    after = text(client, there.seats[2].person, path)
    assert [said in after for said in ("<td>기권</td>", "<td>반대</td>", "<td>찬성</td>")] == [
        True
    ] * 3


def test_an_item_tells_opinions_findings_and_how_far_it_is_from_the_adopted_plan(
    cast: Cast, client: Client, key: str
) -> None:
    adopted(cast)
    promised(cast, given(cast))
    given(cast, "다른 의견")
    there = room(cast)
    said = text(client, cast.jeju, f"{AT}items/{there.item.pk}/")
    for line in (
        "아직 보지 않은 의견 1건", "조치를 정했으나 마치지 않은 의견 1건",
        "계획을 막는 결과 0건", "확정한 계획 ‘첫 계획’과 견줍니다.", "경미한 변경인지",
    ):  # fmt: skip
        assert line in said


def test_who_may_not_read_opinions_is_told_how_many_and_not_where(cast: Cast) -> None:
    given(cast)
    branch = cast.draft()
    (part,) = [own for own in docket_parts() if own.says == "opinions.title"]
    assert [own.text.ko for own in part.lines(cast.member, branch, branch.head)] == [
        "아직 보지 않은 의견 1건"
    ]
    urls = [on_docket(own, branch, branch.head)[0].url for own in (cast.member, cast.jeju)]
    assert urls == ["", "/work/small-2018/opinions/?progress=open"]
    ulsan = cast.draft("ulsan")
    assert on_docket(cast.ulsan, ulsan, ulsan.head) == ()


def test_minutes_are_what_happened(cast: Cast, client: Client) -> None:
    there = room(cast, present=2)
    own = amended(cast, there)
    declare(by=cast.member, item=there.item, seat=there.seats[0], reason="토지 소유")
    there.close(there.vote(put(by=there.by, item=there.item, amendment=own), None, FOR))
    there.close(there.vote(there.put(Verdict.CONDITIONAL, conditions=[BEFORE]), None, FOR))
    close_sitting(by=there.by, sitting=there.sitting)
    write_minutes(by=there.by, sitting=there.sitting, minutes="둘째 위원이 물음.")
    said = text(client, there.seats[1].person, f"{AT}sittings/{there.sitting.pk}/minutes/")
    for line in (
        "위원회 위원 위원은 이해관계로 표결하지 않음: 토지 소유", "수정안 1: 수정", "가결",
        "이해관계로 표결하지 않음", "자리에 없음", "조건부 의결", BEFORE.text, "둘째 위원이 물음.",
        "재적 3명 가운데 2명 출석, 개의에 2명 필요", "재적위원 과반수 출석",
    ):  # fmt: skip
        assert line in said, line


def test_what_was_typed_stays_when_it_is_refused(cast: Cast, client: Client) -> None:
    own = committee(cast, NATION)
    client.force_login(cast.officer, "django.contrib.auth.backends.ModelBackend")
    told = {"valid_from": "2018-01-01", "quorum": 60, "majority": 55, "source": "  "}
    page: Any = client.post(f"{AT}of/nation/rule/", told)
    assert page.status_code == 422
    assert 'value="60"' in page.content.decode()
    assert own.rules.count() == 1
    there = room(cast, NATION, own=own)
    asked = {"verdict": "approved-with-conditions", "reason": "", "text_1": "고칠 것"}
    page = client.post(f"{AT}items/{there.item.pk}/decide/", asked)
    assert page.status_code == 422
    assert 'value="고칠 것"' in page.content.decode()
    assert not Motion.objects.exists()
    asked["place_1"] = f"jeju/projects/{JEJU_PARK}/money"
    assert client.post(f"{AT}items/{there.item.pk}/decide/", asked).status_code == 302
    (condition,) = Motion.objects.get().conditions
    assert condition == {"text": "고칠 것", "places": [asked["place_1"]], "first": False}


def test_an_amendment_comes_as_a_file_or_as_a_revision_and_not_as_rubbish(
    cast: Cast, client: Client
) -> None:
    there = room(cast)
    changed = saved(cast, "고쳐 온 공원")
    client.force_login(cast.jeju_secretary, "django.contrib.auth.backends.ModelBackend")
    path = f"{AT}items/{there.item.pk}/amendments/add/"
    told = {"title": "수정", "section": "jeju"}
    assert client.post(path, told).status_code == 422
    rubbish = SimpleUploadedFile("jeju.json", b"{]", "application/json")
    assert client.post(path, {**told, "file": rubbish}).status_code == 422
    assert not Amendment.objects.exists()
    assert client.post(path, {**told, "revision": changed.number}).status_code == 302
    section = renamed(city_section(cast.draft(), there.item.revision), JEJU_PARK, "파일의 공원")
    whole = plan_of(manifest(assembled(cast, section)))
    data = plan_files(whole)["cities/jeju.json"]
    file = SimpleUploadedFile("jeju.json", data, "application/json")
    got: Any = client.post(path, {**told, "file": file})
    assert got.status_code == 302, got.content.decode()[:2000]
    names = [
        next(
            p.name.ko
            for p in city_section(cast.draft(), own.revision).projects
            if p.id == JEJU_PARK
        )
        for own in Amendment.objects.order_by("number")
    ]
    assert names == ["고쳐 온 공원", "파일의 공원"]


@pytest.mark.parametrize("members", [0, 5])
def test_a_sitting_asks_the_database_as_often_for_many_members(
    cast: Cast, client: Client, members: int, django_assert_num_queries: Any
) -> None:
    own = committee(cast)
    seated(cast, own)
    for n in range(members):
        add_seat(
            by=cast.jeju_secretary, committee=own, person=somebody(f"m-{n}", f"위원 {n}"),
            valid_from=timezone.localdate(),
        )  # fmt: skip
    there = room(cast, own=own, present=3 + members)
    there.close(there.vote(there.put(), FOR, FOR, FOR, *[FOR] * members))
    client.force_login(cast.jeju_secretary, "django.contrib.auth.backends.ModelBackend")
    for path, queries in (
        (f"sittings/{there.sitting.pk}/", 15),
        (f"sittings/{there.sitting.pk}/minutes/", 17),
        ("of/jeju/", 12),
    ):
        with django_assert_num_queries(queries):
            assert client.get(f"{AT}{path}").status_code == 200


def test_the_list_asks_as_often_for_many_committees(
    cast: Cast, client: Client, django_assert_num_queries: Any
) -> None:
    committee(cast, NATION)
    client.force_login(cast.officer, "django.contrib.auth.backends.ModelBackend")
    with django_assert_num_queries(13):
        client.get(AT)
    for name in ("jeju", "ulsan"):
        own = committee(cast, name)
        add_seat(
            by=cast.officer, committee=own, person=cast.officer, valid_from=timezone.localdate()
        )
    assert Committee.objects.count() == 3
    with django_assert_num_queries(13):
        assert "ulsan 위원회(예시)" in client.get(AT).content.decode()


def test_a_condition_is_closed_on_its_page_and_said_on_the_item(cast: Cast, client: Client) -> None:
    there = room(cast)
    item = there.decide(Verdict.CONDITIONAL, conditions=[BEFORE])
    path = f"{AT}items/{item.pk}/"
    assert "남음" in text(client, cast.jeju, path)
    meet(by=there.by, condition=item.conditions.get(), revision=saved(cast))
    said = text(client, cast.jeju, path)
    assert ("이행함" in said, "제주 산업" in said or "제주" in said) == (True, True)
