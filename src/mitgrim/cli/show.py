"""`mitgrim show DIR`: what a plan holds and what it costs."""

from collections.abc import Iterator
from pathlib import Path

import click

from mitgrim.cli.arguments import output_format, plan_folder
from mitgrim.cli.console import Console
from mitgrim.codec import read_plan
from mitgrim.plan import Dimension, FundingSource, Label, Plan, Totals, label_of, totals
from mitgrim.wording import MILLION, Lang, percent, prose_amount, table_amount, table_note


@click.command("show")
@plan_folder
@output_format("json")
@click.pass_obj
def command(console: Console, folder: Path, form: str) -> None:
    """Show the plan in a folder."""
    plan = read_plan(folder)
    sums = totals(plan)
    if form == "json":
        console.json(as_json(sums))
    else:
        _show(console, plan, sums)


def as_json(sums: Totals) -> dict[str, object]:
    """Totals for machines: won as integers, keyed by ids."""
    return {
        "total": sums.total,
        "by_year": {str(year): won for year, won in sums.by_year.items()},
        "by_source": sums.by_source,
        "by_city": sums.by_city,
        "by_sector": sums.by_sector,
        "by_tree": sums.by_tree,
        "projects": sums.projects,
    }


def _show(console: Console, plan: Plan, sums: Totals) -> None:
    lang = console.lang
    console.line(_name(plan.nation.name, lang) or plan.nation.id, "bold")
    console.say(
        "show.head",
        period=str(plan.nation.period),
        cities=len(plan.cities),
        projects=sums.projects,
        total=prose_amount(sums.total, lang),
    )
    themes = {own.city.id: theme.text for own in plan.cities if (theme := own.theme())}
    for title, names, amounts in _breakdowns(plan, sums):
        remarks = {id: _name(themes[id], lang) for id in amounts if id in themes}
        columns = [_name(title, lang), console.text("show.amount"), console.text("show.share")]
        rows = [
            [
                _name(names[id], lang) if id in names else id or console.text("show.unknown"),
                table_amount(won, MILLION, lang),
                percent(won, sums.total) if sums.total else "—",
                *([remarks.get(id, "")] if remarks else []),
            ]
            for id, won in amounts.items()
        ]
        console.line("")
        console.table([*columns, *([console.text("show.theme")] if remarks else [])], rows)
    console.line("")
    console.line(table_note(sums.by_city.values(), MILLION, lang), "dim")


def _breakdowns(
    plan: Plan, sums: Totals
) -> Iterator[tuple[Label, dict[str, Label], dict[str, int]]]:
    """Each way of breaking the total down: what by, what its keys are called, the amounts."""
    cities = {own.city.id: own.city.short or own.city.name for own in plan.cities}
    yield label_of(Dimension.CITY), cities, sums.by_city
    yield label_of(Dimension.YEAR), {}, {str(year): won for year, won in sums.by_year.items()}
    yield label_of(Dimension.SOURCE), {own: label_of(own) for own in FundingSource}, sums.by_source
    sectors = {sector.id: sector.name for sector in plan.nation.sectors}
    yield label_of(Dimension.SECTOR), sectors, sums.by_sector
    for tree in plan.nation.trees:
        if list(sums.by_tree[tree.id].values()) == list(sums.by_sector.values()):
            continue  # the sectors themselves, as a tree
        yield tree.name, {node.id: node.name for node in tree.nodes}, sums.by_tree[tree.id]


def _name(label: Label, lang: Lang) -> str:
    return (label.en or label.ko) if lang == Lang.EN else label.ko
