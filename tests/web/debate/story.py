"""Debates for the tests: opened as officers open them, voted on as residents vote."""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from mitgrim.web.debate.kinds import AgeBand, Choice, Shown, Who
from mitgrim.web.debate.models import Debate, Participant, Phase, Statement, Vote
from mitgrim.web.debate.participating import SIGNER, Seat, join
from mitgrim.web.debate.services import Timetable, open_debate
from mitgrim.web.debate.voting import cast as cast_votes
from mitgrim.web.people.models import Person
from tests.web.cast import Cast

DAY = timedelta(days=1)
LIST = "/work/small-2018/debates/"
FIRST = (
    "공원 안에 주차장을 짓지 않는다.",
    "버스 노선을 늘린다.",
    "도서관을 밤 열 시까지 연다.",
)
AGREE, PASS, DISAGREE = Choice.AGREE, Choice.PASS, Choice.DISAGREE


def voting_now(**more: bool) -> Timetable:
    """Statements since the day before yesterday, votes since yesterday, until the day after
    tomorrow."""
    now = timezone.now()
    return Timetable(
        statements_from=now - 2 * DAY, votes_from=now - DAY, closes=now + 2 * DAY, **more
    )


def gathering_now() -> Timetable:
    now = timezone.now()
    return Timetable(statements_from=now - DAY, votes_from=now + DAY, closes=now + 2 * DAY)


def to_come() -> Timetable:
    now = timezone.now()
    return Timetable(statements_from=now + DAY, votes_from=now + 2 * DAY, closes=now + 3 * DAY)


def opened(
    cast: Cast,
    timetable: Timetable | None = None,
    *,
    first: Sequence[str] = FIRST,
    section: str = "nation",
    title: str = "공원을 어떻게 할까",
    **terms: Any,
) -> Debate:
    """A debate that takes votes, unless it says otherwise."""
    return open_debate(
        by=cast.officer, workspace=cast.workspace, section=section, title=title,
        question="공원을 어떻게 바꾸면 좋겠습니까?", timetable=timetable or voting_now(), first=first,
        **terms,
    )  # fmt: skip


def moved(debate: Debate, by: timedelta) -> Debate:
    """The same debate, as it will be after a while: its days lie that much earlier."""
    for own in Phase.objects.filter(debate=debate):
        Phase.objects.filter(pk=own.pk).update(starts=own.starts - by)
    return Debate.objects.get(pk=debate.pk)


def over(debate: Debate) -> Debate:
    """The debate after its last day."""
    return moved(debate, 10 * DAY)


def statement(debate: Debate, number: int = 1) -> Statement:
    return debate.statements.get(number=number)


def seated(debate: Debate, city: str = "", band: AgeBand | None = None) -> Seat:
    """Somebody who takes part in a debate for anyone."""
    own = join(debate=debate, city=city, age_band=band)
    return Seat(debate.pk, own.pk)


def said(seat: Seat, **by_number: Choice) -> None:
    """What somebody says to statements by their numbers: `n1=AGREE`."""
    rows = dict(Statement.objects.filter(debate=seat.debate).values_list("number", "pk"))
    cast_votes(seat, [(rows[int(own[1:])], choice) for own, choice in by_number.items()])


def sitting(client: Client, seat: Seat) -> Client:
    """A browser that holds a seat."""
    client.cookies[f"mitgrim-debate-{seat.debate}"] = SIGNER.sign(str(seat))
    return client


def sent(client: Client, debate: Debate, body: Any) -> Any:
    """Votes as a program sends them."""
    return client.post(
        f"/debates/{debate.pk}/votes/",
        body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
    )


def votes() -> dict[tuple[int, int], int]:
    """Every vote that is there: what each participant says to each statement, by its number."""
    rows = Vote.objects.values_list("participant_id", "statement__number", "value")
    return {(who, number): value for who, number, value in rows}


def refusals(debate: Debate) -> dict[str, int]:
    """What was refused, and how often."""
    return dict(debate.refused.values_list("reason", "count"))


def crowd(
    debate: Debate, ballots: Iterable[tuple[str, AgeBand | None, Sequence[int]]]
) -> list[Participant]:
    """Many participants at once: their city, their age, what they say to statements in turn.

    Written as rows: joining and voting one by one is tried elsewhere.
    """
    rows = list(debate.statements.filter(state=Shown.SHOWN).order_by("number"))
    held = list(ballots)
    people = Participant.objects.bulk_create(
        Participant(debate=debate, city=city, age_band=band.value if band else "")
        for city, band, _ in held
    )
    Vote.objects.bulk_create(
        Vote(participant=who, statement=own, value=value)
        for who, (_, _, values) in zip(people, held, strict=True)
        for own, value in zip(rows, values, strict=False)
    )
    return people


def visit(client: Client, person: Person) -> Client:
    """Somebody signed in."""
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def look(debate: Debate, rest: str = "") -> str:
    """Where those who look after a debate find it."""
    return f"{LIST}{debate.pk}/{rest}"


def invited(cast: Cast, **more: Any) -> Debate:
    return opened(cast, who=Who.INVITED, **more)
