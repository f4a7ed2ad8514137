"""Books and checks in the background: done once, cancelled, given up for dead, kept."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mitgrim.codec import decode
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.people.services import end_role
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import DraftRefusal, save_section
from mitgrim.web.runs import progress as progress_module
from mitgrim.web.runs import services
from mitgrim.web.runs.kinds import BookForm, RunKind, RunState
from mitgrim.web.runs.models import Result, Run
from mitgrim.web.runs.progress import Progress
from mitgrim.web.runs.services import again, cancel, end_abandoned, perform, start
from mitgrim.web.runs.works import Made
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, renamed


@pytest.fixture(autouse=True)
def _no_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's transaction is open for all of it: another connection could not write."""
    monkeypatch.setattr(progress_module, "BEAT", 3600.0)


def check_of_jeju(cast: Cast, by: Person | None = None) -> Run:
    return start(by=by or cast.jeju, kind=RunKind.CHECK, branch=cast.draft("jeju"))


def done(run: Run) -> Run:
    """A run after a worker has come by."""
    perform.call(run.pk)
    run.refresh_from_db()
    return run


def result(run: Run) -> bytes:
    return bytes(Result.objects.get(key=run.key).body)


def working(monkeypatch: pytest.MonkeyPatch, work: Callable[[Any, Progress], Made]) -> None:
    """Have a check do something else."""
    monkeypatch.setitem(services.WORKS, RunKind.CHECK, work)


FILE = Made("file.txt", "text/plain", b"made", said("runs.made.check", count=0, blocking=0))


def test_a_check_is_queued_with_its_run_and_its_result_is_what_the_checks_find(cast: Cast) -> None:
    run = check_of_jeju(cast)
    assert (run.state, run.progress, DBTaskResult.objects.count()) == (RunState.QUEUED, 0, 1)
    run = done(run)
    assert (run.state, run.progress) == (RunState.DONE, 1)
    assert run.said.en.startswith("Checked: findings ")
    found = json.loads(result(run))
    assert found
    assert {own["place"].partition("/")[0] for own in found} == {"jeju"}


def test_the_book_of_a_draft_shows_its_city_and_no_other(cast: Cast) -> None:
    run = done(start(by=cast.jeju, kind=RunKind.BOOK, branch=cast.draft("jeju")))
    assert (run.state, run.said.ko) == (RunState.DONE, "계획서를 만들었습니다: 사업 2개.")
    text = result(run).decode()
    ulsan = city_section(cast.draft("ulsan")).projects[0].name.ko
    assert city_section(cast.draft("jeju")).projects[0].name.ko in text
    assert ulsan not in text


def test_the_book_of_the_whole_plan_has_all_its_files_in_a_zip(cast: Cast) -> None:
    run = done(
        start(by=cast.officer, kind=RunKind.BOOK, branch=cast.draft("nation"), form=BookForm.ZIP)
    )
    with zipfile.ZipFile(io.BytesIO(result(run))) as archive:
        assert archive.namelist() == [
            "book.html", "book.pdf", "findings.json", "plan/nation.json", "plan/cities/ulsan.json",
            "plan/cities/jeju.json",
        ]  # fmt: skip
        assert archive.read("book.pdf")[:4] == b"%PDF"
        jeju = decode(archive.read("plan/cities/jeju.json"), "jeju.json")
    assert jeju == city_section(cast.draft("jeju"))


def test_the_same_is_made_once_for_everybody_and_is_there_at_once(cast: Cast) -> None:
    first = done(check_of_jeju(cast))
    second = check_of_jeju(cast, by=cast.jeju_colleague)
    assert (second.state, second.key) == (RunState.DONE, first.key)
    assert (Result.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_a_changed_draft_is_another_result_and_an_earlier_revision_stays_what_it_was(
    cast: Cast,
) -> None:
    branch = cast.draft("jeju")
    before = done(check_of_jeju(cast))
    section = renamed(city_section(branch), JEJU_PARK, "")
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="이름")
    after = done(check_of_jeju(cast))
    assert result(after) != result(before)
    old = start(
        by=cast.jeju, kind=RunKind.CHECK, branch=cast.draft("jeju"), revision=before.revision
    )
    assert (old.state, result(old)) == (RunState.DONE, result(before))


