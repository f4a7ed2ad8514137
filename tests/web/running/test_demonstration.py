"""The site to try: whole, sound, with somebody for every role, and made once."""

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from mitgrim.adoption.keys import read_key
from mitgrim.adoption.voting import Choice, Outcome, Verdict
from mitgrim.web.debate.models import Debate
from mitgrim.web.opinions.models import Opinion
from mitgrim.web.people.kinds import RoleKind
from mitgrim.web.people.models import Person
from mitgrim.web.procedure.consulting import answer
from mitgrim.web.procedure.kinds import ReturnKind
from mitgrim.web.procedure.models import Round
from mitgrim.web.reviews.models import Sitting
from mitgrim.web.reviews.services.sittings import enter, open_sitting
from mitgrim.web.reviews.services.voting import cast_vote, close_vote, put
from mitgrim.web.revisions.verifying import problems
from mitgrim.web.running.demonstration import make
from mitgrim.web.running.refusals import RunningRefusal
from mitgrim.wording import Lang
from tests.web.faults.living import environment
from tests.web.procedure.asking import invitation_of


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


def test_mitgrim_demo_makes_a_folder_that_can_be_served_and_seals(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    command = [sys.executable, "-m", "mitgrim.cli", "--lang", "en", "demo", str(folder)]
    done = subprocess.run(
        [*command, "--no-serve"], capture_output=True, text=True, check=True,
        env=environment(folder),
    )  # fmt: skip
    assert re.search(r"^jinju-secretary +\S+ +\S", done.stdout, re.MULTILINE)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    read_key(folder / "seal.key")  # refuses one that others can read


@pytest.mark.django_db
def test_its_committee_meets_today_and_decides() -> None:
    make()
    sitting = Sitting.objects.get()
    secretary = Person.objects.get(login="jinju-secretary")
    open_sitting(by=secretary, sitting=sitting)
    seats = list(sitting.committee.seats.all())
    for seat in seats:
        enter(by=secretary, sitting=sitting, seat=seat)
    question = put(by=secretary, item=sitting.items.get(), verdict=Verdict.APPROVED)
    for seat in seats:
        cast_vote(by=seat.person, motion=question, choice=Choice.FOR)
    assert close_vote(by=secretary, motion=question).outcome == Outcome.CARRIED


@pytest.mark.django_db
def test_a_ministry_is_asked_in_it_and_answers() -> None:
    make()
    own, round = Person.objects.get(login="consulted"), Round.objects.get()
    asked = invitation_of(round, own.organisation)
    assert answer(by=own, invitation=asked, kind=ReturnKind.NIL).received <= round.due


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
