"""A task force for the tests: its members, a meeting, and what was agreed there."""

from dataclasses import replace
from datetime import date

from mitgrim.plan import Label, Nation, Stage
from mitgrim.programmes.innovation_cities.procedure import forum
from mitgrim.web.people.models import Person
from mitgrim.web.procedure.models import Item, Meeting
from mitgrim.web.procedure.services import add_member, keep_item, keep_meeting
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import draft_section, national_branch
from mitgrim.web.revisions.services import Saved, save_section
from tests.web.cast import Cast

DAY = date(2018, 9, 3)


def task_force(cast: Cast) -> Meeting:
    """The ministry's officer, the researcher and a planner in Jeju, after their first meeting."""
    for person in (cast.officer, cast.researcher, cast.jeju):
        add_member(by=cast.officer, workspace=cast.workspace, person=person)
    body = cast.jeju.organisation
    assert body is not None
    return keep_meeting(
        by=cast.officer, workspace=cast.workspace, title="첫 회의", held=date(2018, 8, 20),
        place="세종", attended=[body], minutes="예시 회의록입니다.",
    )  # fmt: skip


def item(cast: Cast, owner: Person, due: date = DAY, title: str = "자료 정리") -> Item:
    """Something to do."""
    return keep_item(by=cast.officer, workspace=cast.workspace, title=title, owner=owner, due=due)


def with_stages(cast: Cast, *stages: Stage) -> Branch:
    """The plan with these stages of its procedure."""
    branch = national_branch(cast.workspace)
    section = replace(draft_section(branch), stages=stages)
    saved = save_section(
        by=cast.officer, branch=branch, base=branch.head, section=section, message="절차"
    )
    assert isinstance(saved, Saved)
    return national_branch(cast.workspace)


def hand_in_until(day: date) -> Stage:
    """The stage that ends with the cities' hand-in."""
    return Stage(id="hand-in", number=4, name=Label(ko="제출", en="Hand-in"), ends=day)


def with_forum(cast: Cast) -> Branch:
    """The plan with the forum of 16 August 2018, as the programme of innovation cities has it."""
    branch = national_branch(cast.workspace)
    section = replace(_nation(branch), forums=(forum(),))
    saved = save_section(
        by=cast.officer, branch=branch, base=branch.head, section=section, message="토론회"
    )
    assert isinstance(saved, Saved)
    return national_branch(cast.workspace)


def without_forums(cast: Cast) -> None:
    """The plan without any forum."""
    branch = national_branch(cast.workspace)
    section = replace(_nation(branch), forums=())
    save_section(by=cast.officer, branch=branch, base=branch.head, section=section, message="")


def _nation(branch: Branch) -> Nation:
    section = draft_section(branch)
    assert isinstance(section, Nation)
    return section
