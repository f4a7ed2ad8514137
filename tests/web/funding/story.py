"""Scenarios for the tests: asked as a planner asks, and computed as a worker does."""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from django.test import Client

from mitgrim.plan import NATION, Effect, Nation, mint
from mitgrim.web.funding.conditions import read
from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.queries import Told, answer_at, key_for, sections_of
from mitgrim.web.funding.services import ask, make_scenario
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.kinds import RevisionKind
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import city_section, draft_section, national_branch, plan_of
from mitgrim.web.revisions.services import advance_plan
from mitgrim.web.runs.models import Run
from mitgrim.web.runs.services import perform
from tests.web.cast import Cast

SECONDS = 10


def asked(by: Person, branch: Branch, yaml: str = "", name: str = "첫 안") -> Scenario:
    """A scenario whose answer nobody has computed yet."""
    return make_scenario(
        by=by, branch=branch, name=name, yaml=yaml,
        parameters=read(yaml, plan_of(sections_of(branch))), seconds=SECONDS, gap=0.001, seed=1,
    )  # fmt: skip


def answered(by: Person, branch: Branch, yaml: str = "", name: str = "첫 안") -> Scenario:
    """A scenario and its answer."""
    made = asked(by, branch, yaml, name)
    work()
    assert answer_at(made.key) is not None, Run.objects.all()[0].said
    return made


def asked_about(scenario: Scenario, question: Question, **of: Any) -> Told:
    """What a question about a scenario is answered with."""
    ask(by=scenario.by, scenario=scenario, question=question, **of)
    work()
    told = answer_at(key_for(scenario, question, **of))
    assert told is not None, Run.objects.all()[0].said
    return told


def work() -> None:
    """A worker comes by and does what waits."""
    for run in Run.objects.filter(state="queued").order_by("id"):
        perform.call(run.pk)


def answer_of(scenario: Scenario) -> Told:
    """The answer that is kept."""
    told = answer_at(scenario.key)
    assert told is not None
    return told


def address(scenario: Scenario, rest: str = "") -> str:
    """Where a scenario is shown."""
    return f"/work/{scenario.branch.workspace_id}/funding/{scenario.pk}/{rest}"


def visit(client: Client, person: Person) -> Client:
    """Somebody signed in."""
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def with_citys_indicators(cast: Cast) -> Branch:
    """The plan as assembled, where each city has an indicator that its first project helps."""
    branch = national_branch(cast.workspace)
    nation = draft_section(branch)
    assert isinstance(nation, Nation)
    sections = {}
    for city in nation.cities:
        section = city_section(cast.draft(city))
        own = replace(nation.indicators[0], id=mint(city, "i", Random(1)))
        effect = Effect(
            indicator=own.id, low=Decimal(10), likely=Decimal(20), high=Decimal(30), evidence="예시"
        )
        first, *rest = section.projects
        helped = replace(first, effects=(*first.effects, effect))
        sections[city] = replace(section, indicators=(own,), projects=(helped, *rest))
    advance_plan(
        by=cast.officer, branch=branch, sections=sections, parents=(), message="지표",
        kind=RevisionKind.ASSEMBLY,
    )  # fmt: skip
    return cast.draft(NATION)
