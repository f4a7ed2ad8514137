"""A change of the adopted plan: minor by both tests and the exception, and always the city's."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from mitgrim.plan import NATION, Label, Nation, totals
from mitgrim.web.reviews.kinds import ItemKind
from mitgrim.web.reviews.models import Adoption, Committee, Item
from mitgrim.web.reviews.queries import change_since_adoption
from mitgrim.web.reviews.services.adopting import adopt_minor
from mitgrim.web.reviews.services.sittings import close_sitting
from mitgrim.web.reviews.wording import minor_lines
from mitgrim.web.revisions.queries import manifest, national_branch, plan_of, section_of
from tests.cast import JEJU_JOINT
from tests.web.cast import Cast
from tests.web.reviews.story import adopted, assembled, dearer, refused, room, saved

LIMIT = 10  # percent, of the total and of each city: 시행령
pytestmark = pytest.mark.usefixtures("key")


def decided(cast: Cast, other_law: str = "") -> Item:
    """Jeju's committee approves the change that stands in the draft; the plan takes it."""
    own = Committee.objects.filter(section="jeju").first()
    there = room(cast, own=own, kind=ItemKind.CHANGE, other_law=other_law)
    item = there.decide()
    close_sitting(by=there.by, sitting=there.sitting)
    assembled(cast)
    assembled(cast, declaring(cast, costs(cast)["all"]))
    return item


def declaring(cast: Cast, won: int) -> Nation:
    """The national section with another total, which follows from the money of the cities."""
    nation = national(cast)
    (total,) = nation.declared
    return replace(nation, declared=(replace(total, value=Decimal(won) / 10**8),))


def national(cast: Cast) -> Nation:
    section = section_of(dict(manifest(national_branch(cast.workspace).head))[NATION])
    assert isinstance(section, Nation)
    return section


def minor(cast: Cast, items: Sequence[Item]) -> Adoption:
    return adopt_minor(
        by=cast.officer, workspace=cast.workspace, name="변경", decision="예시 의결 제2호",
        items=items,
    )  # fmt: skip


def costs(cast: Cast) -> dict[str, int]:
    """What the plan as assembled costs, in all and in Jeju."""
    found = totals(plan_of(manifest(national_branch(cast.workspace).head)))
    return {"all": found.total, "jeju": found.by_city["jeju"]}


@pytest.mark.parametrize("percent", [103, 112, 130, 90, 50])
def test_a_change_is_minor_where_both_tests_say_so(cast: Cast, percent: int) -> None:
    """The oracle is plain arithmetic on the sums of the plan before and after."""
    adopted(cast)
    before = costs(cast)
    dearer(cast, percent, JEJU_JOINT)
    item = decided(cast)
    after = costs(cast)
    within = all(abs(after[own] - before[own]) * 100 <= LIMIT * before[own] for own in before)
    assert before != after
    if within:
        assert minor(cast, [item]).item is None
    else:
        with refused("not-minor"):
            minor(cast, [item])
    assert Adoption.objects.count() == 1 + within


def test_the_figures_of_both_tests_are_said(cast: Cast) -> None:
    adopted(cast)
    dearer(cast, 200)
    decided(cast)
    now = manifest(national_branch(cast.workspace).head)
    test = change_since_adoption(cast.workspace, now, timezone.localdate())
    said = minor_lines(test, plan_of(now))
    assert said is not None
    assert (said.minor, len(said.cities)) == (False, 1)
    assert said.cities[0].ko.startswith("제주")
    assert "10.0%" in said.total.ko


def test_what_another_law_has_fixed_is_minor_whatever_it_costs(cast: Cast) -> None:
    adopted(cast)
    dearer(cast, 300)
    item = decided(cast, other_law="예시법 제1조에 따른 기본계획")
    assert minor(cast, [item]).before is not None


def test_a_minor_change_still_goes_to_the_citys_committee(cast: Cast) -> None:
    adopted(cast)
    with refused("nothing-changed"):
        minor(cast, [])
    saved(cast)
    assembled(cast)
    with refused("city-not-approved"):
        minor(cast, [])
    item = decided(cast)
    assembled(cast)
    saved(cast, "의결 뒤에 바뀐 이름")
    assembled(cast)
    with refused("city-not-approved"):
        minor(cast, [item])


def test_the_national_section_is_never_changed_by_the_way(cast: Cast) -> None:
    adopted(cast)
    saved(cast)
    item = decided(cast)
    assembled(cast, replace(national(cast), name=Label(ko="다른 이름")))
    with refused("nation-changed"):
        minor(cast, [item])


def test_there_is_no_change_before_there_is_a_plan(cast: Cast) -> None:
    with refused("nothing-adopted"):
        minor(cast, [])


def test_a_plan_of_no_programme_knows_no_minor_changes(cast: Cast) -> None:
    adopted(cast)
    saved(cast)
    item = decided(cast)
    cast.workspace.programme = ""
    cast.workspace.save()
    with refused("no-minor-change"):
        minor(cast, [item])
