"""Reading scenarios: one's own city's and the nation's, for who may."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from mitgrim.plan import NATION, Plan
from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Answer, Scenario, SharedLink
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.people.secrets import secret_digest
from mitgrim.web.revisions.models import Branch, Workspace
from mitgrim.web.revisions.queries import Manifest, context_of, plan_of
from mitgrim.web.runs.kinds import ACTIVE, RunKind
from mitgrim.web.runs.models import Run
from mitgrim.web.runs.services import key_of

SECONDS_FOR_WHY: Final = 20
FRONTIER_POINTS: Final = 8
PERCENTS: Final = tuple(range(70, 135, 5))
Told = Mapping[str, Any]


def sections_of(branch: Branch) -> Manifest:
    """What a scenario of a draft is about: the whole plan, or the nation's section and the city's.

    A city's scenario shows its planners nothing of the others.
    """
    every = context_of(branch)
    if branch.name == NATION:
        return every
    return tuple(own for own in every if own[0] in (NATION, branch.name))


def plan_for(scenario: Scenario) -> Plan:
    """The plan that a scenario is about."""
    return plan_of(scenario.manifest)


def may_ask(person: Person, branch: Branch) -> bool:
    """Whether somebody may make scenarios of a draft."""
    return may(person, "funding.ask", section=branch.name)


def branches_of(person: Person, workspace: Workspace, verb: str) -> tuple[Branch, ...]:
    """The drafts with whose scenarios somebody may do something."""
    branches = workspace.branches.select_related("head", "workspace")
    return tuple(own for own in branches if may(person, verb, section=own.name))


def scenarios_of(person: Person, workspace: Workspace) -> QuerySet[Scenario]:
    """The scenarios that somebody may read, the newest first."""
    open_to = branches_of(person, workspace, "funding.read")
    rows = Scenario.objects.filter(branch__in=open_to)
    return rows.select_related("branch__workspace", "by", "revision", "begun_from")


def offered_to(person: Person, workspace: Workspace) -> list[tuple[Scenario, str]]:
    """The scenarios that were offered to cities whose draft somebody writes, with the city."""
    cities = [
        own.name for own in branches_of(person, workspace, "draft.edit") if own.name != NATION
    ]
    rows = Scenario.objects.filter(branch__workspace=workspace, offered__isnull=False)
    return [
        (own, city)
        for own in rows.select_related("branch__workspace", "by")
        for city in cities
        if city in dict(own.manifest)
    ]


def asked(scenario: Scenario, question: Question, **of: Any) -> dict[str, Any]:
    """The parameters of a run: everything that its result depends on."""
    said = {
        "form": question.value,
        "sections": scenario.sections,
        "parameters": scenario.parameters,
        "seconds": scenario.seconds,
        "gap": scenario.gap,
        "seed": scenario.seed,
    }
    return said if question is Question.ANSWER else {**said, "answer": scenario.key, **of}


def key_for(scenario: Scenario, question: Question, **of: Any) -> str:
    """The key of what a question about a scenario is answered with."""
    return key_of(RunKind.FUND, asked(scenario, question, **of))


def answer_at(key: str) -> Told | None:
    """What was found under a key."""
    row = Answer.objects.filter(key=key).first()
    return None if row is None else _read(key, bytes(row.body))


def is_answered(told: Told) -> bool:
    """Whether there is a portfolio in an answer, be it of nothing."""
    return told["status"] in ("optimal", "feasible")


@lru_cache(maxsize=64)
def _read(key: str, body: bytes) -> Told:
    told: Told = json.loads(body)
    return told


def answers_at(keys: Iterable[str]) -> dict[str, Told]:
    """What was found under several keys."""
    rows = Answer.objects.filter(key__in=set(keys))
    return {own.key: _read(own.key, bytes(own.body)) for own in rows}


def run_of(key: str) -> Run | None:
    """The newest run that computes a key, or tried to, whoever asked for it."""
    return Run.objects.filter(kind=RunKind.FUND, key=key).order_by("-id").first()


def computing(keys: Iterable[str]) -> set[str]:
    """Which of several keys are being computed."""
    runs = Run.objects.filter(kind=RunKind.FUND, key__in=set(keys), state__in=ACTIVE)
    return set(runs.values_list("key", flat=True))


def scenario_by_link(secret: str) -> Scenario | None:
    """The scenario that a link leads to, as long as it works."""
    link = (
        SharedLink.objects.filter(
            digest=secret_digest(secret), revoked__isnull=True, ends__gte=timezone.localdate()
        )
        .select_related("scenario__branch__workspace", "scenario__by", "scenario__revision")
        .first()
    )
    return link.scenario if link else None
