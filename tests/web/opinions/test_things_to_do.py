"""What opinions expect of somebody stands in their own list."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from mitgrim.web.opinions.answering import assign, close
from mitgrim.web.opinions.kinds import DispositionKind
from mitgrim.web.opinions.services import appeal, moderate
from mitgrim.web.people.models import Person
from mitgrim.web.procedure.things_to_do import things_to_do
from tests.web.cast import Cast
from tests.web.opinions.story import LIST, given, part_of, promised, public_plan, shown, visit


def listed(person: Person) -> list[str]:
    return [own.text for own in things_to_do(person)]


def test_who_is_to_answer_is_told_how_much_and_until_when(cast: Cast, client: Client) -> None:
    first, second = (part_of(given(cast, text)) for text in ("공원이 큽니다.", "버스가 적습니다."))
    soon, late = (timezone.localdate() + timedelta(days=own) for own in (3, 9))
    assign(by=cast.jeju, segments=[first], assignee=cast.jeju_colleague, due=late)
    assign(by=cast.jeju, segments=[second], assignee=cast.jeju_colleague, due=soon)
    (own,) = things_to_do(cast.jeju_colleague)
    assert (own.text, own.due) == ("맡은 의견 2건에 답하기", soon)
    page = visit(client, cast.jeju_colleague).get(own.url).content.decode()
    assert [own in page for own in ("공원이 큽니다.", "버스가 적습니다.")] == [True, True]
    answer = promised(cast, first.opinion, kind=DispositionKind.NOTED)
    close(by=cast.jeju, disposition=answer)
    assert listed(cast.jeju_colleague) == ["맡은 의견 1건에 답하기"]


def test_a_moderator_is_told_what_waits_to_be_public(cast: Cast, client: Client) -> None:
    own = given(cast, revision=public_plan(cast).revision)
    moderate(by=cast.moderator, opinions=[own], show=False, reason="욕설")
    assert listed(cast.moderator) == []
    appeal(by=None, opinion=own, text="욕설이 아닙니다.")
    (found,) = things_to_do(cast.moderator)
    assert (found.text, found.url) == (
        "공개할지 볼 의견 1건 (두 도시 예시계획)", f"{LIST}moderation/",
    )  # fmt: skip
    assert listed(cast.officer) == []
    page = visit(client, cast.moderator).get("/work/").content.decode()
    assert re.findall(r'<a href="([^"]+)">공개할지', page) == [f"{LIST}moderation/"]
    assert "<h2>계획</h2>" not in page, "a moderator has none to work on"
    shown(cast, own)
    assert listed(cast.moderator) == []
