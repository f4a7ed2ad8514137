"""Giving opinions: what is taken in from whom, and what is refused with nothing stored."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.web.opinions.anchoring import AnchorRefusal, anchored, readable_revision
from mitgrim.web.opinions.kinds import Moderation, OpinionSource, Who
from mitgrim.web.opinions.models import Opinion
from mitgrim.web.opinions.services import OpinionRefusal, invite, receive, revoke_invitations
from mitgrim.web.people.models import AuditEntry
from mitgrim.web.publish.models import Publication
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import national_branch
from tests.web.cast import Cast
from tests.web.opinions.story import (
    NUMBER,
    PARK,
    TOO_DEAR,
    given,
    halved,
    public_plan,
    terms,
    visit,
)
from tests.web.publish.stories import SECRET, brought_in, published, with_park

NEW = "/opinions/new/"


def query(version: Publication, place: str = PARK) -> str:
    return f"{NEW}?version={version.address}&place={place}"


def sent(client: Client, url: str, text: str = TOO_DEAR, **more: str) -> Any:
    return client.post(url, {"text": text, "name": "김하나", "agreed": "on", **more})


def test_a_resident_gives_an_opinion_on_a_project_and_comes_back_to_it(
    cast: Cast, client: Client
) -> None:
    version = public_plan(cast)
    page = visit(client, cast.resident).get(f"/projects/{PARK.rpartition('/')[2]}/")
    assert f'{query(version).replace("&", "&amp;")}"' in page.content.decode()
    assert "제주 정주 예시사업" in client.get(query(version)).content.decode()
    done = sent(client, query(version))
    own = Opinion.objects.get()
    assert (own.place, own.revision, own.person) == (PARK, version.revision, cast.resident)
    assert (own.state, own.source, own.section) == (Moderation.WAITING, "web", "jeju")
    assert own.segments.get().text == TOO_DEAR
    receipt = client.get(done["Location"]).content.decode()
    assert TOO_DEAR in receipt
    assert "운영자 확인을 기다립니다" in receipt
    client.logout()
    assert client.get(done["Location"]).status_code == 200


def test_an_opinion_is_not_public_until_a_moderator_looked_at_it(
    cast: Cast, client: Client
) -> None:
    version = public_plan(cast)
    sent(visit(client, cast.resident), query(version))
    own = Opinion.objects.get()
    client.logout()
    assert client.get(f"/opinions/{own.code}/").status_code == 404
    assert TOO_DEAR not in client.get("/opinions/").content.decode()
    terms(cast, moderated=False)
    sent(visit(client, cast.resident), query(version), "바로 보이는 글")
    client.logout()
    assert "바로 보이는 글" in client.get("/opinions/").content.decode()


def forged(cast: Cast, version: Publication) -> list[str]:
    hidden = cast.draft().head.digest[:12]
    later = published(
        cast, timezone.now() + timedelta(days=1), revision=brought_in(cast, with_park(SECRET))
    )
    places = ("jeju/projects/jeju-p-222222", "busan", f"{PARK}/owner", "jeju/" + "x" * 500, "../")
    addresses = (hidden, later.address, "0" * 12)
    return [query(version, place) for place in places] + [
        f"{NEW}?version={own}&place={PARK}" for own in addresses
    ]


def test_forged_anchors_are_refused_and_tell_nothing(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    visit(client, cast.resident)
    for url in forged(cast, version):
        for got in (client.get(url), sent(client, url)):
            assert (url, got.status_code) == (url, 404)
            assert SECRET not in got.content.decode()
    assert Opinion.objects.count() == 0


def test_a_draft_is_no_place_for_who_may_not_read_it(cast: Cast) -> None:
    secret = halved(cast)
    for person in (cast.resident, cast.ulsan, cast.stranger, None):
        assert readable_revision(person, cast.workspace, secret.number) is None
    assert readable_revision(cast.jeju, cast.workspace, secret.number) == secret


def test_places_that_are_there_are_taken_and_others_are_not(cast: Cast) -> None:
    head = national_branch(cast.workspace).head
    for place in (
        "",
        "jeju",
        "nation",
        PARK,
        f"{PARK}/money",
        f"{PARK}/point",
        "nation/passages/aim",
    ):
        assert anchored(head, place).anchor.place == place
    for place in (
        "seoul",
        "jeju/",
        f"{PARK}/no-field",
        "jeju/projects/x",
        "/",
        "nation/passages/x",
    ):
        with pytest.raises(AnchorRefusal):
            anchored(head, place)
    with pytest.raises(AnchorRefusal):
        anchored(StoredRevision.objects.filter(number=0).first(), PARK)


def test_a_citys_revision_holds_no_place_of_another(cast: Cast) -> None:
    with pytest.raises(AnchorRefusal):
        anchored(cast.draft().head, "ulsan", reader=cast.jeju)


def test_a_passage_is_quoted_as_it_stands_or_not_at_all(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    visit(client, cast.resident)
    url = query(version, "nation/passages/aim/text")
    assert sent(client, url, quote="지어낸 문장").status_code == 422
    assert sent(client, url, quote="글.").status_code == 302
    assert Opinion.objects.get().quote == "글."


@pytest.mark.parametrize("where", ["text", "name"])
def test_a_resident_registration_number_is_refused_before_anything_is_stored(
    cast: Cast, client: Client, where: str
) -> None:
    version = public_plan(cast)
    visit(client, cast.resident)
    got = sent(client, query(version), **{where: f"저는 {NUMBER}입니다"})
    assert got.status_code == 422
    assert "주민등록번호가 있어 저장하지 않았습니다" in got.content.decode()
    assert Opinion.objects.count() == 0
    told = repr(list(AuditEntry.objects.values_list("detail", "subject")))
    assert NUMBER not in told


def test_a_script_in_an_opinion_is_text_on_every_page(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    script = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    terms(cast, moderated=False)
    done = sent(visit(client, cast.resident), query(version), script, name=script)
    own = Opinion.objects.get()
    staff = visit(Client(), cast.jeju)
    list_ = "/work/small-2018/opinions/"
    for who, path in (
        (client, done["Location"]), (client, "/opinions/"), (client, f"/opinions/{own.code}/"),
        (client, "/opinions/mine/"), (staff, list_), (staff, f"{list_}o/{own.code}/"),
        (staff, f"{list_}table/"),
    ):  # fmt: skip
        text = who.get(path).content.decode()
        assert (path, "<script>alert" in text, "<img src=x" in text) == (path, False, False)


def test_a_flood_ends_at_so_many_a_day(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    terms(cast, a_day=3)
    visit(client, cast.resident)
    got = [sent(client, query(version), f"서로 다른 글 {n}").status_code for n in range(5)]
    assert got == [302, 302, 302, 422, 422]
    assert Opinion.objects.count() == 3
    Opinion.objects.update(received=timezone.now() - timedelta(days=1))
    assert sent(client, query(version), "다음 날의 글").status_code == 302


def test_who_has_no_account_is_counted_by_address(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    terms(cast, who=Who.ANYONE, a_day=2)

    def post(address: str, text: str) -> int:
        data = {"text": text, "agreed": "on"}
        return int(client.post(query(version), data, REMOTE_ADDR=address).status_code)

    assert [post("192.0.2.1", f"글 {n}") for n in range(3)] == [302, 302, 422]
    assert post("192.0.2.2", "다른 곳의 글") == 302
    kept = set(Opinion.objects.values_list("address", flat=True))
    assert len(kept) == 2
    assert all("192.0.2" not in own for own in kept)


def test_one_address_gives_no_more_than_is_allowed_with_many_accounts(
    cast: Cast, client: Client
) -> None:
    version = public_plan(cast)
    terms(cast, a_day_from_an_address=1)
    assert sent(visit(client, cast.resident), query(version)).status_code == 302
    assert sent(visit(client, cast.institution), query(version), "다른 글").status_code == 422


def test_the_same_text_twice_is_found_whatever_its_spaces(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    visit(client, cast.resident)
    sent(client, query(version))
    again = sent(client, query(version), f"  {TOO_DEAR.replace(' ', '')}!! ")
    assert again.status_code == 422
    assert Opinion.objects.get().code in again.content.decode()
    other = sent(visit(client, cast.institution), query(version))
    assert other.status_code == 302
    newest = Opinion.objects.order_by("-id")[0]
    page = visit(client, cast.jeju).get(f"/work/small-2018/opinions/o/{newest.code}/")
    assert "같은 글이 1건 더 있습니다." in page.content.decode()


def test_only_residents_give_opinions_unless_the_terms_say_anyone(
    cast: Cast, client: Client
) -> None:
    version = public_plan(cast)
    assert sent(client, query(version)).status_code == 403
    for person in (cast.stranger, cast.jeju, cast.member):
        assert sent(visit(client, person), query(version)).status_code == 403
    client.logout()
    terms(cast, who=Who.ANYONE)
    assert sent(client, query(version)).status_code == 302
    terms(cast, open=False)
    assert sent(visit(client, cast.resident), query(version), "글").status_code == 403
    assert Opinion.objects.count() == 1


def test_a_link_lets_a_resident_without_an_account_speak(cast: Cast, client: Client) -> None:
    public_plan(cast)
    ends = timezone.localdate() + timedelta(days=1)
    one, other = invite(
        by=cast.jeju, workspace=cast.workspace, section="jeju", purpose="설명회", ends=ends, count=2
    )
    terms(cast, a_day=1)
    path = f"/opinions/invited/{one}/?place={PARK}"
    assert sent(client, path).status_code == 302
    assert sent(client, path, "두 번째 글").status_code == 422
    assert sent(client, f"/opinions/invited/{other}/", "다른 주민의 글").status_code == 302
    assert {own.section for own in Opinion.objects.all()} == {"jeju"}
    revoke_invitations(by=cast.jeju, workspace=cast.workspace, section="jeju", purpose="설명회")
    for path in (f"/opinions/invited/{other}/", "/opinions/invited/made-up/"):
        assert sent(client, path, "늦은 글").status_code == 404


def test_a_link_that_has_ended_leads_nowhere(cast: Cast, client: Client) -> None:
    public_plan(cast)
    yesterday = timezone.localdate() - timedelta(days=1)
    (secret,) = invite(
        by=cast.jeju, workspace=cast.workspace, section="jeju", purpose="지난 모임", ends=yesterday
    )
    assert client.get(f"/opinions/invited/{secret}/").status_code == 404


def test_the_secret_of_one_opinion_opens_no_other(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    first = sent(visit(client, cast.resident), query(version), "첫째 비밀 글")["Location"]
    second = sent(visit(client, cast.institution), query(version), "둘째 비밀 글")["Location"]
    client.logout()
    assert "둘째 비밀 글" not in client.get(first).content.decode()
    client.post(first, {"withdraw": "1"})
    assert [own.withdrawn is None for own in Opinion.objects.order_by("id")] == [False, True]
    made_up = second[:-6] + "AAAAA/"
    assert client.get(made_up).status_code == 404
    assert client.post(made_up, {"withdraw": "1"}).status_code == 404
    code = Opinion.objects.get(person=cast.institution).code
    assert visit(client, cast.resident).get(f"/opinions/{code}/").status_code == 404


def test_an_opinion_is_taken_back_until_it_is_answered(cast: Cast, client: Client) -> None:
    version = public_plan(cast)
    terms(cast, moderated=False)
    done = sent(visit(client, cast.resident), query(version))["Location"]
    code = Opinion.objects.get().code
    assert client.get(f"/opinions/{code}/").status_code == 200
    client.post(done, {"withdraw": "1"})
    client.logout()
    assert client.get(f"/opinions/{code}/").status_code == 404
    listed = visit(client, cast.jeju).get("/work/small-2018/opinions/")
    assert code not in listed.content.decode()


def test_a_ministry_gives_opinions_through_its_round(cast: Cast) -> None:
    held = national_branch(cast.workspace).head
    own, _ = receive(
        by=cast.consulted, workspace=cast.workspace, about=anchored(held, PARK), text="협의 의견",
        source=OpinionSource.MINISTRY, on_behalf_of="예시부", round=7, typed=False,
    )  # fmt: skip
    assert (own.body, own.round, own.person, own.entered_by) == ("예시부", 7, cast.consulted, None)
    assert own.who == "예시부"


@pytest.mark.parametrize(("text", "reason"), [("   ", "empty"), ("가" * 10_001, "too-long")])
def test_nothing_and_too_much_are_refused(cast: Cast, text: str, reason: str) -> None:
    with pytest.raises(OpinionRefusal) as refusal:
        given(cast, text)
    assert refusal.value.reason == reason


def test_nobody_spoke_tomorrow(cast: Cast) -> None:
    with pytest.raises(OpinionRefusal) as refusal:
        given(cast, said_on=timezone.localdate() + timedelta(days=1))
    assert refusal.value.reason == "said-in-future"
