"""A site to try: the example plan, opened, and somebody to sign in as for every role."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings

from mitgrim.adoption.keys import make_key
from mitgrim.programmes import programmes
from mitgrim.web.environment import SEAL_FILE
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.services import open_workspace
from mitgrim.web.running.database import migrate
from mitgrim.web.running.demonstration.meetings import add_meetings
from mitgrim.web.running.demonstration.people import DemoPerson, add_demo_people
from mitgrim.web.running.demonstration.versions import publish_example
from mitgrim.web.running.demonstration.voices import add_voices
from mitgrim.web.running.refusals import RunningRefusal
from mitgrim.wording import Lang, Text

EXAMPLE: Final = "innovation-cities-2018"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The plan that was opened, and the people to sign in as."""

    plan: Text
    people: tuple[DemoPerson, ...]

    def rows(self, lang: Lang) -> list[tuple[str, str, str, str]]:
        """Login, password, role and name of each."""
        return [
            (own.login, own.password, said(f"running.role.{own.role}").in_(lang), own.name)
            for own in self.people
        ]


def make() -> Demonstration:
    """Fill an empty database with the example; raises RunningRefusal where it is not empty."""
    migrate()
    if Person.objects.exists() or Workspace.objects.exists():
        raise RunningRefusal("not-empty", table=Person._meta.label)
    plan = {name: make for own in programmes() for name, make in own.examples.items()}[EXAMPLE]()
    people = add_demo_people(plan)
    workspace = open_workspace(by=None, plan=plan, message=said("running.opened").ko)
    publish_example(workspace)
    add_voices(workspace, plan)
    add_meetings(workspace)
    return Demonstration(Text(workspace.name.ko, workspace.name.en or workspace.name.ko), people)


def make_seal_key() -> None:
    """A key in the folder of the site, so that adopting can be tried too."""
    make_key(settings.ENVIRONMENT.data / SEAL_FILE)
