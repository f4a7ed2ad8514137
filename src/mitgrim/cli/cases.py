"""`mitgrim cases [PATH…]`: whether the rules say what the law's cases say."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click

from mitgrim.cli.arguments import PATH, output_format
from mitgrim.cli.console import Console
from mitgrim.law import Case, CaseResult, case_files_in, read_cases, run_case
from mitgrim.programmes import Programme, programme, programmes


@click.command("cases")
@click.argument("paths", metavar="[PATH…]", type=PATH, nargs=-1)
@click.option("--programme", "programme_id", metavar="ID", default=programmes()[0].id)
@output_format("json")
@click.pass_obj
def command(console: Console, paths: tuple[Path, ...], programme_id: str, form: str) -> int:
    """Run cases of a programme's law; 1 when one fails, 0 otherwise."""
    chosen = programme(programme_id)
    if chosen is None:
        known = ", ".join(each.id for each in programmes())
        raise click.UsageError(console.text("new.unknown", name=programme_id, names=known))
    cases = tuple(_given(paths) if paths else _own(chosen))
    terms = chosen.case_terms()
    results = [run_case(case, chosen.cases, terms) for case in cases]
    if form == "json":
        console.json(as_json(results))
    else:
        _show(console, results)
    return int(not all(own.passed for own in results))


def as_json(results: Iterable[CaseResult]) -> list[dict[str, object]]:
    """Results for machines; `messages` in both languages where a case fails."""
    return [
        {
            "file": own.case.file,
            "number": own.case.number,
            "name": own.case.name,
            "date": own.case.date.isoformat(),
            "rule": own.case.rule,
            "passed": own.passed,
            "messages": [{"ko": text.ko, "en": text.en} for text in own.messages],
        }
        for own in results
    ]


def _own(chosen: Programme) -> Iterator[Case]:
    for file in chosen.case_files():
        yield from read_cases(file, file.name)


def _given(paths: Iterable[Path]) -> Iterator[Case]:
    for path in paths:
        for file in case_files_in(path):
            yield from read_cases(file)


def _show(console: Console, results: list[CaseResult]) -> None:
    for file, group in groupby(results, key=lambda own: own.case.file):
        console.line(file, "bold")
        for own in group:
            style, sign = ("green", "✓") if own.passed else ("bold red", "✗")
            console.out.print(f"  {sign} ", style=style, end="")
            console.line(own.case.name)
            for text in own.messages:
                console.line(f"      {text.in_(console.lang)}")
    failed = sum(not own.passed for own in results)
    message = "cases.failed" if failed else "cases.passed"
    console.say(message, style="bold", count=len(results), failed=failed)
