"""What is done with opinions in the background: tables are taken in, the 의견 조치계획 printed."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils import translation

from mitgrim.documents import write_pdf
from mitgrim.documents.opinion_table import opinion_table
from mitgrim.web.opinions.anchoring import readable_revision
from mitgrim.web.opinions.importing import Mapped, keep, rows_of, take_in
from mitgrim.web.opinions.kinds import ImportState
from mitgrim.web.opinions.models import BroughtTable
from mitgrim.web.opinions.queries import Reach, Wanted, table_segments
from mitgrim.web.opinions.services import OpinionRefusal
from mitgrim.web.opinions.table import opinion_rows
from mitgrim.web.pages.words import named, said
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.runs.progress import Progress
from mitgrim.web.runs.works import JSON, Made
from mitgrim.wording import Lang

PDF: Final = "application/pdf"
CHECKED: Final = 0.7  # of the bar, when all rows were looked at
Asked = Mapping[str, Any]


def import_or_print(asked: Asked, progress: Progress) -> Made:
    """Whichever of the two was asked for."""
    return (_import if asked["form"] == "import" else _print)(asked, progress)


def _import(asked: Asked, progress: Progress) -> Made:
    """Rows looked at one by one outside of any transaction, then saved at once."""
    table = BroughtTable.objects.select_related("by", "workspace").get(pk=asked["table"])
    if table.state != ImportState.DONE:
        progress.report(0.0, said("opinions.step.reading"))
        mapped = Mapped.from_json(table.asked)
        rows = rows_of(table)[1:]
        revision = readable_revision(table.by, table.workspace, mapped.revision)
        if revision is None:
            raise OpinionRefusal("no-revision")

        def told(number: int) -> None:
            text = said("opinions.step.checking", at=number, all=len(rows))
            progress.report(CHECKED * number / max(len(rows), 1), text)

        taken = take_in(
            rows, mapped, by=table.by, workspace=table.workspace, revision=revision, told=told
        )
        progress.report(CHECKED, said("opinions.step.saving", n=len(taken.opinions)))
        keep(table, taken)
        table.refresh_from_db()
    text = said("opinions.made.import", taken=table.taken, wrong=len(table.wrong))
    body = {"taken": table.taken, "wrong": table.wrong}
    name = f"opinions-{table.pk}.json"
    return Made(name, JSON, json.dumps(body, ensure_ascii=False).encode(), text)


def _print(asked: Asked, progress: Progress) -> Made:
    progress.report(0.0, said("opinions.step.reading"))
    workspace = Workspace.objects.get(pk=asked["plan"])
    reach = Reach(sections=tuple(asked["of"]), drafts=tuple(asked["drafts"]))
    segments = table_segments(workspace, reach, Wanted(**asked["wanted"]))
    lang = Lang(asked["lang"])
    with translation.override(lang.value):
        rows = list(opinion_rows(workspace, segments.iterator(500)))
        document = opinion_table(
            named(workspace.name), rows, date.fromisoformat(asked["day"]), lang
        )
    progress.report(0.3, said("opinions.step.printing", n=len(rows)))
    name = f"{workspace.pk}-opinions.pdf"
    return Made(name, PDF, write_pdf(document), said("opinions.made.print", n=len(rows)))
