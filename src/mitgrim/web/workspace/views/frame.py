"""What the pages of a draft share: where one is, and the tabs between them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mitgrim.plan import NATION
from mitgrim.web.pages.words import named, say
from mitgrim.web.revisions.models import Branch, Workspace
from mitgrim.web.workspace.links import draft_url
from mitgrim.web.workspace.queries import context
from mitgrim.web.workspace.wording import Names, branch_text, names_in


@dataclass(frozen=True, slots=True)
class Tab:
    """A page beside this one."""

    text: str
    url: str
    here: bool


def names_around(branch: Branch) -> Names:
    """The names of the plan that a draft is read in."""
    return names_in(context(branch))


def plan_frame(workspace: Workspace, *crumbs: tuple[str, str]) -> dict[str, Any]:
    """The header and the path of a page of a whole plan."""
    first = (say("workspace.nav.mine"), reverse("workspace:mine"))
    own = (named(workspace.name), reverse("workspace:overview", args=(workspace.id,)))
    return {"workspace": workspace, "crumbs": [first, own, *crumbs]}


def draft_frame(
    branch: Branch, names: Names, here: str, *crumbs: tuple[str, str]
) -> dict[str, Any]:
    """The header, the path and the tabs of a page of a draft."""
    plan = branch.workspace_id
    title = branch_text(branch.name, names)
    own = (title, draft_url(plan, branch.name))
    frame = plan_frame(branch.workspace, own, *crumbs)
    return {**frame, "branch": branch, "section_title": title, "tabs": _tabs(branch, here)}


def _tabs(branch: Branch, here: str) -> list[Tab]:
    args = (branch.workspace_id, branch.name)
    found = [("draft", draft_url(*args)), ("history", reverse("workspace:history", args=args))]
    if branch.name != NATION:
        found.append(("hand-in", reverse("workspace:hand-in", args=args)))
    found.append(("files", reverse("workspace:files", args=args)))
    if found[0][1] == found[1][1]:  # no page to write on in this installation
        found = found[1:]
    return [Tab(say(f"workspace.tab.{name}"), url, name == here) for name, url in found]
