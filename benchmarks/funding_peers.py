"""The same funding model built with PuLP, Pyomo and linopy, and handed to HiGHS.

Each peer states every row with its own variables and sums, as its documentation does, from arrays
that are there already; linopy with arrays. Times and memory are of building and of handing over,
not of imports and of the instance; medians of five runs of ours and three of the others, of which
at L each runs once, for ten minutes at most. Claim at L: at least ten times as fast as PuLP, twenty
times as Pyomo, five times as linopy. Run: `python -m benchmarks.funding_peers [S|M|L]`.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any, Final

import numpy as np

from benchmarks.funding_instances import instance
from benchmarks.measuring import PYTHON
from mitgrim.funding.model import Model, mixed_integer, to_highs
from mitgrim.funding.problem import Problem

RUNS: Final = 3
OURS: Final = 5
PATIENCE: Final = 600.0  # seconds


@dataclass(frozen=True)
class Built:
    """One peer once: seconds of building and handing over, growth of the peak in MB, the size."""

    peer: str
    building: float
    handing_over: float
    megabytes: float
    columns: int
    rows: int
    numbers: int


def main(size: str) -> None:
    """Every peer in processes of their own, in turn."""
    runs = {peer: list(_several(peer, size)) for peer in PEERS}
    shapes = {(run.columns, run.rows, run.numbers) for own in runs.values() for run in own}
    if len(shapes) > 1:
        sys.exit("The peers built different models: nothing below would mean anything.")
    print("| peer | building | handing over | both, beside ours | memory | columns | rows |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    ours = median(run.building + run.handing_over for run in runs["mitgrim"])
    for peer, own in runs.items():
        if not own:
            print(f"| {peer} | more than {PATIENCE:,.0f} s | – | – | – | – | – |")
            continue
        building, handing_over = (
            f"{median(getattr(run, what) for run in own):,.2f} s"
            for what in ("building", "handing_over")
        )
        times = median(run.building + run.handing_over for run in own) / ours
        memory = f"{max(run.megabytes for run in own):,.0f} MB"
        shape = f"{own[0].columns:,} | {own[0].rows:,}"
        print(f"| {peer} | {building} | {handing_over} | {times:.1f} | {memory} | {shape} |")


def _several(peer: str, size: str) -> Iterator[Built]:
    """A peer's runs; none where it is out of patience."""
    runs = OURS if peer == "mitgrim" else 1 if size == "L" else RUNS
    for _ in range(runs):
        try:
            yield _apart(peer, size)
        except subprocess.TimeoutExpired:
            return


def once(peer: str, size: str) -> Built:
    """Build and hand over in this process, which should be a new one."""
    problem = instance(size)
    build = PEERS[peer](problem)
    before, start = _peak(), perf_counter()
    hand_over = build()
    building = perf_counter() - start
    highs = hand_over()
    whole = perf_counter() - start
    return Built(
        peer=peer,
        building=building,
        handing_over=whole - building,
        megabytes=_peak() - before,
        columns=highs.getNumCol(),
        rows=highs.getNumRow(),
        numbers=highs.getNumNz(),
    )


Build = Callable[[], Callable[[], Any]]
"""Builds a model, and gives what hands it to HiGHS."""


def ours(problem: Problem) -> Build:
    """Straight from the problem: the others get the arrays that this makes."""

    def build() -> Callable[[], Any]:
        built = mixed_integer(problem)
        return lambda: to_highs(built)

    return build


def pulp(problem: Problem) -> Build:
    """A variable an object, a row a sum."""
    import pulp as peer

    model = mixed_integer(problem)

    def build() -> Callable[[], Any]:
        programme = peer.LpProblem("funding", peer.LpMaximize)
        variables = [
            peer.LpVariable(
                f"x{column}",
                float(model.lower[column]),
                _finite(float(model.upper[column])),
                peer.LpBinary if model.binary[column] else peer.LpContinuous,
            )
            for column in range(len(model.objective))
        ]
        programme += peer.lpSum(
            float(model.objective[column]) * variables[column]
            for column in np.flatnonzero(model.objective)
        )
        for columns, numbers, least, most in _rows(model):
            row = peer.lpSum(
                number * variables[column] for column, number in zip(columns, numbers, strict=True)
            )
            if least == most:
                programme += row == least
            elif most < float("inf"):
                programme += row <= most
            else:
                programme += row >= least

        def hand_over() -> Any:
            solver = peer.HiGHS(msg=False)
            solver.createAndConfigureSolver(programme)
            solver.buildSolverModel(programme)
            return programme.solverModel

        return hand_over

    return build


