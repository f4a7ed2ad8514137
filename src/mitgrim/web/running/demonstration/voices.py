"""What residents say in the demonstration: opinions and debates, all of them made up."""

import random
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from mitgrim.plan import NATION, Plan
from mitgrim.web.debate.kinds import AgeBand, Choice, Who
from mitgrim.web.debate.models import Debate
from mitgrim.web.debate.participating import Seat, join
from mitgrim.web.debate.services import Timetable, change_debate, open_debate
from mitgrim.web.debate.voting import cast
from mitgrim.web.opinions.anchoring import anchored, newest_public
from mitgrim.web.opinions.kinds import OpinionSource
from mitgrim.web.opinions.services import moderate, receive
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.running.demonstration.rows import rows

RESIDENTS: Final = 160
CITIES: Final = ("jeju", "ulsan", "gyeongnam")
SEEN: Final = 0.8  # of the statements, by each of them
DAY: Final = timedelta(days=1)


@transaction.atomic
def add_voices(workspace: Workspace, plan: Plan) -> None:
    """Opinions on places of the public plan, a debate that is over and one that takes votes."""
    people = {own.login: own for own in Person.objects.filter(login__in=("officer", "moderator"))}
    _add_opinions(workspace, plan, people["moderator"])
    now = timezone.now()
    begun = Timetable(
        statements_from=now - 10 * DAY, votes_from=now - DAY, closes=now + 30 * DAY,
        statements_while_voting=True,
    )  # fmt: skip
    ended = _debate(workspace, people["officer"], "정주여건, 무엇을 먼저 할까(예시)", begun)
    _vote(ended)
    _end(ended)
    _debate(workspace, people["officer"], "다음 해에는 무엇을 먼저 할까(예시)", begun)


def _add_opinions(workspace: Workspace, plan: Plan, moderator: Person) -> None:
    public = newest_public(workspace)
    shown = []
    for row in rows("opinions"):
        section = next(own for own in plan.cities if own.city.id == row["city"])
        ids = {own.name.ko: own.id for own in section.projects}
        place = f"{row['city']}/projects/{ids[row['project']]}" if row["project"] else row["city"]
        own, _ = receive(
            by=None, workspace=workspace, about=anchored(public, place), text=row["text"],
            source=OpinionSource.WEB, name=row["name"],
        )  # fmt: skip
        shown += [own] if row["shown"] == "yes" else []
    moderate(by=moderator, opinions=shown, show=True)


def _debate(workspace: Workspace, officer: Person, title: str, timetable: Timetable) -> Debate:
    return open_debate(
        by=officer, workspace=workspace, section=NATION, title=title, timetable=timetable,
        question="혁신도시에 사는 사람에게 무엇이 먼저 필요합니까?", example=True,
        background="써 보기 위한 예시입니다. 질문과 의견 문장, 참여한 사람은 모두 지어낸 것입니다.",
        first=[row["text"] for row in rows("statements")],
    )  # fmt: skip


def _vote(debate: Debate) -> None:
    """Two camps of made-up residents in three cities; how likely each agrees is in the table."""
    chance = random.Random(1)
    likely = list(rows("statements"))
    statements = list(debate.statements.order_by("number").values_list("pk", flat=True))
    for _ in range(RESIDENTS):
        who = join(debate=debate, city=chance.choice(CITIES), age_band=chance.choice(list(AgeBand)))
        camp = chance.choice(("quarter", "quarter", "hill"))
        said = [
            (own, _says(chance, float(row[camp])))
            for own, row in zip(statements, likely, strict=True)
            if chance.random() < SEEN
        ]
        cast(Seat(debate.pk, who.pk), said)


def _end(debate: Debate) -> None:
    """It took place some weeks ago, and is over since yesterday."""
    now = timezone.now()
    change_debate(
        by=debate.by, debate=debate, title=debate.title, question=debate.question,
        background=debate.background, who=Who(debate.who), moderated=debate.moderated,
        statements_a_day=debate.statements_a_day,
        joining_from_an_address=debate.joining_from_an_address,
        timetable=Timetable(
            statements_from=now - 40 * DAY, votes_from=now - 30 * DAY, closes=now - DAY
        ),
    )  # fmt: skip


def _says(chance: random.Random, agrees: float) -> Choice:
    said = chance.random()
    if said < agrees:
        return Choice.AGREE
    return Choice.PASS if said < agrees + (1 - agrees) / 4 else Choice.DISAGREE
