"""Reading runs: one's own, and nobody else's."""

from django.db.models import QuerySet

from mitgrim.plan import NATION
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import Visitor
from mitgrim.web.revisions.models import Branch, Workspace
from mitgrim.web.revisions.queries import city_section, readable
from mitgrim.web.runs.models import Result, Run
from mitgrim.wording import Text


def runs_of(person: Person) -> QuerySet[Run]:
    """What somebody asked for, the newest first."""
    return Run.objects.filter(person=person).select_related("branch__workspace", "revision")


def result_of(run: Run) -> Result | None:
    """What a run made, if it is still kept."""
    return Result.objects.filter(key=run.key).first()


def has_result(run: Run) -> bool:
    """Whether what a run made is still kept."""
    return Result.objects.filter(key=run.key).exists()


def open_to(person: Visitor) -> tuple[Branch, ...]:
    """The drafts that somebody may have a book made of, newest workspace first."""
    return tuple(own for each in Workspace.objects.all() for own in readable(person, each))


def draft_name(branch: Branch) -> Text:
    """A draft as lists name it: the plan, and the city."""
    plan = branch.workspace.name
    both = Text(plan.ko, plan.en or plan.ko)
    if branch.name == NATION:
        return said("runs.whole", plan=both)
    city = city_section(branch).city
    own = city.short or city.name
    return said("runs.of-city", plan=both, city=Text(own.ko, own.en or own.ko))
