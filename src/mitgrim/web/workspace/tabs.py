"""The pages of a draft beside one another: to write it, its history, its hand-in, its files."""

from dataclasses import dataclass

from django.urls import reverse

from mitgrim.plan import NATION
from mitgrim.web.pages.words import say
from mitgrim.web.workspace.links import draft_url


@dataclass(frozen=True, slots=True)
class Tab:
    """A page beside this one."""

    text: str
    url: str
    here: bool


def tabs_of(plan: str, section: str, here: str) -> list[Tab]:
    """The tabs of a draft; `here` is `draft`, `history`, `hand-in`, `files` or none of them."""
    args = (plan, section)
    found = [("draft", draft_url(*args)), ("history", reverse("workspace:history", args=args))]
    if section != NATION:
        found.append(("hand-in", reverse("workspace:hand-in", args=args)))
    found.append(("files", reverse("workspace:files", args=args)))
    if found[0][1] == found[1][1]:  # no page to write on in this installation
        found = found[1:]
    return [Tab(say(f"workspace.tab.{name}"), url, name == here) for name, url in found]
