"""`mitgrim check DIR`: what is wrong with a plan, where, and what to do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

import click

from mitgrim.checks import UNIVERSAL, Finding, Rule, Severity, Subject, run
from mitgrim.checks.packs import read_pack
from mitgrim.cli.arguments import PATH, output_format, plan_folder
from mitgrim.cli.conflicts import unresolved
from mitgrim.cli.console import Console
from mitgrim.cli.sarif import sarif
from mitgrim.codec import read_plan
from mitgrim.programmes import programme
from mitgrim.wording import Text

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@click.command("check")
@plan_folder
@output_format("json", "sarif")
@click.option("--earlier", metavar="DIR", type=PATH)
@click.option("--other", "others", metavar="DIR", type=PATH, multiple=True)
@click.option("--day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--rules", "packs", metavar="PATH", type=PATH, multiple=True)
@click.pass_obj
def command(
    console: Console,
    folder: Path,
    *,
    form: str,
    earlier: Path | None,
    others: tuple[Path, ...],
    day: datetime | None,
    packs: tuple[Path, ...],
) -> int:
    """Check the plan in a folder; 1 when an error stands, 0 otherwise."""
    rules = [own for pack in packs for own in read_pack(pack)]
    with console.working("check.working", folder=str(folder)):
        subject = Subject(
            plan=read_plan(folder),
            earlier=read_plan(earlier) if earlier else None,
            others=tuple(map(read_plan, others)),
            day=day.date() if day else None,
        )
        found = findings(folder, subject, rules)
    if form == "json":
        console.json(as_json(found))
    elif form == "sarif":
        console.json(sarif(found))
    else:
        _show(console, found)
    return exit_code(found)


def findings(folder: Path, subject: Subject, packs: Sequence[Rule] = ()) -> tuple[Finding, ...]:
    """What the rules of every plan, of its programme and of the user's packs find."""
    known = programme(subject.plan.nation.programme)
    rules = (*UNIVERSAL, *(known.rules() if known else ()), *packs)
    return (*unresolved(folder), *run(subject, rules))


def exit_code(found: Iterable[Finding]) -> int:
    """1 when a finding blocks, else 0."""
    return int(any(finding.blocks for finding in found))


def as_json(found: Iterable[Finding]) -> list[dict[str, object]]:
    """Findings for machines, with both languages; `waived` is there only where a waiver is."""
    return [
        {
            "id": finding.id,
            "severity": finding.severity.value,
            "place": finding.place,
            "message": _both(finding.message),
            "hint": _both(finding.hint),
            "reference": finding.reference,
            **({"waived": {"reason": own.reason, "by": own.by}} if (own := finding.waived) else {}),
        }
        for finding in found
    ]


def summary(console: Console, found: Iterable[Finding]) -> str:
    """How many findings there are of each severity, waived ones apart."""
    count = Counter("waived" if finding.waived else finding.severity.value for finding in found)
    names = ("error", "warning", "note", "waived")
    return console.text("check.summary", **{name: count[name] for name in names})


def _both(text: Text) -> dict[str, str]:
    return {"ko": text.ko, "en": text.en}


def _show(console: Console, found: tuple[Finding, ...]) -> None:
    lang = console.lang
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    alike = sorted(found, key=lambda own: (ranks[own.severity], own.id))
    for hint, group in groupby(alike, key=lambda own: own.hint.in_(lang)):
        for finding in group:
            style = "dim" if finding.waived else STYLES[finding.severity]
            name = console.text(f"severity.{finding.severity.value}")
            console.out.print(f"{name} ", style=style, end="")
            console.line(finding.message.in_(lang))
            where = finding.place or console.text("check.whole")
            console.line(f"    {where} · {finding.id}", "dim")
            if finding.waived:
                console.say("check.waived", style="dim", reason=finding.waived.reason)
        console.line(f"    → {hint}")
    if not found:
        console.say("check.clean", style="green")
    console.line(summary(console, found), "bold")
