"""What is wrong with a law's data itself; a planner who edits a table sees it at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mitgrim.law.clocks import Clock
from mitgrim.law.errors import MESSAGES
from mitgrim.law.law import Law
from mitgrim.law.parameters import UNITS, Parameter
from mitgrim.law.tables import Dated, Table, gaps, overlaps, periods
from mitgrim.wording import Text, Value


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a row, or between two: a stable id, the row's id, and words."""

    id: str
    row: str
    message: Text


def problems(law: Law) -> tuple[Problem, ...]:
    """Everything wrong with the law's tables; empty when all is well."""
    tables: tuple[Table[Any], ...] = (law.parameters, law.regions, law.bodies, law.clocks)
    found = [problem for table in tables for problem in _of_table(table)]
    found += [problem for own in law.parameters for problem in _of_parameter(own)]
    found += [problem for own in law.clocks for problem in _of_clock(own, law)]
    return tuple(found)


def _of_table(table: Table[Any]) -> Iterator[Problem]:
    for id in table.ids:
        history = table.history(id)
        for one, other in overlaps(history):
            yield _problem("overlap", one, other=periods(other))
        for one, other in gaps(history):
            yield _problem("gap", one, other=periods(other))
        for row in history:
            yield from _of_row(row)


def _of_row(row: Dated) -> Iterator[Problem]:
    if row.valid_to is not None and row.valid_to < row.valid_from:
        yield _problem("reversed", row)
    if not row.article:
        yield _problem("article-missing", row)
    if not row.source:
        yield _problem("source-missing", row)
    if not row.confidence:
        yield _problem("confidence-missing", row)
    if not row.known and not (row.note.ko and row.note.en):
        yield _problem("gap-without-note", row)


def _of_parameter(row: Parameter) -> Iterator[Problem]:
    if not row.unit:
        yield _problem("unit-missing", row)
    elif row.unit not in UNITS:
        yield _problem("unit-unknown", row, unit=row.unit, units=", ".join(UNITS))
    if not (row.name.ko and row.name.en):
        yield _problem("name-missing", row)


def _of_clock(row: Clock, law: Law) -> Iterator[Problem]:
    if not row.exists_every_year:
        yield _problem("no-such-day", row, month=row.month, date=row.day)
    for body in (*row.who, *row.whom):
        if not law.bodies.history(body):
            yield _problem("body-unknown", row, body=body)


def _problem(id: str, row: Dated, /, **values: Value) -> Problem:
    message = MESSAGES.both(f"problem.{id}", row=row.id, period=periods(row), **values)
    return Problem(id, row.id, message)
