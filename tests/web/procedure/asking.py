"""A round of consultation for the tests: two bodies and more are asked, at a time of one's choice."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mitgrim.law import Counting
from mitgrim.web.people.kinds import OrganisationKind, RoleKind
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.services import add_organisation, add_person, give_role
from mitgrim.web.procedure.consulting import open_round
from mitgrim.web.procedure.models import Invitation, Round
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import national_branch
from tests.web.cast import Cast

START = date(2018, 8, 20)  # a Monday
DUE = date(2018, 9, 10)  # 20 days later is a Sunday
DAY = timedelta(days=1)
PERMITS, PLAN = "consultation.permits", "consultation.plan"
SEOUL = ZoneInfo("Asia/Seoul")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SEOUL)


def ministry(id: str, name: str) -> Organisation:
    """One more ministry."""
    return add_organisation(by=None, id=id, kind=OrganisationKind.MINISTRY, ko=name)


def somebody_of(body: Organisation) -> Person:
    """Somebody who answers for a body."""
    person = add_person(
        by=None, login=f"{body.pk}-clerk", name=f"{body.name_ko} 담당", password=None,
        mail=f"{body.pk}@example.org", organisation=body,
    )  # fmt: skip
    give_role(by=None, person=person, kind=RoleKind.CONSULTED, organisation=body)
    return person


def by_the_act(cast: Cast) -> Workspace:
    """The small plan as one of the Act's, whose deadlines it then has."""
    cast.workspace.programme = "innovation-cities"
    cast.workspace.save()
    return cast.workspace


def asked(cast: Cast, *bodies: Organisation, **changes: Any) -> Round:
    """A round that asks the cast's ministry and others, by default with twenty days for them."""
    own = cast.consulted.organisation
    assert own is not None
    workspace = by_the_act(cast)
    values: dict[str, Any] = {
        "title": "1차 부처 협의", "starts": START, "basis": PERMITS, "counting": Counting.CALENDAR,
        "bodies": (own, *bodies), "revision": national_branch(workspace).head,
        "letter": "의견을 주시기 바랍니다.",
    }  # fmt: skip
    return open_round(by=cast.officer, workspace=workspace, **values | changes)


def invitation_of(round: Round, body: Organisation | None) -> Invitation:
    return round.invitations.get(organisation=body)
