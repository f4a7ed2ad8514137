"""Votes on paper: a meeting's table is taken in whole, or what is wrong with it is said by line."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given as forall
from hypothesis import strategies as st

from mitgrim.web.debate.kinds import Choice
from mitgrim.web.debate.models import Debate, Meeting, Participant, Vote
from mitgrim.web.debate.papers import WORDS, Line, PapersRefusal, read, rows_in
from mitgrim.web.people.models import AuditEntry
from mitgrim.wording import Refusal
from tests.web.cast import Cast
from tests.web.debate.story import (
    AGREE,
    DISAGREE,
    PASS,
    gathering_now,
    look,
    opened,
    over,
    refusals,
    said,
    seated,
    visit,
    votes,
)
from tests.web.opinions.story import NUMBER

PASTED = "참여자\t의견\t표\n1\t1\t찬성\n1\t2\t반대\n2\t1\t넘김\n"


def sent(client: Client, own: Debate, **more: Any) -> Any:
    form = {"name": "주민자치회", "held_on": timezone.localdate().isoformat(), "votes": PASTED}
    return client.post(look(own, "papers/"), {**form, **more})


@pytest.mark.django_db
def test_the_votes_of_a_meeting_are_typed_in_at_once_and_it_is_said_by_whom(
    cast: Cast, client: Client
) -> None:
    own = opened(cast)
    visit(client, cast.officer)
    assert sent(client, own, city="jeju").status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.name, meeting.by, meeting.votes) == ("주민자치회", cast.officer, 3)
    people = {each.sheet: each.pk for each in Participant.objects.all()}
    assert set(Participant.objects.values_list("city", flat=True)) == {"jeju"}
    assert votes() == {(people["1"], 1): 1, (people["1"], 2): -1, (people["2"], 1): 0}
    assert AuditEntry.objects.filter(verb="debate.papers", person=cast.officer).count() == 1
    assert "부처 담당관" in client.get(look(own, "papers/")).content.decode()


@pytest.mark.django_db
def test_the_same_votes_are_counted_once_however_often_they_are_sent(
    cast: Cast, client: Client
) -> None:
    own = opened(cast)
    visit(client, cast.officer)
    answers = [sent(client, own, name=name).status_code for name in ("주민자치회", "주민 자치회")]
    assert (answers, Vote.objects.count()) == ([302, 422], 3)
    other = sent(client, own, votes=PASTED.replace("넘김", "찬성"))
    assert (other.status_code, Meeting.objects.count(), Vote.objects.count()) == (302, 2, 6)


@pytest.mark.django_db
def test_a_number_of_any_length_is_a_wrong_line(cast: Cast, client: Client) -> None:
    own = opened(cast)
    visit(client, cast.officer)
    assert sent(client, own, votes=f"1\t{'9' * 5_000}\t찬성").status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_file_does_as_well(cast: Cast, client: Client, encoding: str) -> None:
    own = opened(cast)
    file = SimpleUploadedFile("표.csv", PASTED.replace("\t", ",").encode(encoding))
    assert sent(visit(client, cast.officer), own, votes="", file=file).status_code == 302
    assert Vote.objects.count() == 3


WRONG = {
    "1,1": "세 칸",
    "1,1,찬성,더": "세 칸",
    ",1,찬성": "참여자가 비었거나",
    f"{'가' * 41},1,찬성": "참여자가 비었거나",
    "1,9,찬성": "‘9’번 의견",
    "1,-1,찬성": "‘-1’번 의견",
    "1,하나,찬성": "‘하나’번 의견",
    "1,2,2": "‘2’는 표가 아닙니다",
    "1,2,": "칸이 2개",
    "1,2,<script>": "표가 아닙니다",
    "7,1,반대": "같은 의견 표가 1번째 줄",
}


@pytest.mark.django_db
@pytest.mark.parametrize("line", WRONG)
def test_a_line_that_is_wrong_is_named_nothing_is_taken_and_all_stays_in_the_form(
    cast: Cast, client: Client, line: str
) -> None:
    own = opened(cast)
    text = f"7,1,찬성\n8,2,반대\n{line}\n"
    got = sent(visit(client, cast.officer), own, votes=text)
    page = got.content.decode()
    assert (got.status_code, WRONG[line] in page) == (422, True)
    assert [each.number for each in got.context["wrong"]] == [3]
    assert "8,2,반대" in page
    assert "<script>" not in page
    assert (Meeting.objects.count(), Participant.objects.count(), Vote.objects.count()) == (0, 0, 0)


def test_every_wrong_line_is_told_at_once() -> None:
    with pytest.raises(PapersRefusal) as told:
        read([("a", "1", "찬성"), ("b", "9", "찬성"), ("", "", ""), ("c", "1", "?")], {1})
    assert [own.number for own in told.value.wrong] == [2, 4]


@forall(
    st.dictionaries(
        st.tuples(st.integers(1, 30), st.integers(1, 9)), st.sampled_from(list(WORDS)), min_size=1
    ),
    st.sampled_from(["\t", ","]),
    st.booleans(),
)
def test_whatever_is_written_as_it_should_be_is_read_as_it_was_meant(
    said_on_paper: dict[tuple[int, int], str], between: str, head: bool
) -> None:
    lines = [f"{who}{between}{what}{between}{word}"
             for (who, what), word in said_on_paper.items()]  # fmt: skip
    text = "\n".join(["번호" + between * 2] * head + lines)
    assert read(rows_in(text), range(1, 10)) == [
        Line(at, str(who), what, WORDS[word])
        for at, ((who, what), word) in enumerate(said_on_paper.items(), start=1 + head)
    ]


@forall(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        lines = read(rows_in(text), {1})
    except Refusal:
        return
    assert all(isinstance(own.choice, Choice) for own in lines)


@pytest.mark.django_db
def test_papers_are_taken_while_voting_alone(cast: Cast, client: Client) -> None:
    visit(client, cast.officer)
    early = opened(cast, gathering_now())
    assert sent(client, early).status_code == 409
    late = over(opened(cast, title="끝난 공론화"))
    got = sent(client, late)
    assert (got.status_code, "주민자치회" in got.content.decode()) == (409, True)
    assert (refusals(early), refusals(late)) == ({"too-early": 1}, {"closed": 1})
    assert Vote.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"held_on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "오늘보다 뒤"),
        ({"votes": ""}, "붙여 넣거나"),
        ({"votes": f"{NUMBER},1,찬성"}, "주민등록번호"),
        ({"name": NUMBER}, "주민등록번호"),
        ({"city": "seoul"}, "올바르게 선택"),
        ({"votes": "참여자,의견,표"}, "하나도 없습니다"),
    ],
)
def test_what_else_is_wrong_is_said_too(
    cast: Cast, client: Client, more: dict[str, str], says: str
) -> None:
    own = opened(cast)
    got = sent(visit(client, cast.officer), own, **more)
    assert (got.status_code, says in got.content.decode()) == (422, True)
    assert Vote.objects.count() == 0


@pytest.mark.django_db
def test_a_planner_types_in_meetings_of_their_own_city(cast: Cast, client: Client) -> None:
    own = opened(cast)
    visit(client, cast.jeju)
    assert sent(client, own, city="ulsan").status_code == 422
    assert sent(client, own).status_code == 422
    assert sent(client, own, city="jeju").status_code == 302
    meeting = Meeting.objects.get()
    ulsan = visit(Client(), cast.ulsan)
    out = look(own, f"papers/{meeting.pk}/out/")
    assert ulsan.post(out).status_code == 404
    assert visit(Client(), cast.jeju_secretary).get(look(own, "papers/")).status_code == 404
    assert client.post(out).status_code == 302
    assert (Meeting.objects.count(), Participant.objects.count(), Vote.objects.count()) == (0, 0, 0)
    entry = AuditEntry.objects.get(verb="debate.papers-out")
    assert (entry.person, entry.detail["votes"], entry.detail["name"]) == (
        cast.jeju, 3, "주민자치회",
    )  # fmt: skip


@pytest.mark.django_db
def test_taking_a_meeting_out_leaves_all_other_votes(cast: Cast, client: Client) -> None:
    own = opened(cast)
    seat = seated(own)
    said(seat, n1=AGREE, n2=DISAGREE, n3=PASS)
    visit(client, cast.officer)
    sent(client, own)
    client.post(look(own, f"papers/{Meeting.objects.get().pk}/out/"))
    assert votes() == {(seat.participant, n): v for n, v in ((1, 1), (2, -1), (3, 0))}
    sent(client, own)
    over(own)
    got = client.post(look(own, f"papers/{Meeting.objects.get().pk}/out/"), follow=True)
    assert "끝나" in got.content.decode()
    assert Meeting.objects.count() == 1
