"""The site to try: whole, sound, with somebody for every role, and made once."""

import pytest
from django.test import Client

from mitgrim.web.debate.models import Debate
from mitgrim.web.opinions.models import Opinion
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


@pytest.mark.django_db
def test_what_residents_say_in_it_is_made_up_and_says_so(client: Client) -> None:
    make()
    said = [own.text.startswith("예시 의견입니다.") for own in Opinion.objects.all()]
    assert said == [True] * 6
    assert [own.example for own in Debate.objects.all()] == [True, True]
    voting, over = Debate.objects.all()
    assert "투표" in client.get(f"/debates/{voting.pk}/").content.decode()
    results = client.get(f"/debates/{over.pk}/results/").content.decode()
    assert "의견 지도" in results, "its groups hold"
    assert results.count("의견 무리") > 3, "in each of three cities too"
