"""Committees for the tests: set up, called together, in their room, deciding."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from mitgrim.adoption.voting import Choice, Verdict
from mitgrim.plan import NATION, CityPlan, Label, Section, section_name
from mitgrim.web.people.kinds import RoleKind
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import add_person, give_role
from mitgrim.web.reviews.kinds import ItemKind
from mitgrim.web.reviews.models import Adoption, Committee, Item, Motion, Seat, Sitting
from mitgrim.web.reviews.refusals import ReviewRefusal
from mitgrim.web.reviews.services.adopting import adopt
from mitgrim.web.reviews.services.docket import add_item
from mitgrim.web.reviews.services.members import add_seat, keep_committee, keep_rule
from mitgrim.web.reviews.services.sittings import call_sitting, enter, open_sitting
from mitgrim.web.reviews.services.voting import Asked, cast_vote, close_vote, put
from mitgrim.web.revisions.kinds import RevisionKind
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import city_section, national_branch
from mitgrim.web.revisions.services import Saved, advance_plan, save_section
from tests.cast import JEJU_JOINT, JEJU_PARK
from tests.web.cast import Cast, with_project
from tests.web.procedure.asking import by_the_act

PARK = f"jeju/projects/{JEJU_PARK}"
JOINT = f"jeju/projects/{JEJU_JOINT}"
FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
DAY = timedelta(days=1)
BEFORE = Asked(text="공원의 이름을 바꿀 것", places=(PARK,))


def refused(reason: str) -> AbstractContextManager[Any]:
    """What is refused, by its reason."""
    return pytest.raises(ReviewRefusal, check=lambda error: error.reason == reason)


def keeper(cast: Cast, section: str) -> Person:
    """Who keeps the committee of a section."""
    return cast.officer if section == NATION else cast.jeju_secretary


def committee(
    cast: Cast, section: str = "jeju", *, deputies: bool = False, before_hand_in: bool = False
) -> Committee:
    """A section's committee without members; the nation's with a quorum that somebody set."""
    by = keeper(cast, section)
    own = keep_committee(
        by=by, workspace=by_the_act(cast), section=section, ko=f"{section} 위원회(예시)",
        deputies=deputies, before_hand_in=before_hand_in,
    )  # fmt: skip
    if section == NATION:
        keep_rule(
            by=by, committee=own, valid_from=date(2018, 1, 1), quorum=50, majority=50,
            source="예시 운영세칙 제5조",
        )  # fmt: skip
    return own


def somebody(login: str, name: str, kind: RoleKind = RoleKind.MEMBER) -> Person:
    """One more person of Jeju."""
    found = Person.objects.filter(login=login).first()
    if found is not None:
        return found
    made = add_person(by=None, login=login, name=name, password=None, mail=f"{login}@example.org")
    give_role(by=None, person=made, kind=kind, city="jeju")
    return made


def seated(cast: Cast, own: Committee, *, since: date | None = None) -> list[Seat]:
    """Three members: the committee member of the cast, who is in the chair, and two others."""
    people = [cast.member, somebody("second", "둘째 위원"), somebody("third", "셋째 위원")]
    return [
        add_seat(
            by=keeper(cast, own.section), committee=own, person=each, chair=each == cast.member,
            valid_from=since or timezone.localdate(),
        )
        for each in people
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A sitting that is open, its item, and the members, of whom the first ones are there."""

    by: Person
    committee: Committee
    sitting: Sitting
    item: Item
    seats: tuple[Seat, ...]

    def put(self, verdict: Verdict = Verdict.APPROVED, **more: object) -> Motion:
        """Put to the vote what to decide."""
        return put(by=self.by, item=self.item, verdict=verdict, **more)  # type: ignore[arg-type]

    def vote(self, motion: Motion, *choices: Choice | None) -> Motion:
        """The members vote in their order; None is silent."""
        for seat, choice in zip(self.seats, choices, strict=False):
            if choice is not None:
                cast_vote(by=seat.person, motion=motion, choice=choice)
        return motion

    def close(self, motion: Motion) -> Motion:
        """End a vote."""
        return close_vote(by=self.by, motion=motion)

    def decide(self, verdict: Verdict = Verdict.APPROVED, **more: object) -> Item:
        """All who are there decide."""
        there = [FOR for own in self.seats if own.presences.filter(left=None).exists()]
        self.close(self.vote(self.put(verdict, **more), *there))
        self.item.refresh_from_db()
        return self.item


def room(
    cast: Cast,
    section: str = "jeju",
    *,
    present: int = 3,
    own: Committee | None = None,
    kind: ItemKind | None = None,
    other_law: str = "",
) -> Room:
    """A committee in its room today, about its section as it stands."""
    own = own or committee(cast, section)
    by, seats = keeper(cast, section), list(own.seats.all()) or seated(cast, own)
    sitting = call_sitting(by=by, committee=own, title="제1차 회의", day=timezone.localdate())
    kind = kind or (ItemKind.PLAN if section == NATION else ItemKind.SECTION)
    item = add_item(by=by, sitting=sitting, kind=kind, title="계획안", other_law=other_law)
    open_sitting(by=by, sitting=sitting)
    for each in seats[:present]:
        enter(by=by, sitting=sitting, seat=each)
    sitting.refresh_from_db()
    return Room(by=by, committee=own, sitting=sitting, item=item, seats=tuple(seats))


def saved(cast: Cast, name: str = "고친 공원", *, id: str = JEJU_PARK) -> StoredRevision:
    """A revision of Jeju's draft that renames a project."""
    return _saved(cast, with_project(city_section(cast.draft()), id, name=Label(ko=name)))


def dearer(cast: Cast, percent: int, id: str = JEJU_PARK) -> StoredRevision:
    """A revision of Jeju's draft with one project at another price, in percent of what it was."""
    section = city_section(cast.draft())
    project = next(own for own in section.projects if own.id == id)
    money = tuple(replace(own, amount=own.amount * percent // 100) for own in project.money)
    return _saved(cast, with_project(section, id, money=money))


def _saved(cast: Cast, section: CityPlan) -> StoredRevision:
    branch = cast.draft()
    done = save_section(
        by=cast.jeju, branch=branch, base=branch.head, section=section, message="고침"
    )
    assert isinstance(done, Saved)
    return done.revision


def assembled(cast: Cast, section: Section | None = None) -> StoredRevision:
    """The plan with a section put into it, Jeju's draft as it stands unless another is given."""
    put_in = section or city_section(cast.draft())
    with transaction.atomic():
        return advance_plan(
            by=cast.officer, branch=national_branch(cast.workspace), parents=[],
            sections={section_name(put_in): put_in}, message="취합", kind=RevisionKind.ASSEMBLY,
        )  # fmt: skip


def adopted(cast: Cast, name: str = "첫 계획") -> Adoption:
    """The plan as it stands, approved by the national committee and adopted."""
    own = Committee.objects.filter(section=NATION).first()
    item = room(cast, NATION, own=own).decide()
    head = national_branch(cast.workspace).head
    return adopt(by=cast.officer, item=item, revision=head, name=name, decision="예시 의결 제1호")
