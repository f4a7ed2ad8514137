"""The minutes of a sitting as a document: all that is recorded, on as few pages as it needs."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from mitgrim.documents import write_html, write_pdf
from mitgrim.documents.sitting_minutes import Minutes, MinutesItem, MinutesVote, minutes_document
from mitgrim.wording import Lang

VOTE = MinutesVote(
    question="‘조건부 의결’로 의결하는 데 찬성하십니까?",
    result="가결 · 찬성 1, 반대 1",
    roll=(("가 위원", "찬성"), ("나 위원", "반대")),
)
ITEM = MinutesItem(
    title="제주 계획안", lines=("도시 계획안 심의 · 12판",), votes=(VOTE,), decision="조건부 의결",
    conditions=("이름을 바꿀 것", "사업비를 다시 셀 것"),
)  # fmt: skip
MINUTES = Minutes(
    committee="제주 위원회(예시)", title="제1차 회의", day=date(2018, 9, 3),
    facts=(("장소", "회의실"),), present=(("가 위원", "14:00 ~ 15:30"), ("나 위원", "")),
    items=(ITEM,), said="위원장: 개의합니다.\n\n끝.",
)  # fmt: skip
WRITTEN = [
    *(MINUTES.committee, MINUTES.title, ITEM.title, *ITEM.lines, ITEM.decision, *ITEM.conditions),
    *(VOTE.question, VOTE.result, "14:00 ~ 15:30", "회의실", "위원장: 개의합니다.", "끝."),
]


@pytest.mark.parametrize("lang", list(Lang))
def test_all_that_is_recorded_is_printed(lang: Lang) -> None:
    pages = PdfReader(io.BytesIO(write_pdf(minutes_document(MINUTES, lang)))).pages
    said = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    assert [own for own in WRITTEN if own.replace(" ", "") not in said] == []
    assert len(pages) == 1, "a short document has neither a title page nor contents"


def test_a_long_debate_takes_the_pages_it_needs() -> None:
    said = "\n".join(f"{number}. 위원이 말했습니다." for number in range(200))
    document = minutes_document(
        Minutes(
            committee="위원회", title="회의", day=date(2018, 9, 3), facts=(), present=(), items=(),
            said=said,
        )
    )  # fmt: skip
    pages = PdfReader(io.BytesIO(write_pdf(document))).pages
    assert len(pages) > 2
    assert "199. 위원이" in pages[-1].extract_text()


def test_where_no_value_is_marked_no_marks_are_explained() -> None:
    page = write_html(minutes_document(MINUTES))
    assert 'class="legend"' not in page
    assert [own for own in WRITTEN if own not in page] == []
