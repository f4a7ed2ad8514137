"""Funding beside other solvers: the same instance, the same time, one thread each.

Claims, at tightness 0.2 and on every seed: on S (10 cities, 5,490 options) in 3 seconds a better
value than HiGHS, CBC, SCIP and CP-SAT have after 60, and a proven gap of at most 2 % in 60; on M
(29,400 options) at least 0.794, or as much more than HiGHS on other seeds, in 20 seconds; on L
(156,750 options) a feasible portfolio in 5 seconds, a gap of at most 4 % in 15 and 3 % in 45, in
less than 1 GB. The peers read the instance from a file that we wrote. CP-SAT needs two threads.

Run: `python -m benchmarks.funding [S|M|L] [--seeds 1 2 3] [--peer-seconds 60]`. S takes five
minutes a seed.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.funding_instances import SIZES, generated, instance
from benchmarks.measuring import PYTHON
from mitgrim.funding.model import mixed_integer, write_mps
from mitgrim.funding.portfolio import breaches
from mitgrim.funding.problem import Problem
from mitgrim.funding.solving import solve

OURS: Final = {"S": (3, 60), "M": (20,), "L": (5, 15, 45)}
PEERS: Final = {"S": ("highs", "cbc", "scip", "cp-sat"), "M": ("highs",), "L": ()}
TIGHTNESS: Final = 0.2
MILLION: Final = 1_000_000


def main() -> None:
    """Every side in a process of its own, and a table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("size", nargs="?", default="S", choices=tuple(OURS))
    asked.add_argument("--seeds", type=int, nargs="*")
    asked.add_argument("--peer-seconds", type=float, default=60.0)
    given = asked.parse_args()
    print("| seed | solver | seconds | value | bound | gap | memory |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for seed in given.seeds or _usual(given.size):
        with tempfile.TemporaryDirectory() as scratch:
            if PEERS[given.size]:
                _apart("write", given.size, seed, 0, scratch)
            for seconds in OURS[given.size]:
                _show(seed, "Mitgrim", _apart("mitgrim", given.size, seed, seconds, scratch))
            for peer in PEERS[given.size]:
                _show(seed, peer, _apart(peer, given.size, seed, given.peer_seconds, scratch))


def _usual(size: str) -> list[int]:
    first = SIZES[size][2]
    return [first, first + 10, first + 20]


def _show(seed: int, solver: str, said: dict[str, Any]) -> None:
    value, bound = said["value"], said["bound"]
    known = value is not None and bound is not None
    gap = f"{(bound - value) / bound:.2%}" if known else "–"
    cells = [f"{own:.4f}" if own is not None else "–" for own in (value, bound)]
    row = [str(seed), solver, f"{said['seconds']:.1f}", *cells, gap, f"{said['memory']:,.0f} MB"]
    print(f"| {' | '.join(row)} |", flush=True)


def _apart(*arguments: object) -> dict[str, Any]:
    command = [PYTHON, "-m", "benchmarks.funding", "--once", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def _once(side: str, size: str, seed: str, seconds: str, scratch: str) -> None:
    folder = Path(scratch)
    if side == "write":
        _write(size, int(seed), folder)
        print("{}")
        return
    if side == "mitgrim":
        said = _mitgrim(size, int(seed), float(seconds))
    else:
        started = perf_counter()
        if side == "cp-sat":
            value, bound = _cp_sat(instance(size, TIGHTNESS, int(seed)), float(seconds))
        else:
            value, bound = SOLVERS[side](folder, float(seconds))
        said = {"value": value, "bound": bound, "seconds": perf_counter() - started}
    who = resource.RUSAGE_CHILDREN if side == "cbc" else resource.RUSAGE_SELF
    print(json.dumps({**said, "memory": resource.getrusage(who).ru_maxrss / 1024}))


def _write(size: str, seed: int, folder: Path) -> None:
    write_mps(
        mixed_integer(instance(size, TIGHTNESS, seed)), folder / "instance.mps", minimise=True
    )


def _mitgrim(size: str, seed: int, seconds: float) -> dict[str, Any]:
    solve(generated(8, 40, TIGHTNESS, 1), seconds=0.5)  # compiled once on a machine
    problem = instance(size, TIGHTNESS, seed)
    started = perf_counter()
    found = solve(problem, seconds=seconds)
    taken = perf_counter() - started
    if any(breaches(problem, found.portfolio)):
        sys.exit("Our own portfolio breaks a rule.")
    return {"value": found.value, "bound": found.bound, "seconds": taken}


Found = tuple[float | None, float | None]


def _highs(folder: Path, seconds: float) -> Found:
    import highspy

    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call, unused-ignore]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", 1e-4)
    highs.readModel(str(folder / "instance.mps"))
    highs.run()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return (-info.objective_function_value if found else None), -info.mip_dual_bound


def _cbc(folder: Path, seconds: float) -> Found:
    import pulp

    solver = pulp.apis.PULP_CBC_CMD().path
    arguments = ["-threads", "1", "-sec", str(seconds), "-ratio", "1e-4", "-solve", "-quit"]
    said = subprocess.run(
        [solver, str(folder / "instance.mps"), *arguments], capture_output=True, text=True,
        check=False,
    ).stdout  # fmt: skip
    value = re.search(r"Objective value:\s+(-?[\d.]+)", said)
    bound = re.search(r"Lower bound:\s+(-?[\d.]+)", said)
    return (-float(value[1]) if value else None), (-float(bound[1]) if bound else None)


def _scip(folder: Path, seconds: float) -> Found:
    from pyscipopt import Model

    model = Model()
    model.hideOutput()
    model.readProblem(str(folder / "instance.mps"))
    model.setParam("limits/time", seconds)
    model.setParam("limits/gap", 1e-4)
    model.optimize()
    value = -model.getObjVal() if model.getNSols() else None
    return value, -model.getDualbound()


def _cp_sat(problem: Problem, seconds: float) -> Found:
    """It knows whole numbers only, and makes nothing of the file: our rows, in millionths."""
    import numpy as np
    from ortools.sat.python import cp_model

    arrays = mixed_integer(problem)
    model = cp_model.CpModel()
    options = [model.new_bool_var("") for _ in range(arrays.options)]
    cells = [model.new_int_var(0, MILLION, "") for _ in range(arrays.cells)]
    columns, unit = [*options, *cells], np.repeat([1, MILLION], [len(options), len(cells)])

    def add(at: Any, parts: Any, low: float, high: float) -> None:
        most = float(np.abs(parts / unit[at]).max())
        factors = np.round(parts / unit[at] / most * MILLION).astype(int).tolist()
        terms = cp_model.LinearExpr.weighted_sum([columns[own] for own in at], factors)
        if np.isfinite(low):
            model.add(terms >= round(low / most * MILLION))
        if np.isfinite(high):
            model.add(terms <= round(high / most * MILLION))

    through_total = [own.rows for own in arrays.blocks if own.kind in ("total", "floors")]
    skipped = {row for own in through_total for row in range(own.start, own.stop)}
    matrix = arrays.matrix
    for row in sorted(set(range(matrix.shape[0])) - skipped):
        own = slice(matrix.indptr[row], matrix.indptr[row + 1])
        add(matrix.indices[own], matrix.data[own], arrays.least[row], arrays.most[row])
    of_groups = problem.groups_of.toarray()[problem.project]
    for number, group in enumerate(problem.groups):
        parts = problem.cost * (of_groups[:, number] - group.least_share)
        add(np.arange(problem.options), parts, 0.0, float("inf"))
    weights = np.round(problem.weight * MILLION).astype(int).tolist()
    model.maximize(cp_model.LinearExpr.weighted_sum(cells, weights))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, None
    return solver.objective_value / MILLION**2, solver.best_objective_bound / MILLION**2


SOLVERS: Final[dict[str, Callable[[Path, float], Found]]] = {
    "highs": _highs,
    "cbc": _cbc,
    "scip": _scip,
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        _once(*sys.argv[2:])
    else:
        main()
