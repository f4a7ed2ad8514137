"""What happens in the stories of the workspace: edits, hearings, a hand-in."""

from dataclasses import replace
from datetime import date

from mitgrim.plan import FundingLine, FundingSource, Phase, Project, Use, mint
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.handing_in import hand_in, record_hearing
from mitgrim.web.revisions.kinds import HearingKind
from mitgrim.web.revisions.models import HandIn
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import Saved, save_section
from tests.cast import EOK, EXAMPLE, JEJU_JOINT, JEJU_PARK, joint_project
from tests.web.cast import Cast, with_project

PLAN = "small-2018"
DAY = date(2018, 9, 3)
MARKER = "제주만의 비밀 초안"


def save(cast: Cast, by: Person, message: str = "", city: str = "jeju", **changes: object) -> Saved:
    """One edit of the park, saved by somebody."""
    branch = cast.draft(city)
    section = with_project(city_section(branch), JEJU_PARK, **changes)
    done = save_section(by=by, branch=branch, base=branch.head, section=section, message=message)
    assert isinstance(done, Saved)
    return done


def described(cast: Cast) -> Saved:
    """The planner rewords the park's description."""
    text = f"바닷가 공원 예시사업. {MARKER}"
    return save(cast, cast.jeju, "설명을 다시 씀", description=text)


def paid(cast: Cast) -> Saved:
    """Her colleague moves the park's money: more from the province, a year later."""
    money = (
        line(2020, FundingSource.NATIONAL, Use.STUDY, 5),
        line(2021, FundingSource.MUNICIPAL, Use.EQUIPMENT, 30),
        line(2022, FundingSource.PROVINCIAL, Use.EQUIPMENT, 40),
    )
    return save(cast, cast.jeju_colleague, "사업비를 고침", money=money)


def line(year: int, source: FundingSource, use: Use, eok: int) -> FundingLine:
    return FundingLine(year=year, source=source, phase=Phase.PLANNED, use=use, amount=eok * EOK)


def added(cast: Cast, n: int = 1) -> Saved:
    """The planner adds projects like the joint one."""
    branch = cast.draft()
    section = city_section(branch)
    new = tuple(like_joint(number) for number in range(n))
    done = save_section(
        by=cast.jeju, branch=branch, base=branch.head, message="사업을 더함",
        section=replace(section, projects=(*section.projects, *new)),
    )  # fmt: skip
    assert isinstance(done, Saved)
    return done


def like_joint(number: int) -> Project:
    joint = joint_project()
    name = replace(joint.name, ko=f"제주 산업 예시사업 {number + 3}")
    return replace(
        joint, id=mint("jeju", "p"), name=name, gates=(), shares=(), prerequisites=(),
        provenance=EXAMPLE,
    )  # fmt: skip


def removed(cast: Cast) -> Saved:
    """The planner takes the park out."""
    branch = cast.draft()
    section = city_section(branch)
    left = tuple(own for own in section.projects if own.id == JEJU_JOINT)
    done = save_section(
        by=cast.jeju, branch=branch, base=branch.head, message="공원을 뺌",
        section=replace(section, projects=left),
    )  # fmt: skip
    assert isinstance(done, Saved)
    return done


def heard(cast: Cast, *kinds: HearingKind) -> None:
    """Everybody is heard, or only these."""
    for kind in kinds or tuple(HearingKind):
        record_hearing(
            by=cast.jeju_editor, branch=cast.draft(), kind=kind, body="예시 기관", held=DAY
        )


def handed_in(cast: Cast) -> HandIn:
    """Jeju hands in."""
    heard(cast)
    return hand_in(by=cast.jeju_editor, branch=cast.draft())
