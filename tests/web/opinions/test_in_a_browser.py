"""The pages of opinions as people see them: on a desk and on a phone, in both languages."""

from typing import Any

import pytest

from mitgrim.web.opinions.answering import close
from mitgrim.web.opinions.importing import bring
from tests.web.cast import Cast, sign_up
from tests.web.opinions.story import (
    LIST,
    PARK,
    address,
    answer_address,
    given,
    halved,
    promised,
    public_plan,
    shown,
)
from tests.web.visiting import BOTH_WAYS, Site, hindrances


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return sign_up()


@BOTH_WAYS
def test_the_pages_of_opinions_are_for_everybody(
    cast: Cast, site: Site, how: dict[str, Any]
) -> None:
    version = public_plan(cast)
    own, other = (
        given(cast),
        given(cast, "버스 노선을 늘려 주세요. 도서관도 필요합니다.", place="jeju"),
    )
    like = given(cast, "버스 노선을 더 늘려 주세요. 도서관도 꼭 필요합니다.", place="jeju")
    given(cast, "아직 확인하지 않은 글")
    shown(cast, own, other, like)
    answer, later = promised(cast, own), promised(cast, given(cast, "더 줄여 주세요"))
    close(by=cast.jeju, disposition=answer, revision=halved(cast))
    table = bring(
        by=cast.jeju, workspace=cast.workspace, section="jeju", name="의견.csv",
        rows=[["의견", "성명"], ["글", "김하나"]],
    )  # fmt: skip
    give = f"/opinions/new/?version={version.address}&place={PARK}"
    paths = [
        ("/opinions/", None), (f"/opinions/{own.code}/", None), (give, cast.resident),
        (LIST, cast.jeju), (f"{LIST}alike/", cast.jeju), (address(other), cast.jeju),
        (answer_address(answer), cast.jeju), (answer_address(later), cast.jeju),
        (f"{LIST}table/", cast.jeju), (f"{LIST}enter/", cast.jeju),
        (f"{LIST}minutes/", cast.jeju), (f"{LIST}bring/", cast.jeju),
        (f"{LIST}tables/{table.pk}/", cast.jeju), (f"{LIST}invitations/", cast.jeju),
        (f"{LIST}moderation/", cast.moderator), (f"{LIST}terms/", cast.officer),
        ("/opinions/mine/", cast.resident),
    ]  # fmt: skip
    assert hindrances(site, paths, **how) == {}
