"""What a consulted body says in a round: an opinion that answers it, until it is closed."""

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.web.opinions.kinds import OpinionSource
from mitgrim.web.opinions.models import Opinion
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.procedure.consulting import answer, close_round
from mitgrim.web.procedure.kinds import ReturnKind
from mitgrim.web.procedure.models import Invitation, Return, Round
from tests.web.cast import Cast
from tests.web.procedure.asking import asked, invitation_of, ministry, somebody_of

pytestmark = pytest.mark.django_db
SAID = "도로 사업의 보상비를 따로 적어 주십시오."


def asked_today(cast: Cast, *bodies: Organisation) -> Round:
    return asked(cast, *bodies, starts=timezone.localdate())


def page_of(own: Invitation) -> str:
    return f"/work/small-2018/rounds/{own.round_id}/bodies/{own.pk}/opinions/"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_first_opinion_of_a_body_is_its_answer_and_the_second_is_one_more(cast: Cast) -> None:
    roads = ministry("roads", "도로부")
    own, clerk = invitation_of(asked_today(cast, roads), roads), somebody_of(roads)
    client = client_of(clerk)
    assert client.post(page_of(own), {"place": "", "text": SAID}).status_code == 302
    assert client.post(page_of(own), {"place": "nation", "text": "또 하나."}).status_code == 302
    told = Opinion.objects.order_by("id")
    assert [(each.text, each.place, each.body) for each in told] == [
        (SAID, "", "도로부"), ("또 하나.", "nation", "도로부"),
    ]  # fmt: skip
    assert {(each.source, each.round, each.person, each.revision) for each in told} == {
        (OpinionSource.MINISTRY, own.round_id, clerk, own.round.revision)
    }
    assert [each.kind for each in Return.objects.all()] == [ReturnKind.OPINIONS]
    page = client.get(page_of(own)).content.decode()
    assert [each in page for each in (SAID, "또 하나.", "의견 있음")] == [True, True, True]


def test_an_officer_types_in_what_came_by_letter(cast: Cast) -> None:
    own = invitation_of(asked_today(cast), cast.consulted.organisation)
    sent = {"place": "", "text": SAID, "said_on": timezone.localdate().isoformat()}
    assert client_of(cast.officer).post(page_of(own), sent).status_code == 302
    told = Opinion.objects.get()
    assert (told.person, told.entered_by, told.said_on) == (
        None,
        cast.officer,
        timezone.localdate(),
    )


@pytest.mark.parametrize(("place", "text", "says"), [
    ("jeju/projects/nowhere", SAID, "계획에 그런 곳이 없습니다"),
    ("", "", "필수"),
    ("", "주민등록번호 900101-1234568", "주민등록번호"),
])  # fmt: skip
def test_what_can_not_be_taken_in_answers_nothing(
    cast: Cast, place: str, text: str, says: str
) -> None:
    own = invitation_of(asked_today(cast), cast.consulted.organisation)
    done = client_of(cast.consulted).post(page_of(own), {"place": place, "text": text})
    assert (done.status_code, says in done.content.decode()) == (422, True)
    assert (Opinion.objects.count(), Return.objects.count()) == (0, 0)


def test_nothing_is_said_after_the_round_is_closed(cast: Cast) -> None:
    round = asked_today(cast)
    own = invitation_of(round, cast.consulted.organisation)
    answer(by=cast.consulted, invitation=own, kind=ReturnKind.NIL)
    close_round(by=cast.officer, round=round)
    client = client_of(cast.consulted)
    done = client.post(page_of(own), {"place": "", "text": SAID})
    assert (done.status_code, "마감한 협의입니다" in done.content.decode()) == (422, True)
    assert "<textarea" not in client.get(page_of(own)).content.decode()
    assert Opinion.objects.count() == 0


def test_another_bodys_page_is_as_if_it_were_not_there(cast: Cast) -> None:
    roads = ministry("roads", "도로부")
    own = invitation_of(asked_today(cast, roads), roads)
    assert client_of(cast.consulted).get(page_of(own)).status_code == 404
    assert client_of(cast.researcher).get(page_of(own)).status_code == 403
