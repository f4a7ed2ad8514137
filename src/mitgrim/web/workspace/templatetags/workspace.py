"""Words of the workspace in templates: kinds of revisions, hearings and hand-ins, differences."""

from django import template

from mitgrim.plan import Label
from mitgrim.web.pages.words import named
from mitgrim.web.pages.words import say as say_in_python
from mitgrim.web.revisions.models import ProjectRow
from mitgrim.web.workspace import links
from mitgrim.web.workspace.money import signed

register = template.Library()


@register.simple_tag
def revision_kind(kind: str) -> str:
    """What made a revision."""
    return say_in_python(f"workspace.made-by.{kind}")


@register.simple_tag
def hearing_kind(kind: str) -> str:
    """Who was heard."""
    return say_in_python(f"revisions.hearing.{kind}")


@register.simple_tag
def hand_in_state(state: str) -> str:
    """What became of a hand-in."""
    return say_in_python(f"workspace.hand-in-state.{state}")


@register.simple_tag
def project_name(row: ProjectRow) -> str:
    """A project of a list: its number and its name."""
    return f"{row.number} {named(Label(ko=row.name_ko, en=row.name_en))}"


@register.simple_tag
def who_url(plan: str, place: str) -> str:
    """The page that says who wrote what stands at a place."""
    return links.who_url(plan, place)


@register.filter
def signed_amount(won: int) -> str:
    """A difference in a sentence, with its sign; nothing is the empty text."""
    return signed(won)


@register.filter
def author(name: str) -> str:
    """Who wrote a revision; what was brought in at the beginning has nobody."""
    return name or say_in_python("workspace.nobody")
