"""Every address of the site, what it needs to be opened, and what became of opening it.

The expected outcome for each role is in `matrix.csv`. A new address needs a line there; where it
takes a parameter that no other has, that goes into `arguments`. To fill in new lines:

    MITGRIM_MATRIX=write .venv/bin/pytest tests/web/test_matrix.py -k table

adds them as they behave now, to be read and put right by a person.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from mitgrim.adoption.keys import make_key
from mitgrim.plan import Label
from mitgrim.web.api.kinds import TokenScope
from mitgrim.web.api.services import make_token
from mitgrim.web.debate.kinds import Who
from mitgrim.web.debate.papers import take_in
from mitgrim.web.debate.services import invite as invite_to_debate
from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.services import share
from mitgrim.web.opinions.anchoring import anchored
from mitgrim.web.opinions.importing import bring
from mitgrim.web.opinions.kinds import OpinionSource
from mitgrim.web.opinions.services import invite, moderate, receive
from mitgrim.web.people.models import Person
from mitgrim.web.procedure.forums import keep_speaker
from mitgrim.web.procedure.reminding import SIGNER
from mitgrim.web.reviews.models import Condition
from mitgrim.web.reviews.services.adopting import announce
from mitgrim.web.reviews.services.docket import amend
from mitgrim.web.reviews.services.members import add_seat
from mitgrim.web.reviews.services.voting import put
from mitgrim.web.revisions.handing_in import freeze
from mitgrim.web.revisions.queries import city_section, national_branch
from mitgrim.web.revisions.services import save_section
from mitgrim.web.runs.kinds import RunKind
from mitgrim.web.runs.services import start
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, renamed, with_project
from tests.web.debate.story import opened as opened_debate
from tests.web.funding.story import answered, asked_about
from tests.web.opinions.story import given, promised
from tests.web.procedure.asking import asked
from tests.web.procedure.story import hand_in_until, item, task_force, with_forum, with_stages
from tests.web.publish.stories import published
from tests.web.reviews.story import adopted, committee, room, somebody

TABLE: Final = Path(__file__).with_name("matrix.csv")
ANONYMOUS: Final = "anonymous"
ROLES: Final = (
    ANONYMOUS,
    *(own.name for own in fields(Cast) if own.name != "workspace"),
)
PARAMETER: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
MARKER: Final = "누설표지사업"
OK, HIDDEN, LOGIN = "ok", "hidden", "login"


# What must be sent along, by the end of a route.
SENT: Final = {
    "items/<int:item>/end/": {"state": "done"},
    "/active/": {"active": "1"},
    "/who/": {"place": f"jeju/projects/{JEJU_PARK}/name/ko"},
    "/writer/": {"place": f"jeju/projects/{JEJU_PARK}/name/ko"},
    "/autosave/": {"place": f"jeju/projects/{JEJU_PARK}"},
    "funding/<int:number>/why/": {"project": JEJU_PARK},
    "answers/<int:answer>/decide/": {"kind": "noted", "reason": "글"},
}


@dataclass(frozen=True, slots=True)
class Address:
    """A route of the site, and the parameters that it takes with their converters."""

    route: str

    @property
    def sent(self) -> dict[str, str]:
        """What is sent along."""
        return next((sent for end, sent in SENT.items() if self.route.endswith(end)), {})

    @property
    def parameters(self) -> dict[str, str]:
        """Each parameter's converter: `{"plan": "slug"}`."""
        return {name: converter or "str" for converter, name in PARAMETER.findall(self.route)}


def addresses() -> list[Address]:
    """Every address of the site, in the order in which they are tried."""
    found = [Address(route) for route in _walk(get_resolver("mitgrim.web.urls"), "")]
    return list(dict.fromkeys(found))


def _walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for own in resolver.url_patterns:
        route = before + str(own.pattern)
        if isinstance(own, URLResolver):
            yield from _walk(own, route)
        else:
            yield route


def table() -> dict[tuple[str, str], dict[str, str]]:
    """The committed table: outcome by role, by address and method."""
    with TABLE.open(encoding="utf-8") as file:
        return {(row.pop("address"), row.pop("method")): row for row in csv.DictReader(file)}


