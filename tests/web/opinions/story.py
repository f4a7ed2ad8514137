"""Opinions for the tests: given as residents give them, answered as planners answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from mitgrim.plan import CityPlan, Label
from mitgrim.web.opinions.anchoring import anchored
from mitgrim.web.opinions.answering import decide, group
from mitgrim.web.opinions.kinds import DispositionKind, OpinionSource, Who
from mitgrim.web.opinions.models import Disposition, Opinion, Segment
from mitgrim.web.opinions.services import moderate, receive, set_terms
from mitgrim.web.people.models import Person
from mitgrim.web.publish.models import Publication
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import city_section, national_branch
from mitgrim.web.revisions.services import Saved, save_section
from mitgrim.web.runs.models import Run
from mitgrim.web.runs.services import perform
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, project_of, with_project
from tests.web.publish.stories import published

PARK = f"jeju/projects/{JEJU_PARK}"
TOO_DEAR = "공원 사업비가 너무 큽니다. 절반으로 줄여 주세요."
LIST = "/work/small-2018/opinions/"
# Made up: the date is one, and the last digit follows from the others.
NUMBER = "900101-1234568"


def public_plan(cast: Cast) -> Publication:
    """The small plan as anyone may read it, since yesterday."""
    return published(cast, timezone.now() - timedelta(days=1))


def given(
    cast: Cast,
    text: str = TOO_DEAR,
    *,
    place: str = PARK,
    by: Person | None = None,
    name: str = "김하나",
    source: OpinionSource = OpinionSource.LETTER,
    revision: StoredRevision | None = None,
    said_on: date | None = None,
) -> Opinion:
    """An opinion on the park of Jeju, typed in by its planner unless it says otherwise."""
    held = revision or national_branch(cast.workspace).head
    by = by or cast.jeju
    return receive(
        by=by, workspace=cast.workspace, about=anchored(held, place, reader=by), text=text,
        source=source, name=name, said_on=said_on,
    )[0]  # fmt: skip


def shown(cast: Cast, *opinions: Opinion) -> None:
    """A moderator makes opinions public."""
    moderate(by=cast.moderator, opinions=opinions, show=True)


def part_of(opinion: Opinion) -> Segment:
    """The whole of an opinion as what is answered."""
    return opinion.segments.select_related("opinion", "disposition").get()


def promised(
    cast: Cast,
    *opinions: Opinion,
    places: Sequence[str] = (),
    kind: DispositionKind = DispositionKind.ACCEPTED,
) -> Disposition:
    """Opinions that Jeju's planner accepted together."""
    answer = group(by=cast.jeju, segments=[part_of(own) for own in opinions], title="사업비")
    return decide(
        by=cast.jeju, disposition=answer, kind=kind, reason="줄이겠습니다.", places=places
    )


def cheaper(section: CityPlan) -> CityPlan:
    """Jeju with half of the park's money."""
    park = next(own for own in section.projects if own.id == JEJU_PARK)
    money = tuple(replace(own, amount=own.amount // 2) for own in park.money)
    return with_project(section, JEJU_PARK, money=money)


def saved(cast: Cast, section: CityPlan, by: Person | None = None) -> StoredRevision:
    """A section saved in its city's draft."""
    branch = cast.draft(section.city.id)
    done = save_section(
        by=by or cast.jeju, branch=branch, base=branch.head, section=section, message="예산 줄임"
    )
    assert isinstance(done, Saved)
    return done.revision


def halved(cast: Cast) -> StoredRevision:
    """The revision that halves the money of the park."""
    return saved(cast, cheaper(city_section(cast.draft())))


def renamed_park(cast: Cast, name: str = "작은 공원") -> StoredRevision:
    """A revision that changes something else of the park."""
    return saved(cast, with_project(city_section(cast.draft()), JEJU_PARK, name=Label(ko=name)))


def put_back(cast: Cast) -> StoredRevision:
    """The revision that gives the park its money again."""
    before = city_section(cast.draft(), cast.draft().history.order_by("id")[0].revision)
    park = next(own for own in before.projects if own.id == JEJU_PARK)
    return saved(cast, with_project(city_section(cast.draft()), JEJU_PARK, money=park.money))


def money_of_the_park(cast: Cast) -> int:
    return project_of(cast.draft(), JEJU_PARK).amount()


def terms(cast: Cast, **stated: object) -> None:
    """What the officer says of giving opinions."""
    usual = {
        "open": True, "who": Who.RESIDENTS, "moderated": True, "a_day": 10,
        "a_day_from_an_address": 50, "kept_days": 1095,
    }  # fmt: skip
    set_terms(by=cast.officer, workspace=cast.workspace, **{**usual, **stated})  # type: ignore[arg-type]


def work() -> None:
    """A worker comes by and does what waits."""
    for run in Run.objects.filter(state="queued").order_by("id"):
        perform.call(run.pk)


def visit(client: Client, person: Person) -> Client:
    """Somebody signed in."""
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def address(opinion: Opinion, rest: str = "") -> str:
    """Where those who answer find an opinion."""
    return f"{LIST}o/{opinion.code}/{rest}"


def answer_address(answer: Disposition, rest: str = "") -> str:
    return f"{LIST}answers/{answer.pk}/{rest}"
