"""Making scenarios, asking about them, sharing and offering them, and adopting their answers."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mitgrim.funding.adopting import Adoption, Chosen, Unchosen, adopted
from mitgrim.funding.parameters import Parameters, as_json
from mitgrim.plan import CityPlan
from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Answer, Scenario, SharedLink
from mitgrim.web.funding.queries import (
    Told,
    answer_at,
    asked,
    key_for,
    plan_for,
    sections_of,
)
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.secrets import new_secret, secret_digest
from mitgrim.web.people.services import record
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import digest_of
from mitgrim.web.revisions.services import (
    Clash,
    Saved,
    held_branch,
    must_be_open,
    save_section,
)
from mitgrim.web.runs.kinds import RunKind
from mitgrim.web.runs.models import Run
from mitgrim.web.runs.services import start_with
from mitgrim.web.runs.works import Made
from mitgrim.wording import Refusal, Value


class FundingRefusal(Refusal):
    """What can't be done with a scenario as things stand."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = said(f"funding.refused.{reason}", **values)
        super().__init__(self.message.ko)


@transaction.atomic
def make_scenario(
    *,
    by: Person,
    branch: Branch,
    name: str,
    yaml: str,
    parameters: Parameters,
    seconds: int,
    gap: float,
    seed: int,
    begun_from: Scenario | None = None,
) -> Scenario:
    """A scenario on a draft as it stands, and the work on its answer begun."""
    made = Scenario(
        branch=branch,
        revision=branch.head,
        sections=[list(own) for own in sections_of(branch)],
        name=name.strip(),
        said=yaml,
        parameters=as_json(parameters),
        seconds=seconds,
        gap=gap,
        seed=seed,
        by=by,
        begun_from=begun_from,
    )
    made.key = key_for(made, Question.ANSWER)
    made.save()
    record(by, "funding.scenario", _subject(made), scenario=made.pk)
    ask(by=by, scenario=made, question=Question.ANSWER)
    return made


def ask(*, by: Person, scenario: Scenario, question: Question, **of: Any) -> Run | None:
    """Have a question about a scenario answered; None where the answer is kept already."""
    key = scenario.key if question is Question.ANSWER else key_for(scenario, question, **of)
    if Answer.objects.filter(key=key).exists():
        return None
    return start_with(
        by=by,
        kind=RunKind.FUND,
        branch=scenario.branch,
        revision=scenario.revision,
        parameters=asked(scenario, question, **of),
        page=page_of(scenario, question, **of),
    )


def page_of(scenario: Scenario, question: Question, **of: Any) -> str:
    """Where the answer to a question is shown."""
    args = (scenario.branch.workspace_id, scenario.pk)
    match question:
        case Question.ANSWER:
            return reverse("funding:scenario", args=args)
        case Question.EXPLAIN:
            return reverse("funding:why", args=(*args, of["project"]))
        case Question.FRONTIER:
            return reverse("funding:frontier", args=args)
        case Question.SENSITIVITY:
            return reverse("funding:sensitivity", args=(*args, of["source"]))


def keep(key: str, made: Made) -> None:
    """Keep what a run found, for good."""
    Answer.objects.get_or_create(key=key, defaults={"body": made.body})


@transaction.atomic
def share(*, by: Person, scenario: Scenario, purpose: str, ends: date) -> tuple[SharedLink, str]:
    """A new link to a scenario and its secret, which nobody can read again."""
    secret = new_secret()
    link = SharedLink.objects.create(
        scenario=scenario,
        digest=secret_digest(secret),
        purpose=purpose.strip(),
        by=by,
        ends=ends,
    )
    record(by, "funding.share", _subject(scenario), link=link.pk, ends=ends.isoformat())
    return link, secret


@transaction.atomic
def revoke(*, by: Person, link: SharedLink) -> None:
    """End a link now; one that was ended stays as it is."""
    if link.revoked is None:
        link.revoked = timezone.now()
        link.save(update_fields=["revoked"])
        record(by, "funding.revoke", _subject(link.scenario), link=link.pk)


@transaction.atomic
def offer(*, by: Person, scenario: Scenario) -> None:
    """Let the planners of each city see their part of a scenario's answer, to adopt it."""
    answer = answer_at(scenario.key)
    if answer is None or not answer["projects"]:
        raise FundingRefusal("nothing-to-adopt")
    if scenario.offered is None:
        scenario.offered = timezone.now()
        scenario.save(update_fields=["offered"])
        record(by, "funding.offer", _subject(scenario), scenario=scenario.pk)


def adoption_of(scenario: Scenario, answer: Told, unchosen: Unchosen) -> Adoption:
    """The scenario's plan with its answer in it."""
    chosen = [
        Chosen(id=own["id"], variant=own["variant"], start=own["start"])
        for own in answer["projects"]
    ]
    return adopted(plan_for(scenario), chosen, unchosen)


def adopt(
    *,
    by: Person,
    scenario: Scenario,
    branch: Branch,
    base: int,
    unchosen: Unchosen,
    message: str,
) -> Saved:
    """Put a scenario's answer for one city into its draft, as a revision.

    `base` is the number of the revision that the preview was of. Raises a Refusal where the draft
    is not, or is no longer, what the scenario is about.
    """
    answer = answer_at(scenario.key)
    if answer is None or not answer["projects"]:
        raise FundingRefusal("nothing-to-adopt")
    with transaction.atomic():
        held = held_branch(branch)
        must_be_open(held)
        must_be_as_asked(scenario, held)
        if held.head_id != base:
            raise FundingRefusal("moved-on")
        section = adoption_of(scenario, answer, unchosen).plan.section(branch.name)
        assert isinstance(section, CityPlan)
        done = save_section(by=by, branch=held, base=held.head, section=section, message=message)
        if isinstance(done, Clash):
            raise FundingRefusal("moved-on")
        record(
            by, "funding.adopt", f"{held.workspace_id}/{held.name}",
            scenario=scenario.pk, revision=done.revision.number,
        )  # fmt: skip
    return done


def must_be_as_asked(scenario: Scenario, branch: Branch) -> None:
    """Raise FundingRefusal where a draft is not what a scenario is about."""
    if dict(scenario.manifest).get(branch.name) != digest_of(branch.head, branch.name):
        raise FundingRefusal("another-state", number=branch.head_id)


def _subject(scenario: Scenario) -> str:
    return f"{scenario.branch.workspace_id}/{scenario.branch.name}"
