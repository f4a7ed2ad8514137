"""pandera: a lazy schema of the lines and one of the projects, and checks of sums as wide checks.

Tried: one schema of the lines alone, every rule of a project as a check over all of its lines.
It takes as long, and every failing project fails twenty times.
"""

from collections.abc import Callable, Iterator

import pandas as pd
import pandera.pandas as pa

from benchmarks.peers import pandas_side, side
from benchmarks.peers.side import KEY, LARGEST_PLAUSIBLE, Found, Reference

Row = dict[str, object]
Read = tuple[pd.DataFrame, Reference]
SAID: dict[str, Callable[[Row], Found]] = {
    own.__name__: own
    for own in (
        side.unknown_action,
        side.unknown_line,
        side.outside_period,
        side.outside_project,
        side.reversed_period,
        side.negative,
        side.negative_total,
        side.implausible,
        side.implausible_total,
        side.without_certainty,
        side.twice,
    )
}
YEARLY = {"outside_period", "outside_project"}


def find(data: Read) -> Iterator[Found]:
    """The dozen rules."""
    lines, known = data
    sums = lines.groupby("project", sort=False, observed=True)["amount"].sum()
    projects = lines.drop_duplicates("project")
    projects = projects.assign(lines=projects["project"].map(sums).astype("int64"))
    planned = lines.groupby(["line", "source", "year"], observed=True)["amount"].sum().reset_index()
    ceilings = pd.Series(known.ceilings).rename_axis(["line", "source", "year"]).rename("ceiling")
    limited = ceilings.reset_index().merge(planned, on=["line", "source", "year"])
    footing = pd.DataFrame(_footing(lines, known), columns=["dimension", "sum", "total"])
    for row, check in _failing(_of_lines(known), lines):
        yield SAID[check](row)
    for row, check in _failing(_of_projects(known), projects):
        if check == "total_differs":
            yield side.total_differs(row, int(str(row["lines"])))
        else:
            yield SAID[check](row)
    for row, _ in _failing(_no_more("amount", "ceiling"), limited):
        excess = int(str(row["amount"])) - int(str(row["ceiling"]))
        yield side.exceeded(str(row["line"]), int(str(row["year"])), excess)
    for row, _ in _failing(_same("sum", "total"), footing):
        residue = int(str(row["total"])) - int(str(row["sum"]))
        yield side.does_not_foot(str(row["dimension"]), residue)


def _of_lines(known: Reference) -> pa.DataFrameSchema:
    def in_its_project(lines: pd.DataFrame) -> pd.Series:
        year, first, last = lines["year"], lines["first"], lines["last"]
        of_plan = year.between(known.first, known.last)
        return year.between(first, last) | (first > last) | ~of_plan

    return pa.DataFrameSchema(
        {
            "line": pa.Column(checks=pa.Check.isin(["", *known.lines], error="unknown_line")),
            "year": pa.Column(
                int, pa.Check.in_range(known.first, known.last, error="outside_period")
            ),
            "amount": pa.Column(
                int,
                [
                    pa.Check.ge(0, error="negative"),
                    pa.Check.le(LARGEST_PLAUSIBLE, error="implausible"),
                ],
            ),
            "certainty": pa.Column(checks=pa.Check.ne("", error="without_certainty")),
        },
        checks=[
            pa.Check(in_its_project, error="outside_project"),
            pa.Check(lambda lines: ~lines.duplicated(KEY), error="twice"),
        ],
    )


def _of_projects(known: Reference) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {
            "action": pa.Column(checks=pa.Check.isin(list(known.actions), error="unknown_action")),
            "declared": pa.Column(
                int,
                [
                    pa.Check.ge(0, error="negative_total"),
                    pa.Check.le(LARGEST_PLAUSIBLE, error="implausible_total"),
                ],
            ),
        },
        checks=[
            pa.Check(lambda own: own["first"] <= own["last"], error="reversed_period"),
            pa.Check(lambda own: own["declared"] == own["lines"], error="total_differs"),
        ],
    )


def _no_more(column: str, limit: str) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(checks=pa.Check(lambda own: own[column] <= own[limit]))


def _same(one: str, other: str) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(checks=pa.Check(lambda own: own[one] == own[other]))


def _footing(lines: pd.DataFrame, known: Reference) -> Iterator[tuple[str, int, int]]:
    total = lines["amount"].sum()
    for dimension, column, ids in (
        ("year", "year", range(known.first, known.last + 1)),
        ("city", "city", known.cities),
        ("sector", "action", known.actions),
    ):
        sums = lines.groupby(column, observed=True)["amount"].sum()
        yield dimension, sums[sums.index.isin(list(ids))].sum(), total


def _failing(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterator[tuple[Row, str]]:
    """The rows that fail, each once for every check that it fails."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases[["check", "index"]].drop_duplicates()
        seen: set[tuple[object, ...]] = set()
        for check, index in cases.itertuples(index=False):
            row: Row = frame.loc[index].to_dict()
            once = (check, row["project"], row["year"]) if check in YEARLY else (check, index)
            if once not in seen:
                seen.add(once)
                yield row, check


if __name__ == "__main__":
    side.run(pandas_side.read, find)
