"""What waits for officers, ministries and committees in the demonstration: all of it made up."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.procedure.consulting import open_round
from mitgrim.web.reviews.kinds import ItemKind
from mitgrim.web.reviews.services.docket import add_item
from mitgrim.web.reviews.services.members import add_seat, keep_committee
from mitgrim.web.reviews.services.sittings import call_sitting
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import national_branch
from mitgrim.web.running.demonstration.rows import rows

CITY: Final = "gyeongnam"
ASKED: Final = ("consulted", "institute")
DAYS: Final = 20
MEMBERS: Final = {"role": "member", "city": CITY}


@transaction.atomic
def add_meetings(workspace: Workspace) -> None:
    """A round that two bodies have to answer, and a city's committee that meets today."""
    _ask(workspace, Person.objects.get(login="officer"))
    _call(workspace, Person.objects.get(login="jinju-secretary"))


def _ask(workspace: Workspace, officer: Person) -> None:
    open_round(
        by=officer, workspace=workspace, title="부처 의견 듣기(예시)", days=DAYS,
        revision=national_branch(workspace).head, starts=timezone.localdate(),
        bodies=tuple(Organisation.objects.filter(id__in=ASKED)),
        letter="써 보기 위한 예시입니다. 계획안에 의견이 있으면 적어 주십시오.",
    )  # fmt: skip


def _call(workspace: Workspace, secretary: Person) -> None:
    today = timezone.localdate()
    body = secretary.organisation
    assert body is not None
    committee = keep_committee(
        by=secretary, workspace=workspace, section=CITY, ko=body.name_ko, en=body.name_en
    )
    logins = [row["login"] for row in rows("people") if MEMBERS.items() <= row.items()]
    for number, person in enumerate(Person.objects.filter(login__in=logins).order_by("login")):
        add_seat(
            by=secretary, committee=committee, person=person, chair=not number, valid_from=today
        )
    sitting = call_sitting(by=secretary, committee=committee, title="제1차 회의(예시)", day=today)
    add_item(by=secretary, sitting=sitting, kind=ItemKind.SECTION, title="경남 부문 계획안(예시)")