def pyomo(problem: Problem) -> Build:
    """A concrete model with one indexed variable and one indexed constraint."""
    import pyomo.environ as peer
    from pyomo.contrib.appsi.solvers.highs import Highs

    model = mixed_integer(problem)
    lower, upper = model.lower.tolist(), model.upper.tolist()

    def build() -> Callable[[], Any]:
        programme = peer.ConcreteModel()
        programme.x = peer.Var(
            range(len(model.objective)),
            domain=lambda _, column: peer.Binary if model.binary[column] else peer.Reals,
            bounds=lambda _, column: (lower[column], _finite(upper[column])),
        )
        programme.value = peer.Objective(
            expr=peer.quicksum(
                float(model.objective[column]) * programme.x[column]
                for column in np.flatnonzero(model.objective).tolist()
            ),
            sense=peer.maximize,
        )
        programme.rows = peer.ConstraintList()
        for columns, numbers, least, most in _rows(model):
            row = peer.quicksum(
                number * programme.x[column]
                for column, number in zip(columns, numbers, strict=True)
            )
            programme.rows.add((_finite(least), row, _finite(most)))

        def hand_over() -> Any:
            solver = Highs()
            solver.set_instance(programme)
            return solver._solver_model

        return hand_over

    return build


def linopy(problem: Problem) -> Build:
    """Variables by kind, and each block of rows at once: numbers × variables, summed by row."""
    import linopy as peer
    import pandas as pd
    import xarray as xr

    model = mixed_integer(problem)

    def build() -> Callable[[], Any]:
        programme = peer.Model()
        count = len(model.objective)
        binary = int(model.binary.sum())
        options = programme.add_variables(
            binary=True, coords=[pd.RangeIndex(binary, name="column")], name="options"
        )
        others = programme.add_variables(
            lower=model.lower[binary:],
            upper=model.upper[binary:],
            coords=[pd.RangeIndex(binary, count, name="column")],
            name="others",
        )
        labels = np.concatenate([options.labels.values, others.labels.values])
        for block in model.blocks:
            own = model.matrix[block.rows]
            shape = (own.shape[0], int(np.diff(own.indptr).max(initial=0)))
            filled = np.arange(shape[1]) < np.diff(own.indptr)[:, None]
            numbers, variables = np.full(shape, np.nan), np.full(shape, -1)
            numbers[filled], variables[filled] = own.data, labels[own.indices]
            terms = xr.Dataset(
                {"coeffs": (("row", "_term"), numbers), "vars": (("row", "_term"), variables)},
                coords={"row": np.arange(shape[0])},
            )
            row = peer.LinearExpression(terms, programme)
            least, most = model.least[block.rows], model.most[block.rows]
            equal, below = least == most, most < float("inf")
            sign = np.where(equal, "=", np.where(below, "<=", ">="))
            programme.add_constraints(
                row,
                xr.DataArray(sign, dims="row"),
                xr.DataArray(np.where(below, most, least), dims="row"),
                name=block.kind,
            )
        programme.add_objective((others * model.objective[binary:]).sum(), sense="max")
        return programme.to_highspy  # type: ignore[no-any-return]

    return build


PEERS: Final = {"mitgrim": ours, "linopy": linopy, "Pyomo": pyomo, "PuLP": pulp}


def _rows(model: Model) -> Iterator[tuple[list[int], list[float], float, float]]:
    """Every row as plain numbers: its columns, what each counts, the least and the most."""
    starts = model.matrix.indptr.tolist()
    indices, data = model.matrix.indices, model.matrix.data
    for row, (least, most) in enumerate(
        zip(model.least.tolist(), model.most.tolist(), strict=True)
    ):
        own = slice(starts[row], starts[row + 1])
        yield indices[own].tolist(), data[own].tolist(), least, most


def _finite(number: float) -> float | None:
    return number if np.isfinite(number) else None


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(peer: str, size: str) -> Built:
    command = [PYTHON, "-m", "benchmarks.funding_peers", size, peer]
    printed = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=PATIENCE
    ).stdout
    return Built(**json.loads(printed.splitlines()[-1]))


if __name__ == "__main__":
    size, *only = sys.argv[1:] or ["M"]
    if only:
        print(json.dumps(asdict(once(only[0], size))))
    else:
        main(size)
