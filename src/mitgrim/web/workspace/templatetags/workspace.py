"""Words of the workspace in templates: kinds of revisions, hearings and hand-ins, differences."""

from typing import Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mitgrim.web.pages.words import named
from mitgrim.web.pages.words import say as say_in_python
from mitgrim.web.revisions.models import ProjectRow
from mitgrim.web.workspace import links
from mitgrim.web.workspace.money import Cell, Row, signed
from mitgrim.web.workspace.tabs import Tab, tabs_of

register = template.Library()
CHANGED: Final = (
    '<td class="n"><span class="was"><span class="visually-hidden">{} </span>{}</span>'
    '<span class="is"><span class="visually-hidden">{} </span>{}</span>'
    '<span class="by {}"><span class="visually-hidden">{} </span>{}</span></td>'
)


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
    return f"{named(row.number)} {named(row.name)}"


@register.inclusion_tag("workspace/_tabs.html")
def draft_tabs(plan: str, section: str, here: str) -> dict[str, list[Tab]]:
    """`{% draft_tabs workspace.id branch.name "draft" %}`: the tabs of a draft, for other apps."""
    return {"tabs": tabs_of(plan, section, here)}


@register.simple_tag
def who_url(plan: str, place: str) -> str:
    """The page that says who wrote what stands at a place."""
    return links.who_url(plan, place)


@register.simple_tag
def money_cells(row: Row, whole: str = "") -> SafeString:
    """The cells of a row of money and its total; of a record that came or went, one amount each.

    Written here, for a page of comparisons has thousands of them.
    """
    cells = [*row.cells, row.total]
    if whole in ("added", "removed"):
        plain = ((own.after if whole == "added" else own.before,) for own in cells)
        return format_html_join("", '<td class="n">{}</td>', plain)
    said = [say_in_python(f"workspace.{own}") for own in ("before", "after", "difference")]
    return format_html_join("", "{}", ((_cell(own, said),) for own in cells))


def _cell(own: Cell, said: list[str]) -> SafeString:
    if not own.tone:
        return format_html('<td class="n">{}</td>', own.after)
    before, after, difference = said
    return format_html(
        CHANGED, before, own.before, after, own.after, own.tone, difference, own.difference
    )


@register.filter
def signed_amount(won: int) -> str:
    """A difference in a sentence, with its sign; nothing is the empty text."""
    return signed(won)


@register.filter
def author(name: str) -> str:
    """Who wrote a revision; what was brought in at the beginning has nobody."""
    return name or say_in_python("workspace.nobody")