def test_a_revision_of_another_draft_is_refused(cast: Cast) -> None:
    ulsan = cast.draft("ulsan").head
    with pytest.raises(DraftRefusal):
        start(by=cast.jeju, kind=RunKind.CHECK, branch=cast.draft("jeju"), revision=ulsan)
    assert Run.objects.count() == 0


def test_who_asks_twice_waits_once(cast: Cast) -> None:
    assert check_of_jeju(cast) == check_of_jeju(cast)
    assert DBTaskResult.objects.count() == 1


def test_a_run_that_two_workers_get_is_done_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = []
    run = check_of_jeju(cast)

    def work(parameters: Any, progress: Progress) -> Made:
        times.append(1)
        perform.call(run.pk)  # the other one, in its middle
        return FILE

    working(monkeypatch, work)
    assert (done(run).state, times) == (RunState.DONE, [1])


def test_a_cancelled_run_is_not_done(cast: Cast) -> None:
    run = check_of_jeju(cast)
    assert cancel(by=cast.jeju, run=run)
    assert done(run).state == RunState.CANCELLED
    assert not cancel(by=cast.jeju, run=run)
    assert Result.objects.count() == 0


def test_what_is_cancelled_while_it_runs_stops_at_its_next_step_and_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = check_of_jeju(cast)
    steps = []

    def work(parameters: Any, progress: Progress) -> Made:
        cancel(by=cast.jeju, run=run)
        progress.report(0.5, said("runs.step.reading"))
        steps.append("too far")
        return FILE

    working(monkeypatch, work)
    assert (done(run).state, steps, Result.objects.count()) == (RunState.CANCELLED, [], 0)


def test_what_is_cancelled_in_its_last_step_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = check_of_jeju(cast)

    def work(parameters: Any, progress: Progress) -> Made:
        cancel(by=cast.jeju, run=run)
        return FILE

    working(monkeypatch, work)
    assert (done(run).state, Result.objects.count()) == (RunState.CANCELLED, 0)


