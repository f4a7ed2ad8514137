"""A funding problem as a mixed-integer programme: arrays that go straight to a solver.

Columns are the options (0 or 1), the cells' attainment (0 to 1) and, where groups are held to
shares, all money. Rows of money are divided by powers of two, which is exact, so that a solver's
absolute tolerance means the same in won as in 억 won.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import coo_array, csr_array, diags_array, eye_array, hstack, vstack

from mitgrim.funding.portfolio import Portfolio
from mitgrim.funding.problem import TOLERANCE, Flags, Indices, Numbers, Problem

INFINITY: Final = float("inf")
ROW_WISE: Final = 2  # as HiGHS numbers its matrix formats
MINIMISE, MAXIMISE = 1, -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Rows that stand together: of what, from which row on, and of which number each one is.

    `of` counts a problem's projects, limits, groups, prerequisites, exclusions or cells, and the
    cities in a block of what they attain. What a row says is in units: times its `unit`
    it is in the problem's money.
    """

    kind: str
    first: int
    of: Indices
    unit: Numbers

    @property
    def rows(self) -> slice:
        """Where the block stands in the matrix."""
        return slice(self.first, self.first + len(self.of))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """Maximise objective · x, with least ≤ matrix · x ≤ most and lower ≤ x ≤ upper.

    Columns: `options` options, then `cells` cells, then all money if a group has a share.
    """

    options: int
    cells: int
    objective: Numbers
    lower: Numbers
    upper: Numbers
    binary: Flags
    matrix: csr_array  # rows × columns
    least: Numbers
    most: Numbers
    blocks: Sequence[Block]

    def block(self, kind: str) -> Block:
        """The rows of a kind: projects, limits, amounts, floors, ceilings, total, needs, …

        Raises KeyError where the model has none.
        """
        for block in self.blocks:
            if block.kind == kind:
                return block
        raise KeyError(kind)

    def __repr__(self) -> str:
        kinds = ", ".join(f"{block.kind} {len(block.of):,}" for block in self.blocks)
        return (
            f"<Model: {len(self.objective):,} columns ({self.binary.sum():,} binary), "
            f"{len(self.least):,} rows ({kinds}), {self.matrix.nnz:,} numbers>"
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Rows before they are put below one another; no `cells` or `total` where they have none."""

    kind: str
    of: Indices
    options: csr_array | None = None
    cells: csr_array | None = None
    total: Numbers | None = None
    least: Numbers | float = -INFINITY
    most: Numbers | float = INFINITY
    unit: Numbers | float = 1.0


def mixed_integer(problem: Problem, *, relaxed: bool = False) -> Model:
    """The programme whose solutions are the portfolios that may be carried out.

    `relaxed` lets options be done in part, which bounds the value from above.

    Raises ValueError for a weight or a gain below zero, which would need more columns.
    """
    if (problem.weight < 0).any() or (problem.gains.data < 0).any():
        raise ValueError("A funding model needs weights and gains of at least zero.")
    sets = [
        _projects(problem),
        _limits(problem),
        *_groups(problem),
        needs_rows(problem),
        excludes_rows(problem),
        _cells(problem),
        _cities(problem),
    ]
    sets = [rows for rows in sets if len(rows.of)]
    options, cells = problem.options, len(problem.cells)
    total = any(rows.total is not None for rows in sets)
    columns = options + cells + total
    upper = np.ones(columns)
    upper[options + cells :] = INFINITY
    return Model(
        options=options,
        cells=cells,
        objective=np.concatenate([np.zeros(options), problem.weight, np.zeros(int(total))]),
        lower=np.zeros(columns),
        upper=upper,
        binary=np.arange(columns) < (0 if relaxed else options),
        matrix=_stacked(sets, options, cells, total),
        least=_joined([np.broadcast_to(rows.least, len(rows.of)) for rows in sets]),
        most=_joined([np.broadcast_to(rows.most, len(rows.of)) for rows in sets]),
        blocks=_blocks(sets),
    )


def point(problem: Problem, model: Model, portfolio: Portfolio) -> Numbers:
    """A portfolio as the model's columns: cells attain what they can, all money is summed."""
    chosen = np.fromiter(portfolio.values(), dtype=np.int64, count=len(portfolio))
    columns = np.zeros(len(model.objective))
    columns[chosen] = 1.0
    taken = columns[: model.options]
    columns[model.options : model.options + model.cells] = np.minimum(1.0, problem.gains.T @ taken)
    columns[model.options + model.cells :] = problem.cost @ taken / money_unit(problem)
    return columns


def kept(model: Model, columns: Numbers) -> bool:
    """Whether columns keep to every row and bound, but for what sums of floats round."""
    rows = model.matrix @ columns
    return bool(
        (rows >= model.least - TOLERANCE).all()
        and (rows <= model.most + TOLERANCE).all()
        and (columns >= model.lower).all()
        and (columns <= model.upper).all()
    )


def worth_at_least(model: Model, objective: Numbers, least: float) -> Model:
    """The model with portfolios of at least so much of an objective."""
    row = np.zeros((1, len(model.objective)))
    row[0, : len(objective)] = objective
    return replace(
        model,
        matrix=csr_array(vstack([model.matrix, csr_array(row)], format="csr")),
        least=np.append(model.least, least),
        most=np.append(model.most, INFINITY),
    )


def distances(problem: Problem, columns: int, portfolio: Portfolio) -> Numbers:
    """Numbers whose sum over the columns taken, plus the portfolio's size, is the difference."""
    row = np.zeros(columns)
    row[: problem.options] = ~np.isin(problem.project, list(portfolio))
    row[list(portfolio.values())] = -1.0
    return row


def widened(model: Model, rows: Numbers, *, column: Numbers, least: Numbers) -> Model:
    """The model with one more column, the only one that counts, and more rows: at least so much."""
    empty = csr_array((len(model.least), 1))
    added = hstack([csr_array(rows), csr_array(column[:, None])])
    return replace(
        model,
        objective=np.append(np.zeros(len(model.objective)), 1.0),
        lower=np.append(model.lower, 0.0),
        upper=np.append(model.upper, INFINITY),
        binary=np.append(model.binary, False),
        matrix=csr_array(vstack([hstack([model.matrix, empty]), added], format="csr")),
        least=np.concatenate([model.least, least]),
        most=np.concatenate([model.most, np.full(len(least), INFINITY)]),
    )


def money_unit(problem: Problem) -> float:
    """What rows of groups' money are divided by: a 64th of what could be spent at most.

    Small beside what is spent, so that the solver's tolerance is below the checker's.
    """
    return float(_power_of_two(np.array([problem.cost.sum() / 64]))[0])


def to_highs(model: Model, *, minimise: bool = False) -> Any:
    """The model in a new HiGHS, silent and with one thread; ready to run.

    `minimise` turns the objective round, for who reads only that.
    """
    import highspy

    from mitgrim.funding.highs import Quiet

    highs = Quiet()
    matrix = model.matrix
    status = highs.passModel(
        len(model.objective),
        len(model.least),
        matrix.nnz,
        ROW_WISE,
        MINIMISE if minimise else MAXIMISE,
        0.0,
        -model.objective if minimise else model.objective,
        model.lower,
        model.upper,
        model.least,
        model.most,
        matrix.indptr.astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data,
        model.binary.astype(np.int32),
    )
    if status == highspy.HighsStatus.kError:
        raise ValueError("HiGHS does not take this model: an amount is not a number or too large.")
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 1)
    return highs


