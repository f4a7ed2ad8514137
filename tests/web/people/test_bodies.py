"""A body that is renamed keeps its past."""

from datetime import date

import pytest
from django.utils import timezone

from mitgrim.web.people.kinds import OrganisationKind
from mitgrim.web.people.models import AuditEntry, Organisation
from mitgrim.web.people.organisations import rename
from mitgrim.web.people.queries import chain, known_as, organisations_on
from mitgrim.web.people.services import PeopleRefusal, add_organisation
from tests.web.cast import Cast

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2013, 3, 23), date(2020, 7, 1)


@pytest.fixture
def names(cast: Cast) -> list[Organisation]:
    """A body of the cast under three names."""
    body = cast.officer.organisation
    assert body is not None
    second = rename(by=cast.administrator, organisation=body, id="second", ko="둘째", on=FIRST)
    third = rename(by=cast.administrator, organisation=second, id="third", ko="셋째", on=SECOND)
    return [Organisation.objects.get(pk=own.pk) for own in (body, second, third)]


@pytest.mark.parametrize(
    ("day", "index"),
    [
        (date(2000, 1, 1), 0),
        (date(2013, 3, 22), 0),
        (date(2013, 3, 23), 1),
        (date(2020, 6, 30), 1),
        (date(2020, 7, 1), 2),
    ],
)
def test_a_body_has_the_name_of_the_day(names: list[Organisation], day: date, index: int) -> None:
    assert [known_as(own, day) for own in names] == [names[index]] * 3
    assert [own for own in organisations_on(day) if own in names] == [names[index]]


def test_every_name_tells_the_whole_chain(names: list[Organisation]) -> None:
    assert {chain(own) for own in names} == {tuple(names)}


def test_two_bodies_can_become_one(cast: Cast, names: list[Organisation]) -> None:
    other = add_organisation(by=None, id="other", kind=OrganisationKind.MINISTRY, ko="다른 부처")
    other.successor = names[2]
    other.save()
    assert set(chain(names[2])) == {*names, other}


def test_people_go_with_their_body(cast: Cast, names: list[Organisation]) -> None:
    cast.officer.refresh_from_db()
    assert cast.officer.organisation == names[2]
    renamed = AuditEntry.objects.filter(verb="organisation.rename").order_by("id")
    assert [(own.person, own.subject) for own in renamed] == [
        (cast.administrator, "ministry"),
        (cast.administrator, "second"),
    ]


def test_a_body_is_renamed_once_from_one_name(cast: Cast, names: list[Organisation]) -> None:
    today = timezone.localdate()
    with pytest.raises(PeopleRefusal, match="이미 이름이 바뀌었습니다"):
        rename(by=cast.administrator, organisation=names[0], id="x", ko="새", on=today)
    with pytest.raises(PeopleRefusal, match="2020-07-01부터"):
        rename(by=cast.administrator, organisation=names[2], id="x", ko="새", on=SECOND)
    future = date(today.year + 1, 1, 1)
    with pytest.raises(PeopleRefusal, match="아직 오지 않은 날"):
        rename(by=cast.administrator, organisation=names[2], id="x", ko="새", on=future)
