"""Who tries to get round the procedure."""

import pytest

from mitgrim.web.revisions.handing_in import assemble_plan, hand_in, readiness, return_draft
from mitgrim.web.revisions.kinds import HandInState, HearingKind
from mitgrim.web.revisions.services import DraftRefusal
from mitgrim.web.workspace.queries import last_return
from tests.web.cast import Cast
from tests.web.workspace.story import handed_in

pytestmark = pytest.mark.django_db
WHY = "다음 해의 계획으로 고치세요."


def given_back_after_assembly(cast: Cast) -> None:
    given = handed_in(cast)
    assemble_plan(by=cast.officer, workspace=cast.workspace, hand_ins=[given], message="취합")
    return_draft(by=cast.officer, branch=cast.draft(), reason=WHY)


def test_who_works_on_after_the_assembly_is_heard_anew(cast: Cast) -> None:
    given_back_after_assembly(cast)
    assert readiness(cast.draft()).missing == tuple(HearingKind)
    with pytest.raises(DraftRefusal) as refused:
        hand_in(by=cast.jeju_editor, branch=cast.draft())
    assert refused.value.reason == "not-heard"


def test_what_was_assembled_stays_assembled_when_its_city_works_on(cast: Cast) -> None:
    given_back_after_assembly(cast)
    (given,) = cast.draft().hand_ins.all()
    assert (given.state, given.ended_by) == (HandInState.ASSEMBLED, cast.officer)
    assert last_return(cast.draft()) == given
    assert given.reason == WHY


def test_a_draft_is_neither_handed_in_twice_nor_assembled_twice(cast: Cast) -> None:
    given = handed_in(cast)
    with pytest.raises(DraftRefusal, match="제출한 초안"):
        hand_in(by=cast.jeju_editor, branch=cast.draft())
    assemble_plan(by=cast.officer, workspace=cast.workspace, hand_ins=[given], message="취합")
    with pytest.raises(DraftRefusal, match="취합"):
        assemble_plan(by=cast.officer, workspace=cast.workspace, hand_ins=[given], message="또")