def write(rows: dict[tuple[str, str], dict[str, str]]) -> None:
    """Keep a table."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["address", "method", *ROLES])
        for (address, method), row in rows.items():
            writer.writerow([address, method, *(row[role] for role in ROLES)])


# What addresses take, whatever was made for them.
FIXED: Final[dict[str, Any]] = {
    "section": "jeju",
    "key": JEJU_PARK,
    "kept collection": "projects",
    "collection collection": "passages",
    "collection key": "passage",
    "city": "jeju",
    "project": JEJU_PARK,
    "phase": "planned",
    "part": "gates",
    "source": "national",
    "form": "yaml",
    "organisation": "jeju",
    "uidb64": "eA",
    "token": "none",
    "lang": "ko",
    "format": "html",
    "cities/ id": "jeju",
    "sectors/ id": "industry",
    "actions/ id": "industry.01",
    "projects/ id": JEJU_PARK,
}


def with_a_secret(cast: Cast) -> dict[str, Any]:
    """A draft of Jeju that holds the marker, one of everything else; what addresses take."""
    branch = cast.draft()
    section = with_project(
        city_section(branch), JEJU_PARK, name=Label(ko=MARKER), due=timezone.localdate(),
        description=f"{MARKER}에 관한 글",
    )  # fmt: skip
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message=MARKER)
    newest, *_, oldest = cast.draft().history.values_list("revision", flat=True)
    of_the_draft = {"number": newest, "first": oldest, "second": newest}
    return (
        FIXED
        | of_the_draft
        | _of_adoption(cast)
        | _of_people(cast)
        | _of_the_procedure(cast)
        | _of_the_plan(cast)
        | _of_opinions(cast)
        | _of_a_debate(cast)
        | _of_committees(cast)
    )


def _of_people(cast: Cast) -> dict[str, Any]:
    meeting = task_force(cast)
    agreed = item(cast, cast.jeju, timezone.localdate() + timedelta(days=3))
    token, _ = make_token(by=cast.jeju, name="표", scope=TokenScope.READ, days=1)
    return {
        "person": cast.jeju.pk,
        "role": cast.jeju.roles.get().pk,
        "member": cast.workspace.members.all()[0].pk,
        "meeting": meeting.pk,
        "item": agreed.pk,
        "reminders/ token": SIGNER.sign(str(cast.stranger.pk)),
        "people/me/ token": token.pk,
    }


def _of_the_procedure(cast: Cast) -> dict[str, Any]:
    """A forum of the plan, a stage, and a round that asks the consulted ministry."""
    with_stages(cast, hand_in_until(timezone.localdate()))
    with_forum(cast)
    round = asked(cast, starts=timezone.localdate())
    forum = "forum-2018-08-16"
    speaker = keep_speaker(by=cast.officer, workspace=cast.workspace, forum=forum, name="발표자")
    return {
        "round": round.pk,
        "invitation": round.invitations.get().pk,
        f"work/{cast.workspace.pk}/rounds/ format": "csv",
        "forum": forum,
        "forums/ id": forum,
        "speaker": speaker.pk,
        "stage": "hand-in",
    }


def _of_the_plan(cast: Cast) -> dict[str, Any]:
    version = published(cast, timezone.now() - timedelta(days=1))
    return {
        "plan": cast.workspace.pk,
        "id": freeze(by=cast.officer, workspace=cast.workspace, name="기준판").pk,
        "publication": version.pk,
        "address": version.address,
        "shared/ secret": _link(cast),
        "link": cast.workspace.branches.get(name="jeju").scenarios.get().links.get().pk,
        f"work/{cast.workspace.pk}/funding/ number": Scenario.objects.get().pk,
        "runs/ number": start(by=cast.jeju, kind=RunKind.CHECK, branch=cast.draft()).pk,
        "work/<slug:plan>/publish/ number": national_branch(cast.workspace).head.number,
    }


def _of_opinions(cast: Cast) -> dict[str, Any]:
    """An opinion on the draft that nobody has approved, a promise, a table, a link."""
    own = given(cast, f"{MARKER}에 대한 의견", revision=cast.draft().head)
    public, receipt = receive(
        by=cast.resident, workspace=cast.workspace, text="공개된 의견", source=OpinionSource.WEB,
        about=anchored(national_branch(cast.workspace).head, "jeju"),
    )  # fmt: skip
    moderate(by=cast.moderator, opinions=[public], show=True)
    answer = promised(cast, own)
    table = bring(
        by=cast.jeju, workspace=cast.workspace, section="jeju", name="표", rows=[["의견"]]
    )
    ends = timezone.localdate() + timedelta(days=1)
    (secret,) = invite(
        by=cast.jeju, workspace=cast.workspace, section="jeju", purpose="표", ends=ends
    )
    return {
        f"work/{cast.workspace.pk}/opinions/ format": "csv",
        "code": own.code,
        "answer": answer.pk,
        "segment": own.segments.get().pk,
        "table": table.pk,
        "opinions/invited/ secret": secret,
        "opinions/by/ secret": receipt,
        "opinions/ code": public.code,
    }


def _of_a_debate(cast: Cast) -> dict[str, Any]:
    """A debate for anyone, a meeting of Jeju in it; a debate of invited people, a link to it."""
    own = opened_debate(cast)
    invited = opened_debate(cast, who=Who.INVITED, title="초대")
    (secret,) = invite_to_debate(by=cast.officer, debate=invited, purpose="표", count=1)
    meeting = take_in(
        by=cast.jeju, debate=own, name="표", held_on=timezone.localdate(), city="jeju",
        rows=[("1", "1", "1")],
    )  # fmt: skip
    return {
        "debate": own.pk,
        "debates/<int:debate>/by/ debate": invited.pk,
        "debates/ secret": secret,
        f"work/{cast.workspace.pk}/debates/ meeting": meeting.pk,
    }


def _of_committees(cast: Cast) -> dict[str, Any]:
    """Jeju's committee in its room with the secret before it.

    Nobody of the cast sits on it: a member sees what it votes on.
    """
    by, own = cast.jeju_secretary, committee(cast)
    today = timezone.localdate()
    seats = [
        add_seat(by=by, committee=own, person=somebody(name, name), valid_from=today)
        for name in ("second", "third")
    ]
    there = room(cast, own=own, present=2)
    section = renamed(city_section(cast.draft()), JEJU_PARK, f"{MARKER} 수정")
    amendment = amend(by=by, item=there.item, title="수정", section=section)
    Condition.objects.create(item=there.item, number=1, text="조건", places=[f"jeju/{JEJU_PARK}"])
    at = f"work/{cast.workspace.pk}/committees/"
    return {
        "seat": seats[0].pk,
        "sitting": there.sitting.pk,
        "presence": there.sitting.presences.all()[0].pk,
        f"{at} item": there.item.pk,
        f"{at} number": 1,
        "amendment": amendment.pk,
        "motion": put(by=by, item=there.item, amendment=amendment).pk,
    }


def _of_adoption(cast: Cast) -> dict[str, Any]:
    """The plan as assembled, without the secret: public before, adopted, sealed, announced."""
    file = settings.ENVIRONMENT.data / "matrix.key"
    if not file.exists():
        make_key(file)
    with override_settings(ENVIRONMENT=replace(settings.ENVIRONMENT, seal_key=str(file))):
        own = adopted(cast)
    published(cast, timezone.now() - timedelta(days=2))
    announce(by=cast.officer, adoption=own, notice="예시고시 제1호", day=timezone.localdate())
    return {"adoption": own.pk, "seal/ address": own.address}


def _link(cast: Cast) -> str:
    """The secret of a link to a scenario of the draft, whose answer is there."""
    branch = cast.draft()
    made = answered(cast.jeju, branch)
    asked_about(made, Question.SENSITIVITY, source="national")
    ends = timezone.localdate() + timedelta(days=1)
    return share(by=cast.jeju_editor, scenario=made, purpose="표", ends=ends)[1]


def url_of(address: Address, known: dict[str, Any]) -> str:
    """Where an address leads; raises KeyError for a parameter that nothing is known for.

    What is known is looked for under `runs/ number`, the beginning of a route, then `slug number`,
    the converter, then `number`.
    """
    route = address.route
    for name, converter in address.parameters.items():
        keys = [
            own for own in known if own.endswith(f" {name}") and route.startswith(own.split()[0])
        ]
        keys += [f"{converter} {name}", name]
        value = next((known[key] for key in keys if key in known), None)
        if value is None:
            raise KeyError(f"{route}: say in tests/web/matrix.py what to try for {name}")
        route = PARAMETER.sub(lambda m: str(value) if m[2] == name else m[0], route)  # noqa: B023
    return "/" + route.removeprefix("^")


def opened(person: Person | None, method: str, url: str, sent: dict[str, str]) -> tuple[str, str]:
    """What becomes of opening an address, and what is shown; nothing of it stays."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if person is not None:
            client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        response: Any = client.get(url, sent) if method == "GET" else client.post(url, sent)
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return _outcome(response), body.decode("utf-8", "replace")


def _outcome(response: Any) -> str:
    status = response.status_code
    if status in (403, 404):
        return HIDDEN
    if status == 401 or (status == 302 and response["Location"].startswith("/login/?next=")):
        return LOGIN
    if status == 405:
        return "405"
    return OK if status < 500 else f"broken {status}"
