"""Starting, doing, cancelling and repeating runs. A run ends once, whoever tries to end it."""

import hashlib
import json
import logging
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from mitgrim import __version__
from mitgrim.plan import NATION
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.revisions.models import Branch, BranchRevision, StoredRevision
from mitgrim.web.revisions.queries import context_of
from mitgrim.web.revisions.services import DraftRefusal
from mitgrim.web.runs.kinds import ACTIVE, BookForm, RunKind, RunState
from mitgrim.web.runs.models import Result, Run
from mitgrim.web.runs.progress import NotWantedError, ProcessEndsError, Progress
from mitgrim.web.runs.queries import draft_name
from mitgrim.web.runs.works import KEEPERS, WORKS, Made
from mitgrim.wording import Lang, Refusal, Text

GIVEN_UP: Final = timedelta(seconds=60)  # without a sign of life
log = logging.getLogger(__name__)


@transaction.atomic
def start(
    *,
    by: Person,
    kind: RunKind,
    branch: Branch,
    revision: StoredRevision | None = None,
    form: BookForm = BookForm.HTML,
    lang: Lang = Lang.KO,
) -> Run:
    """Ask for a book or a check of a draft as it stands, or as it was at an earlier revision of it.

    Who asks for what they are already waiting for gets the same run. What was made before from
    the same is there at once. Raises DraftRefusal for a revision of another draft.
    """
    chosen = revision or branch.head
    if revision and not BranchRevision.objects.filter(branch=branch, revision=chosen).exists():
        raise DraftRefusal("not-of-this-draft", number=chosen.number)
    parameters = _parameters(kind, branch, chosen, form, lang)
    return start_with(by=by, kind=kind, branch=branch, revision=chosen, parameters=parameters)


@transaction.atomic
def start_with(
    *,
    by: Person,
    kind: RunKind,
    branch: Branch,
    revision: StoredRevision,
    parameters: dict[str, Any],
    page: str = "",
) -> Run:
    """Ask for work whose parameters are said already; `page` is where its result is shown.

    `sections` among them names everything that is read by its digest.
    """
    key = key_of(kind, parameters)
    waiting = Run.objects.filter(person=by, key=key, state__in=ACTIVE).first()
    if waiting:
        return waiting
    of = draft_name(branch)
    run = Run(
        kind=kind, person=by, branch=branch, revision=revision, of_ko=of.ko, of_en=of.en,
        parameters=parameters, key=key, page=page,
    )  # fmt: skip
    _queue(run)
    record(by, "run.start", f"{branch.workspace_id}/{branch.name}", kind=kind.value)
    return run


@transaction.atomic
def cancel(*, by: Person, run: Run) -> bool:
    """End a run that nobody needs; False where it had ended before."""
    ended = _end(Run.objects.filter(pk=run.pk, state__in=ACTIVE), RunState.CANCELLED, "cancelled")
    if ended:
        record(by, "run.cancel", str(run.pk))
    return ended


@transaction.atomic
def again(*, by: Person, run: Run) -> Run:
    """Do the same once more, for who got nothing: of the same revision, whatever is newer."""
    if run.active:
        return run
    new = Run(
        kind=run.kind, person=by, branch=run.branch, revision=run.revision,
        of_ko=run.of_ko, of_en=run.of_en, parameters=run.parameters, page=run.page,
        key=key_of(RunKind(run.kind), run.parameters),
    )  # fmt: skip
    _queue(new)
    record(by, "run.start", f"{run.branch.workspace_id}/{run.branch.name}", again=run.pk)
    return new


def end_abandoned() -> int:
    """Mark the runs whose worker shows no life; gives how many. Their work is not done twice."""
    dead = Run.objects.filter(state=RunState.RUNNING, beat__lt=timezone.now() - GIVEN_UP)
    if not dead.exists():
        return 0
    return _ended(dead, RunState.FAILED, said("runs.ended.abandoned"))


def key_of(kind: RunKind, parameters: dict[str, Any]) -> str:
    """The digest of all that a result depends on: the sections, the parameters, our version."""
    source = {"kind": kind.value, "mitgrim": __version__, **parameters}
    return hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()


@task()
def perform(run_id: int) -> None:
    """Do a run, unless it was cancelled or another worker has it."""
    attempt = uuid4().hex
    now = timezone.now()
    waiting = Run.objects.filter(pk=run_id, state=RunState.QUEUED)
    if not waiting.update(state=RunState.RUNNING, attempt=attempt, started=now, beat=now):
        return
    run = Run.objects.get(pk=run_id)
    ours = Run.objects.filter(pk=run_id, state=RunState.RUNNING, attempt=attempt)
    progress = Progress(run)
    try:
        with progress.alive():
            made = WORKS[RunKind(run.kind)](run.parameters, progress)
        _keep(run, made)
    except NotWantedError:
        return
    except ProcessEndsError:
        _give_back(run)
    except Refusal as refusal:
        _ended(ours, RunState.FAILED, refusal.message)
    except Exception:
        log.exception("run %s failed", run_id)
        _end(ours, RunState.FAILED, "failed")


@transaction.atomic
def _keep(run: Run, made: Made) -> None:
    ours = Run.objects.filter(pk=run.pk, state=RunState.RUNNING, attempt=run.attempt)
    if not _ended(ours, RunState.DONE, made.text, progress=1.0):
        raise NotWantedError
    Result.objects.get_or_create(
        key=run.key, defaults={"name": made.name, "media": made.media, "body": made.body}
    )
    if run.kind in KEEPERS:
        KEEPERS[RunKind(run.kind)](run.key, made)


@transaction.atomic
def _give_back(run: Run) -> None:
    """Into the queue once more: the process that did it has to end."""
    ours = Run.objects.filter(pk=run.pk, state=RunState.RUNNING, attempt=run.attempt)
    if ours.update(state=RunState.QUEUED, progress=0.0, started=None, beat=None, attempt=""):
        perform.enqueue(run.pk)


def _queue(run: Run) -> None:
    """Save a run: done already where its result is kept, else waiting for a worker."""
    if Result.objects.filter(key=run.key).exists():
        text = said("runs.ended.kept")
        run.state, run.progress = RunState.DONE.value, 1.0
        run.said_ko, run.said_en = text.ko, text.en
        run.started = run.ended = timezone.now()
        run.save()
        return
    run.save()
    perform.enqueue(run.pk)


def _parameters(
    kind: RunKind, branch: Branch, revision: StoredRevision, form: BookForm, lang: Lang
) -> dict[str, Any]:
    only = "" if branch.name == NATION else branch.name
    sections = [list(own) for own in context_of(branch, revision)]
    made = {"sections": sections, "only": only}
    return made | ({"form": form.value, "lang": lang.value} if kind is RunKind.BOOK else {})


def _end(runs: Any, state: RunState, message: str) -> bool:
    return bool(_ended(runs, state, said(f"runs.ended.{message}")))


def _ended(runs: Any, state: RunState, text: Text, **more: Any) -> int:
    """End those that have not ended; gives how many they were."""
    ended: int = runs.update(
        state=state, said_ko=text.ko, said_en=text.en, ended=timezone.now(), **more
    )
    return ended
