"""The database's tables, and whether what they hold is sound."""

from collections.abc import Iterator

from django.core.management import call_command

from mitgrim.web.revisions.verifying import problems
from mitgrim.web.running.lists import rebuild_all
from mitgrim.web.running.refusals import RunningRefusal
from mitgrim.web.running.serving import waiting_migrations
from mitgrim.wording import Text


def migrate() -> int:
    """Bring the tables to this version; gives how many steps that took."""
    waiting = waiting_migrations()
    call_command("migrate", interactive=False, verbosity=0)
    return waiting


def verify() -> Iterator[Text]:
    """What is not as it was written."""
    must_be_migrated()
    return problems()


def rebuild() -> int:
    """Make all lists anew from the documents; gives how many."""
    must_be_migrated()
    return rebuild_all()


def must_be_migrated() -> None:
    """Raise RunningRefusal where the tables are of another version."""
    if waiting_migrations():
        raise RunningRefusal("not-migrated")
