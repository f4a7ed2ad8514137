"""Who may open a page of debates: whoever may not learns nothing, not even that one exists."""

from django.http import Http404

from mitgrim.plan import NATION
from mitgrim.web.debate.models import Debate
from mitgrim.web.debate.queries import cities_of_debate, debates_of
from mitgrim.web.opinions.access import sections_for
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import Visitor, may
from mitgrim.web.revisions.models import Workspace


def plan_with(person: Visitor, plan: str, verb: str) -> tuple[Workspace, tuple[str, ...]]:
    """A plan, and for which of its sections somebody may do something; at least for one."""
    workspace = Workspace.objects.filter(pk=plan).first()
    sections = sections_for(person, workspace, verb) if workspace else ()
    if workspace is None or not sections:
        raise Http404
    return workspace, sections


def may_in(person: Visitor, debate: Debate, verb: str) -> bool:
    """Whether somebody may do something with a debate of their own section."""
    return may(person, verb, section=debate.section)


def cities_for(person: Visitor, debate: Debate, verb: str) -> tuple[str, ...]:
    """The cities of a debate for which somebody may do something."""
    return tuple(own for own in cities_of_debate(debate) if may(person, verb, section=own))


def debate_for(person: Person, plan: str, number: int, verb: str) -> Debate:
    """A debate that somebody may look after, or of one of whose cities they do."""
    rows = debates_of(Workspace(pk=plan)).select_related("workspace", "by")
    own = rows.filter(pk=number).first()
    if own is None:
        raise Http404
    whole = may_in(person, own, verb)
    of_a_city = own.section == NATION and verb in ("debate.read", "debate.paper")
    if not whole and not (of_a_city and cities_for(person, own, verb)):
        raise Http404
    return own