def test_what_fails_says_what_to_do_and_tells_nothing_of_its_inside(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(parameters: Any, progress: Progress) -> Made:
        raise RuntimeError("a secret of the inside")

    working(monkeypatch, work)
    run = done(check_of_jeju(cast))
    assert run.state == RunState.FAILED
    assert "secret" not in run.said.en
    assert "Try once more" in run.said.en


def test_a_run_whose_worker_died_is_marked_and_can_be_done_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = check_of_jeju(cast)

    def work(parameters: Any, progress: Progress) -> Made:
        raise SystemExit  # as if it were killed: nothing is written any more

    working(monkeypatch, work)
    with pytest.raises(SystemExit):
        perform.call(run.pk)
    run.refresh_from_db()
    assert (run.state, end_abandoned()) == (RunState.RUNNING, 0)
    Run.objects.update(beat=timezone.now() - timedelta(minutes=2))
    assert (end_abandoned(), end_abandoned()) == (1, 0)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    monkeypatch.undo()
    new = again(by=cast.jeju, run=run)
    assert (done(new).state, new.key) == (RunState.DONE, run.key)


def test_a_worker_that_has_to_end_gives_its_run_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = check_of_jeju(cast)
    progress_module.ending.set()
    try:
        run = done(run)
    finally:
        progress_module.ending.clear()
    assert (run.state, run.attempt, DBTaskResult.objects.count()) == (RunState.QUEUED, "", 2)
    assert done(run).state == RunState.DONE


def test_progress_is_told_and_kept_between_nothing_and_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = check_of_jeju(cast)
    seen = []

    def work(parameters: Any, progress: Progress) -> Made:
        for part in (-1, 0.5, 7):
            progress.report(part, said("runs.step.writing", form="PDF"))
            seen.append(Run.objects.values_list("progress", "said_ko").get(pk=run.pk))
        return FILE

    working(monkeypatch, work)
    done(run)
    text = "PDF 문서를 쓰고 있습니다."
    assert seen == [(0.0, text), (0.5, text), (1.0, text)]


def test_asking_and_cancelling_are_on_the_record(cast: Cast) -> None:
    cancel(by=cast.jeju, run=check_of_jeju(cast))
    verbs = AuditEntry.objects.filter(person=cast.jeju).values_list("verb", flat=True)
    assert list(verbs) == ["run.cancel", "run.start"]


def visit(client: Client, person: Person) -> Client:
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def form(cast: Cast, draft: str, kind: str = "check") -> dict[str, Any]:
    return {"branch": cast.draft(draft).pk, "kind": kind, "lang": "ko"}


def test_a_planner_asks_for_a_book_and_gets_it(cast: Cast, client: Client) -> None:
    visit(client, cast.jeju)
    started = client.post("/runs/start/", form(cast, "jeju", "book-html"))
    run = Run.objects.get()
    assert (started.status_code, started["Location"]) == (302, f"/runs/{run.pk}/")
    perform.call(run.pk)
    got = client.get(f"/runs/{run.pk}/result/")
    assert got["Content-Disposition"] == 'attachment; filename="small-2018-jeju.html"'
    assert got.content == result(run)


def test_nobody_asks_for_what_they_may_not_read(cast: Cast, client: Client) -> None:
    for person, draft in (
        (cast.ulsan, "jeju"), (cast.officer, "jeju"), (cast.jeju, "nation"),
        (cast.resident, "jeju"), (cast.stranger, "nation"),
    ):  # fmt: skip
        answer = visit(client, person).post("/runs/start/", form(cast, draft))
        assert answer.status_code == 422
    assert Run.objects.count() == 0


def test_a_run_is_nobody_elses(cast: Cast, client: Client) -> None:
    run = done(check_of_jeju(cast))
    paths = [f"/runs/{run.pk}/", f"/runs/{run.pk}/result/"]
    for person in (cast.jeju_colleague, cast.ulsan, cast.officer, cast.administrator):
        visit(client, person)
        assert [client.get(path).status_code for path in paths] == [404, 404]
        assert client.post(f"/runs/{run.pk}/cancel/").status_code == 404
        assert client.post(f"/runs/{run.pk}/again/").status_code == 404
    assert [visit(client, cast.jeju).get(path).status_code for path in paths] == [200, 200]


def test_a_stranger_without_a_login_is_sent_to_sign_in(cast: Cast, client: Client) -> None:
    run = done(check_of_jeju(cast))
    for path in ("/runs/", f"/runs/{run.pk}/", f"/runs/{run.pk}/result/"):
        assert client.get(path)["Location"] == f"/login/?next={path}"


def test_who_may_no_longer_read_the_draft_gets_no_result(cast: Cast, client: Client) -> None:
    run = done(check_of_jeju(cast))
    yesterday = timezone.localdate() - timedelta(days=1)
    end_role(by=None, role=cast.jeju.roles.get(), on=yesterday)
    visit(client, cast.jeju)
    assert client.get(f"/runs/{run.pk}/result/").status_code == 403
    assert client.post(f"/runs/{run.pk}/again/").status_code == 403


def test_htmx_is_told_when_to_stop_asking(cast: Cast, client: Client) -> None:
    run = check_of_jeju(cast)
    visit(client, cast.jeju)
    asked = client.get(f"/runs/{run.pk}/", headers={"HX-Request": "true"})
    assert asked.status_code == 200
    assert b"every 1s" in asked.content
    perform.call(run.pk)
    ended = client.get(f"/runs/{run.pk}/", headers={"HX-Request": "true"})
    assert ended.status_code == 286
    assert b"every 1s" not in ended.content


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_run_as_for_three(
    cast: Cast, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        branch = cast.draft("jeju")
        section = renamed(city_section(branch), JEJU_PARK, f"이름 {number}")
        save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="")
        check_of_jeju(cast)
    visit(client, cast.jeju).get("/runs/")
    with django_assert_num_queries(10):
        page = client.get("/runs/")
    assert page.content.count(b"/runs/") - 3 >= count
    assert len(page.context["page"]) == count
