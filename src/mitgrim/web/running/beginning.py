"""How a site begins: its first administrator, and the plans that are worked on."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from mitgrim.codec import read_plan
from mitgrim.web.pages.words import said
from mitgrim.web.people.accounts import password_link
from mitgrim.web.people.kinds import RoleKind
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import add_person, give_role
from mitgrim.web.revisions.services import open_workspace
from mitgrim.web.running.database import must_be_migrated
from mitgrim.wording import Text


@transaction.atomic
def administrator(login: str) -> str:
    """Make somebody administrator, new or known; gives the address to set a password at, once.

    Whoever reaches the machine's shell may do this, as they may read the database.
    """
    must_be_migrated()
    person = Person.objects.filter(login=login).first()
    if person is None:
        person = add_person(by=None, login=login, name=login, password=None)
    give_role(by=None, person=person, kind=RoleKind.ADMINISTRATOR)
    return f"{settings.ENVIRONMENT.address}{password_link(by=None, person=person)}"


def open_plan(folder: Path) -> Text:
    """Open the plan in a folder, to be worked on; gives its name."""
    must_be_migrated()
    workspace = open_workspace(by=None, plan=read_plan(folder), message=said("running.opened").ko)
    return Text(workspace.name_ko, workspace.name_en or workspace.name_ko)