def write_mps(model: Model, file: Path, *, minimise: bool = False) -> None:
    """Write the model for other solvers, which read `.mps` and mostly `.mps.gz`.

    Raises OSError where the file cannot be written.
    """
    import highspy

    highs = to_highs(model, minimise=minimise)
    if highs.writeModel(str(file)) == highspy.HighsStatus.kError:
        raise OSError(f"The model cannot be written to {file}.")


def _projects(problem: Problem) -> Rows:
    projects = np.arange(len(problem.projects))
    options = csr_array(
        (np.ones(problem.options), np.arange(problem.options), problem.first),
        shape=(len(projects), problem.options),
    )
    return Rows(
        kind="projects",
        of=projects,
        options=options,
        least=np.where(problem.must, 1.0, -INFINITY),
        most=1.0,
    )


def _limits(problem: Problem) -> Rows:
    finite = np.where(np.isfinite(problem.budget), np.abs(problem.budget), 1.0)
    unit = _power_of_two(finite)
    return Rows(
        kind="limits",
        of=np.arange(len(problem.limits)),
        options=_divided(problem.uses.T.tocsr(), unit),
        most=problem.budget / unit,
        unit=unit,
    )


def _groups(problem: Problem) -> list[Rows]:
    """Amounts, then shares of the column of all money, then what that column is."""
    unit = money_unit(problem)
    least = np.array([group.least for group in problem.groups])
    most = np.array([group.most for group in problem.groups])
    floors = np.array([group.least_share for group in problem.groups])
    ceilings = np.array([group.most_share for group in problem.groups])
    # Group by group what each option costs: projects × groups, a row for every option of it.
    spent = problem.groups_of[problem.project].multiply(problem.cost[:, None] / unit).T.tocsr()
    held = np.flatnonzero((least > 0) | (most < INFINITY))
    floored, ceiled = np.flatnonzero(floors > 0), np.flatnonzero(ceilings < 1)
    rows = [
        Rows(
            kind="amounts",
            of=held,
            options=spent[held],
            least=np.where(least[held] > 0, least[held] / unit, -INFINITY),
            most=most[held] / unit,
            unit=unit,
        ),
        Rows(
            kind="floors",
            of=floored,
            options=spent[floored],
            total=-floors[floored],
            least=0.0,
            unit=unit,
        ),
        Rows(
            kind="ceilings",
            of=ceiled,
            options=spent[ceiled],
            total=-ceilings[ceiled],
            most=0.0,
            unit=unit,
        ),
    ]
    if len(floored) or len(ceiled):
        cost = csr_array((problem.cost / unit)[None, :])
        one = np.ones(1)
        rows.append(
            Rows(
                kind="total", of=np.arange(1), options=cost, total=-one, least=0, most=0, unit=unit
            )
        )
    return rows


