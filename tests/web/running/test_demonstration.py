"""The site to try: whole, sound, with somebody for every role, and made once."""

import pytest

from mitgrim.web.people.kinds import RoleKind
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.verifying import problems
from mitgrim.web.running.demonstration import make
from mitgrim.web.running.refusals import RunningRefusal
from mitgrim.wording import Lang


@pytest.mark.django_db
def test_the_demonstration_is_sound_and_has_somebody_for_every_role() -> None:
    made = make()
    assert list(problems()) == []
    assert {own.role for own in made.people} == set(RoleKind)
    login, password, *_ = made.rows(Lang.KO)[0]
    assert Person.objects.get(login=login).check_password(password)
    assert len({own.password for own in made.people}) == len(made.people)
    with pytest.raises(RunningRefusal):
        make()
