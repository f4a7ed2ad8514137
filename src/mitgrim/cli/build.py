"""`mitgrim build DIR --out OUT`: assemble, check, total, publish."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import click

from mitgrim import __version__
from mitgrim.checks import Finding, Subject
from mitgrim.cli.arguments import out_folder, plan_folder
from mitgrim.cli.check import as_json as findings_json
from mitgrim.cli.check import exit_code, findings, summary
from mitgrim.cli.console import Console
from mitgrim.cli.show import as_json as totals_json
from mitgrim.codec import FileError, digest, must_be_free, read_bytes, read_plan, write_folder
from mitgrim.documents import Document, book, forum_programme, write_html, write_pdf
from mitgrim.plan import NATION, Plan, Totals, totals
from mitgrim.programmes import programme
from mitgrim.wording import Lang, prose_amount

MANIFEST: Final = "manifest.json"
BOOK: Final = "book"
PROGRAMME: Final = "programme"


class Several(click.ParamType[tuple[str, ...]]):
    """A comma-separated list of some of what there is to choose from."""

    name = "several"

    def __init__(self, *known: str) -> None:
        self._known = known

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        wanted = dict.fromkeys(part.strip() for part in str(value).split(","))
        if unknown := [name for name in wanted if name not in self._known]:
            self.fail(f"{', '.join(unknown)} ({', '.join(self._known)})", param, ctx)
        return tuple(wanted)


@click.command("build")
@plan_folder
@out_folder
@click.option("--formats", type=Several("html", "pdf"), default="html", metavar="html,pdf")
@click.option(
    "--documents", type=Several(BOOK, PROGRAMME), default=BOOK, metavar=f"{BOOK},{PROGRAMME}"
)
@click.pass_obj
def command(
    console: Console, folder: Path, out: Path, formats: tuple[str, ...], documents: tuple[str, ...]
) -> int:
    """Build what a plan publishes; with errors all the same, and then 1."""
    plan_at, out_at = folder.resolve(), out.resolve()
    if plan_at.is_relative_to(out_at) or out_at.is_relative_to(plan_at):
        raise click.UsageError(console.text("build.out-in-plan", out=str(out)))
    must_be_free(out, ours=_built_by_us)
    with console.working("build.reading", folder=str(folder)):
        plan = read_plan(folder)
    with console.working("build.checking"):
        found = findings(folder, Subject(plan=plan))
        sums = totals(plan)
    files = {"findings.json": _json(findings_json(found)), "totals.json": _json(totals_json(sums))}
    written = {}
    for name, document in _documents(plan, found, sums, console.lang, documents):
        for form in formats:
            with console.working("build.writing", form=form):
                written[f"{name}.{form}"] = WRITERS[form](document)
    files |= written
    files[MANIFEST] = _json(manifest(plan, console.lang, files))
    write_folder(out, files, ours=_built_by_us)
    _tell(console, sums, found, out, tuple(written))
    return exit_code(found)


def manifest(plan: Plan, lang: Lang, files: dict[str, bytes]) -> dict[str, Any]:
    """What was built from what: the sections' digests and those of the files."""
    sections = {NATION: digest(plan.nation)} | {own.city.id: digest(own) for own in plan.cities}
    return {
        "plan": plan.nation.id,
        "mitgrim": __version__,
        "lang": lang.value,
        "sections": sections,
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in sorted(files.items())
        },
    }


def _built_by_us(folder: Path) -> bool:
    """Whether a folder holds what an earlier build left, and nothing that somebody added."""
    try:
        files = json.loads(read_bytes(folder / MANIFEST))["files"]
    except (FileError, ValueError, KeyError, TypeError):
        return False
    return {file.name for file in folder.iterdir()} <= {MANIFEST, *files}


def _documents(
    plan: Plan, found: tuple[Finding, ...], sums: Totals, lang: Lang, wanted: tuple[str, ...]
) -> Iterator[tuple[str, Document]]:
    """The documents that are wanted by the names of their files; forums are numbered in order."""
    if BOOK in wanted:
        yield BOOK, _book(plan, found, sums, lang)
    if PROGRAMME in wanted:
        for number, own in enumerate(plan.nation.forums, start=1):
            yield f"{PROGRAMME}-{number}", forum_programme(plan, own, lang)


def _book(plan: Plan, found: tuple[Finding, ...], sums: Totals, lang: Lang) -> Document:
    known = programme(plan.nation.programme)
    return book(plan, found, sums, known.basemap() if known else None, lang)


def _html(document: Document) -> bytes:
    return write_html(document).encode()


WRITERS: Final[dict[str, Callable[[Document], bytes]]] = {"html": _html, "pdf": write_pdf}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _tell(
    console: Console, sums: Totals, found: tuple[Finding, ...], out: Path, written: tuple[str, ...]
) -> None:
    total = prose_amount(sums.total, console.lang)
    console.say("build.done", style="bold", projects=sums.projects, total=total)
    console.line("  " + summary(console, found))
    for name in (*written, "findings.json", "totals.json", MANIFEST):
        console.line(f"  {out / name}")
    if written:
        form = written[0].rpartition(".")[2]
        console.say(f"build.open-{form}", style="green", file=str(out / written[0]))
    else:
        console.say("build.no-forum", style="yellow")
