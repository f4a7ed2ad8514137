"""frictionless: a schema that names the types, and one check over the rows.

It reads and checks row by row, so that neither has a time of its own. Tried: as much as a table
schema can say as constraints and a primary key (unknown, out of range, missing, twice), the rest
in the check. It takes nearly twice as long.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from frictionless import Check, Checklist, Error, Row, Schema, errors
from frictionless.resources import TableResource

from benchmarks.peers import side
from benchmarks.peers.side import COLUMNS, KEY, LARGEST_PLAUSIBLE, NUMBERS, Found, Reference

NO_LIMIT = 10**9


class Dozen(Check):  # type: ignore[misc]
    """The dozen rules; sums are gathered while the rows pass by."""

    type = "dozen"
    Errors = (errors.TableError,)

    def __init__(self, known: Reference) -> None:
        super().__init__()
        self._known = known
        self._seen: set[tuple[object, ...]] = set()
        self._projects: dict[str, Row] = {}
        self._sums: dict[str, int] = defaultdict(int)
        self._planned: dict[tuple[str, str, int], int] = defaultdict(int)
        self._by_year: dict[int, int] = defaultdict(int)
        self._by_city: dict[str, int] = defaultdict(int)
        self._by_action: dict[str, int] = defaultdict(int)

    def validate_row(self, row: Row) -> Iterator[Error]:
        """What is wrong with a row, or with its project, which comes once for every line."""
        known, year, amount, project = self._known, row["year"], row["amount"], row["project"]
        if project not in self._projects:
            self._projects[project] = row
        if not known.first <= year <= known.last:
            yield _error(side.outside_period(row))
        elif row["first"] <= row["last"] and not row["first"] <= year <= row["last"]:
            yield _error(side.outside_project(row))
        if amount < 0:
            yield _error(side.negative(row))
        if amount > LARGEST_PLAUSIBLE:
            yield _error(side.implausible(row))
        if not row["certainty"]:
            yield _error(side.without_certainty(row))
        key = tuple([row[name] for name in KEY])
        if key in self._seen:
            yield _error(side.twice(row))
        self._seen.add(key)
        if line := row["line"]:
            if line not in known.lines:
                yield _error(side.unknown_line(row))
            self._planned[line, row["source"], year] += amount
        self._sums[project] += amount
        self._by_year[year] += amount
        self._by_city[row["city"]] += amount
        self._by_action[row["action"]] += amount

    def validate_end(self) -> Iterator[Error]:
        """What is wrong with the projects and the sums."""
        for project, row in self._projects.items():
            yield from map(_error, self._of_project(row, self._sums[project]))
        for key, ceiling in self._known.ceilings.items():
            if self._planned[key] > ceiling:
                yield _error(side.exceeded(key[0], key[2], self._planned[key] - ceiling))
        for dimension, sums, ids in (
            ("year", self._by_year, range(self._known.first, self._known.last + 1)),
            ("city", self._by_city, self._known.cities),
            ("sector", self._by_action, self._known.actions),
        ):
            if residue := sum(won for id, won in sums.items() if id not in ids):
                yield _error(side.does_not_foot(dimension, residue))

    def _of_project(self, row: Row, lines: int) -> Iterator[Found]:
        if row["action"] not in self._known.actions:
            yield side.unknown_action(row)
        if row["last"] < row["first"]:
            yield side.reversed_period(row)
        if row["declared"] < 0:
            yield side.negative_total(row)
        if row["declared"] > LARGEST_PLAUSIBLE:
            yield side.implausible_total(row)
        if row["declared"] != lines:
            yield side.total_differs(row, lines)


def main() -> None:
    folder = Path(sys.argv[1])
    side.run(side.reference, lambda known: _found(folder, known))


def _found(folder: Path, known: Reference) -> set[Found]:
    resource = TableResource(path="lines.csv", basepath=str(folder), schema=_schema())
    report = resource.validate(Checklist(checks=[Dozen(known)]), limit_errors=NO_LIMIT)
    notes = [error.note.split("\t") for task in report.tasks for error in task.errors]
    return {(rule, key) for rule, key in notes}


def _error(found: Found) -> Error:
    return errors.TableError(note="\t".join(found))


def _schema() -> Schema:
    types = {name: "integer" if name in NUMBERS else "string" for name in COLUMNS}
    fields = [{"name": name, "type": type} for name, type in types.items()]
    return Schema.from_descriptor({"fields": fields})


if __name__ == "__main__":
    main()
