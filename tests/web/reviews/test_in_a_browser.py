"""The pages of committees in a browser: everybody can use them."""

from typing import Any

import pytest

from mitgrim.adoption.voting import Verdict
from mitgrim.plan import NATION
from mitgrim.web.people.models import Person
from mitgrim.web.reviews.models import Adoption, Committee, Item
from mitgrim.web.reviews.services.adopting import announce
from mitgrim.web.reviews.services.docket import amend, declare
from mitgrim.web.reviews.services.voting import Asked, put
from mitgrim.web.revisions.queries import city_section
from tests.cast import JEJU_JOINT, JEJU_PARK
from tests.web.cast import Cast, renamed
from tests.web.reviews.story import (
    AGAINST,
    BEFORE,
    FOR,
    JOINT,
    adopted,
    committee,
    room,
    saved,
)
from tests.web.visiting import BOTH_WAYS, DESK, Site, hindrances

AT = "/work/small-2018/committees/"


def furnished(cast: Cast) -> list[tuple[str, Person | None]]:
    """A plan that was adopted, with committees at work again, and the addresses of their pages."""
    own = adopted(cast)
    body = cast.consulted.organisation
    assert body is not None
    announce(
        by=cast.officer, adoption=own, notice="예시고시 제2026-1호", day=own.moment.date(),
        text="예시 고시문입니다.", bodies=[body],
    )  # fmt: skip
    there = room(cast, own=committee(cast, deputies=True))
    declare(by=there.by, item=there.item, seat=there.seats[2], reason="토지 소유")
    section = renamed(city_section(cast.draft(), there.item.revision), JEJU_PARK, "수정된 공원")
    amendment = amend(by=there.by, item=there.item, title="공원 이름", section=section)
    there.close(there.vote(put(by=there.by, item=there.item, amendment=amendment), FOR, AGAINST))
    amendment.refresh_from_db()
    later = approved_again(cast)
    saved(cast, "다른 이름", id=JEJU_JOINT)
    item, sitting, keeps = (
        f"{AT}items/{there.item.pk}/",
        f"{AT}sittings/{there.sitting.pk}/",
        there.by,
    )
    return [
        (AT, cast.officer), (f"{AT}change/", cast.officer), (f"{AT}of/jeju/", keeps),
        (f"{AT}of/jeju/keep/", keeps), (f"{AT}of/nation/rule/", cast.officer),
        (f"{AT}of/jeju/seats/add/", keeps), (f"{AT}of/jeju/seats/{there.seats[0].pk}/", keeps),
        (f"{AT}of/jeju/call/", keeps), (sitting, keeps), (f"{sitting}move/", keeps),
        (f"{sitting}send/{there.seats[0].pk}/", keeps), (f"{sitting}items/add/", keeps),
        (f"{sitting}minutes/", keeps), (f"{sitting}minutes/write/", keeps), (item, keeps),
        (item, cast.member), (f"{item}changes/", keeps), (f"{item}interests/add/", keeps),
        (f"{item}amendments/add/", keeps), (f"{AT}items/{later.pk}/decide/", cast.officer),
        (f"{AT}items/{own.item_id}/", cast.officer),
        (f"{AT}amendments/{amendment.pk}/", keeps),
        (f"{AT}items/{later.pk}/", cast.officer), (f"{AT}items/{later.pk}/adopt/", cast.officer),
        (f"{AT}items/{later.pk}/conditions/1/", cast.officer),
        (f"{AT}adoptions/{own.pk}/", cast.officer),
        (f"{AT}adoptions/{own.pk}/announce/", cast.officer),
        (f"{AT}adoptions/{own.pk}/correct/", cast.officer),
        ("/seal/", None), (f"/seal/{own.address}/", None),
    ]  # fmt: skip


def approved_again(cast: Cast) -> Item:
    """The nation's committee once more, which approved with two conditions."""
    there = room(cast, NATION, own=Committee.objects.get(section=NATION))
    asked = BEFORE, Asked(text="나중에 공동사업을 고칠 것", places=(JOINT,), first=False)
    return there.decide(Verdict.CONDITIONAL, conditions=asked)


@BOTH_WAYS
@pytest.mark.django_db(transaction=True)
def test_every_page_is_for_everybody(cast: Cast, site: Site, key: str, how: dict[str, Any]) -> None:
    pages = furnished(cast)
    assert Adoption.objects.count() == 1
    assert hindrances(site, pages, keyboard=how is DESK, **how) == {}