def needs_rows(problem: Problem) -> Rows:
    """For a pair and a year in which the first may start: it has not started, or the second is in.

    Σ first's options that start by then ≤ Σ second's options that are ready by then.
    """
    firsts, first_of = _options_of(problem, problem.needs[:, 0])
    seconds, second_of = _options_of(problem, problem.needs[:, 1])
    ready = np.where(
        problem.needs_finish[second_of], problem.finish[seconds] + 1, problem.start[seconds]
    )
    years = problem.years
    may_start = np.zeros((len(problem.needs), len(years)), dtype=bool)
    may_start[first_of, np.searchsorted(years, problem.start[firsts])] = True
    row = np.cumsum(may_start).reshape(may_start.shape) - 1
    starts = may_start[first_of] & (problem.start[firsts][:, None] <= years)
    helps = may_start[second_of] & (ready[:, None] <= years)
    one, other = np.nonzero(starts), np.nonzero(helps)
    pair = np.nonzero(may_start)[0]
    options = csr_array(
        (
            np.concatenate([np.ones(len(one[0])), -np.ones(len(other[0]))]),
            (
                np.concatenate([row[first_of[one[0]], one[1]], row[second_of[other[0]], other[1]]]),
                np.concatenate([firsts[one[0]], seconds[other[0]]]),
            ),
        ),
        shape=(len(pair), problem.options),
    )
    return Rows(kind="needs", of=pair, options=options, most=0.0)


def excludes_rows(problem: Problem) -> Rows:
    """For a pair that exclude each other: one of their options at most."""
    pairs = np.arange(len(problem.excludes))
    option, pair = _options_of(problem, problem.excludes.ravel())
    options = csr_array(
        (np.ones(len(option)), (pair // 2, option)), shape=(len(pairs), problem.options)
    )
    return Rows(kind="excludes", of=pairs, options=options, most=1.0)


def _cells(problem: Problem) -> Rows:
    cells = np.arange(len(problem.cells))
    return Rows(
        kind="cells",
        of=cells,
        options=-problem.gains.T.tocsr(),
        cells=eye_array(len(cells), format="csr"),
        most=0.0,
    )


def _cities(problem: Problem) -> Rows:
    """What each city attains of its own cells: a city with few is asked as much as another."""
    shares = problem.city_shares[: len(problem.cities) if problem.least_attained > 0 else 0]
    cities = np.arange(shares.shape[0])
    return Rows(kind="cities", of=cities, cells=shares, least=problem.least_attained)


def _options_of(problem: Problem, projects: Indices) -> tuple[Indices, Indices]:
    """All options of each of these projects, and at which place the project stood."""
    counts = problem.first[projects + 1] - problem.first[projects]
    place = np.repeat(np.arange(len(projects)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return problem.first[projects][place] + within, place


def _stacked(sets: Sequence[Rows], options: int, cells: int, total: bool) -> csr_array:
    widths = {"options": options, "cells": cells, "total": int(total)}
    if not sets:
        return csr_array((0, sum(widths.values())))
    blocks = []
    for rows in sets:
        height = len(rows.of)
        column = None if rows.total is None else csr_array(rows.total[:, None])
        parts = (rows.options, rows.cells, column)
        blocks.append(
            hstack(
                [
                    coo_array((height, width)) if part is None else part
                    for part, width in zip(parts, widths.values(), strict=True)
                ],
                format="csr",
            )
        )
    matrix = csr_array(vstack(blocks, format="csr"))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix


def _blocks(sets: Sequence[Rows]) -> tuple[Block, ...]:
    ends = np.cumsum([len(rows.of) for rows in sets])
    return tuple(
        Block(
            kind=rows.kind,
            first=int(end) - len(rows.of),
            of=rows.of,
            unit=np.broadcast_to(rows.unit, len(rows.of)),
        )
        for rows, end in zip(sets, ends, strict=True)
    )


def _divided(matrix: csr_array, unit: Numbers) -> csr_array:
    return csr_array(diags_array(1 / unit) @ matrix) if len(unit) else matrix


def _power_of_two(amounts: Numbers) -> Numbers:
    """The powers of two just below amounts, and 1 for what is less."""
    return np.asarray(np.exp2(np.floor(np.log2(np.maximum(1.0, amounts)))))


def _joined(arrays: Sequence[Numbers]) -> Numbers:
    return np.concatenate([np.zeros(0), *arrays])
