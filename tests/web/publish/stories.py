"""What the stories of publishing share: versions of the small plan, and moments."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mitgrim.plan import CityPlan, Label, Plan
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.services import publish
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import national_branch
from mitgrim.web.revisions.services import bring_in
from tests.cast import JEJU_PARK, small_plan
from tests.web.cast import Cast, with_project

SEOUL: Final = ZoneInfo("Asia/Seoul")
SIX: Final = datetime(2018, 8, 16, 6, 0, tzinfo=SEOUL)
EVENING: Final = datetime(2018, 8, 16, 12, 0, tzinfo=SEOUL)
ADOPTED: Final = datetime(2018, 10, 25, 9, 0, tzinfo=SEOUL)
MOMENT: Final = timedelta(seconds=1)
SECRET: Final = "아직비밀인공원"
TITLE: Final = "아직비밀인제목"


def published(
    cast: Cast,
    moment: datetime = SIX,
    *,
    revision: StoredRevision | None = None,
    channel: Channel = Channel.WEB,
    title: str = "예시 판",
) -> Publication:
    """A version that is public from a moment on, as if brought in from the past."""
    return publish(
        by=None,
        workspace=cast.workspace,
        revision=revision or national_branch(cast.workspace).head,
        channel=channel,
        moment=moment,
        title=Label(ko=title),
    )


def brought_in(cast: Cast, plan: Plan) -> StoredRevision:
    """A revision of another state of the plan."""
    return bring_in(by=None, workspace=cast.workspace, plan=plan, message="예시")


def with_park(name: str) -> Plan:
    """The small plan with Jeju's park under another name."""
    return changed("jeju", lambda own: with_project(own, JEJU_PARK, name=Label(ko=name)))


def changed(city: str, change: object) -> Plan:
    """The small plan with one city's section changed."""
    plan = small_plan()
    assert callable(change)
    return replace(
        plan, cities=tuple(change(own) if own.city.id == city else own for own in plan.cities)
    )


def without(id: str) -> Plan:
    """The small plan without a project, and without what names it."""

    def left(section: CityPlan) -> CityPlan:
        return replace(
            section,
            projects=tuple(
                replace(own, prerequisites=()) for own in section.projects if own.id != id
            ),
        )

    return changed("jeju", left)
