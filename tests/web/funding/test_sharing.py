"""A link shows one scenario to who has it, until it ends; offers show each city its own part."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Scenario, SharedLink
from mitgrim.web.funding.services import offer, revoke, share
from mitgrim.web.people.models import AuditEntry
from tests.web.cast import Cast
from tests.web.funding.story import address, answered, asked, asked_about, visit


def shared(cast: Cast, scenario: Scenario, days: int = 7) -> str:
    """A link as its receiver has it."""
    ends = timezone.localdate() + timedelta(days=days)
    _, secret = share(by=cast.officer, scenario=scenario, purpose="본위원회", ends=ends)
    return f"/shared/{secret}/"


def test_whoever_has_the_link_reads_the_scenario_without_signing_in(
    cast: Cast, client: Client
) -> None:
    own = answered(cast.officer, cast.draft("nation"), "", "본안")
    got = client.get(shared(cast, own))
    assert got.status_code == 200
    assert (got["X-Robots-Tag"], got["Cache-Control"]) == ("noindex, nofollow", "private, no-store")
    text = got.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in text
    assert "본안" in text
    assert "제주 정주 예시사업 2" in text


def test_the_link_leads_to_nothing_else(cast: Cast, client: Client) -> None:
    own = answered(cast.officer, cast.draft("nation"), "", "본안")
    answered(cast.officer, cast.draft("nation"), "delay: 1\n", "다른 비밀")
    path = shared(cast, own)
    text = client.get(path).content.decode()
    assert "다른 비밀" not in text
    assert re.findall(r'href="(/(?:work|runs|people)[^"]*)"', text) == []
    assert client.get(address(own)).status_code == 302
    assert client.post(path).status_code == 405


def test_who_has_the_link_moves_the_slider_where_it_was_computed(
    cast: Cast, client: Client
) -> None:
    own = answered(cast.officer, cast.draft("nation"))
    path = shared(cast, own)
    assert client.get(f"{path}sensitivity/national/").status_code == 404
    asked_about(own, Question.SENSITIVITY, source="national")
    assert f"{path}sensitivity/national/" in client.get(path).content.decode()
    page = client.get(f"{path}sensitivity/national/", {"step": "80"})
    assert "예산 −20%" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_a_link_that_was_revoked_has_ended_or_never_was_is_not_there(
    cast: Cast, client: Client
) -> None:
    own = answered(cast.officer, cast.draft("nation"))
    revoked, ended, today = (shared(cast, own, days) for days in (7, 7, 0))
    newest, second, first = SharedLink.objects.all()
    revoke(by=cast.officer, link=first)
    SharedLink.objects.filter(pk=second.pk).update(ends=timezone.localdate() - timedelta(days=1))
    paths = (revoked, ended, today, "/shared/nobody/", f"/shared/{newest.digest}/")
    assert [client.get(path).status_code for path in paths] == [404, 404, 200, 404, 404]


def test_the_secret_is_kept_nowhere(cast: Cast) -> None:
    own = answered(cast.officer, cast.draft("nation"))
    secret = shared(cast, own).split("/")[2]
    kept = [*SharedLink.objects.values_list(), *AuditEntry.objects.values_list()]
    assert secret not in repr(kept)


def test_an_officer_makes_a_link_that_is_shown_once(cast: Cast, client: Client) -> None:
    own = answered(cast.officer, cast.draft("nation"))
    visit(client, cast.officer)
    day = timezone.localdate() + timedelta(days=3)
    made = client.post(address(own, "links/"), {"purpose": "본위원회", "ends": day.isoformat()})
    found = re.search(r'value="http://testserver(/shared/[^"]+/)"', made.content.decode())
    assert found
    assert Client().get(found[1]).status_code == 200
    assert found[1] not in client.get(address(own, "links/")).content.decode()
    link = SharedLink.objects.get()
    client.post(address(own, f"links/{link.pk}/revoke/"))
    assert Client().get(found[1]).status_code == 404
    verbs = AuditEntry.objects.filter(verb__startswith="funding.").values_list("verb", flat=True)
    assert list(verbs) == ["funding.revoke", "funding.share", "funding.scenario"]


@pytest.mark.parametrize("days", [-1, 366])
def test_a_link_ends_within_a_year(cast: Cast, client: Client, days: int) -> None:
    own = answered(cast.officer, cast.draft("nation"))
    day = timezone.localdate() + timedelta(days=days)
    sent = {"purpose": "본위원회", "ends": day.isoformat()}
    answer = visit(client, cast.officer).post(address(own, "links/"), sent)
    assert (answer.status_code, SharedLink.objects.count()) == (422, 0)


def test_only_who_may_share_does(cast: Cast, client: Client) -> None:
    whole = answered(cast.officer, cast.draft("nation"))
    jeju = answered(cast.jeju, cast.draft("jeju"))
    for person, own, status in (
        (cast.researcher, whole, 403), (cast.jeju, jeju, 403), (cast.jeju_secretary, jeju, 403),
        (cast.jeju_editor, jeju, 200), (cast.officer, jeju, 404), (cast.ulsan_editor, jeju, 404),
    ):  # fmt: skip
        visit(client, person)
        assert (person.login, client.get(address(own, "links/")).status_code) == (
            person.login, status,
        )  # fmt: skip
        assert client.post(address(own, "links/999/revoke/")).status_code in (403, 404)


def test_a_scenario_without_an_answer_is_not_offered(cast: Cast, client: Client) -> None:
    own = asked(cast.officer, cast.draft("nation"))
    back = visit(client, cast.officer).post(address(own, "offer/"), follow=True)
    assert "반영할 답이 없습니다" in back.content.decode()
    own.refresh_from_db()
    assert own.offered is None


def test_an_offer_is_listed_for_who_writes_a_draft_and_the_scenario_stays_hidden(
    cast: Cast, client: Client
) -> None:
    own = answered(cast.officer, cast.draft("nation"), "", "정부안")
    visit(client, cast.jeju)
    assert "정부안" not in client.get("/work/small-2018/funding/").content.decode()
    offer(by=cast.officer, scenario=own)
    text = client.get("/work/small-2018/funding/").content.decode()
    assert address(own, "adopt/jeju/") in text
    assert address(own, "adopt/ulsan/") not in text
    assert client.get(address(own)).status_code == 404
    for person in (cast.researcher, cast.jeju):
        answer = visit(client, person).post(address(own, "offer/")).status_code
        assert answer in (403, 404)
