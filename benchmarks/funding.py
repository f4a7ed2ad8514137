"""Funding beside other solvers: the same instance, the same time, one thread each.

Claims, at tightness 0.2 and on every seed: on S (10 cities, 5,490 options) in 3 seconds a better
value than HiGHS, CBC, SCIP and CP-SAT have after 60, and a proven gap of at most 2 % in 60; on M
(29,400 options) at least 0.794, or as much more than HiGHS on other seeds, in 20 seconds; on L
(156,750 options) a feasible portfolio in 5 seconds, a gap of at most 4 % in 15 and 3 % in 45, in
less than 1 GB. At other tightnesses, and of instances with every kind of rule (`--family full`):
more than the others in the same or less time. The peers read the instance from a file that we
wrote. CP-SAT needs two threads, and knows the plain instances only. Whether an answer keeps to
everything is told by the checker, which grants the others a millionth of all money. When a side had
its first feasible portfolio, and when the gap that is stated, it says itself as it goes.

Run: `python -m benchmarks.funding [S|M|L] [--family plain|full] [--tightness 0.2]
[--seeds 1 2 3] [--peers highs cbc] [--seconds 3 60] [--peer-seconds 60]`. S takes five minutes a
seed.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple

from benchmarks.funding_full_instances import full_instance
from benchmarks.funding_instances import SIZES, generated, instance
from benchmarks.measuring import PYTHON
from mitgrim.funding.exact import Progress
from mitgrim.funding.model import mixed_integer, write_mps
from mitgrim.funding.portfolio import Portfolio, breaches, value
from mitgrim.funding.problem import Problem
from mitgrim.funding.solving import Status, solve

FAMILIES: Final = {"plain": instance, "full": full_instance}
OURS: Final = {"S": (3.0, 60.0), "M": (20.0,), "L": (5.0, 15.0, 45.0)}
PEERS: Final = {"S": ("highs", "cbc", "scip", "cp-sat"), "M": ("highs",), "L": ()}
STATED: Final = {"S": 0.02, "M": 0.06, "L": 0.04}  # the gap that is to be proven
MILLION: Final = 1_000_000
NOTHING: Final = 1e49  # what CBC says where it has found nothing
# An integer solution as it is found, and how far it is from time to time.
_CBC_SAYS: Final = re.compile(
    r"(?:Integer solution of (?=(?P<value>\S+) found)|nodes, \d+ on tree, (?=(?P<best>\S+) best"
    r" solution, best possible (?P<bound>\S+))).*?\((?P<seconds>[\d.]+) seconds\)"
)


class Case(NamedTuple):
    """An instance by what it is made from."""

    family: str
    size: str
    tightness: float
    seed: int

    def problem(self) -> Problem:
        """The instance, made again."""
        return FAMILIES[self.family](self.size, self.tightness, self.seed)


class Step(NamedTuple):
    """How far a solver was after some seconds: its best value, if it had any, and its bound."""

    seconds: float
    value: float | None
    bound: float


class Answer(NamedTuple):
    """The options that a solver takes, if it found any that may be, its bound, and its way."""

    options: Sequence[int] | None = None
    bound: float | None = None
    steps: Sequence[Step] = ()

    def first(self) -> float | None:
        """After how many seconds it had anything that may be."""
        return min((own.seconds for own in self.steps if own.value is not None), default=None)

    def within(self, gap: float) -> float | None:
        """After how many seconds it had proven a gap."""
        reached = (
            own.seconds
            for own in self.steps
            if own.value is not None and own.value >= (1 - gap) * own.bound
        )
        return min(reached, default=None)


def main() -> None:
    """Every side in a process of its own, and a table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("size", nargs="?", default="S", choices=tuple(OURS))
    asked.add_argument("--family", default="plain", choices=tuple(FAMILIES))
    asked.add_argument("--tightness", type=float, nargs="*", default=[0.2])
    asked.add_argument("--seeds", type=int, nargs="*")
    asked.add_argument("--peers", nargs="*", choices=tuple(SOLVERS))
    asked.add_argument("--seconds", type=float, nargs="*")
    asked.add_argument("--peer-seconds", type=float, default=60.0)
    given = asked.parse_args()
    usual = [own for own in PEERS[given.size] if own != "cp-sat" or given.family == "plain"]
    peers = usual if given.peers is None else given.peers
    gap = STATED[given.size]
    print("| tightness | seed | solver | seconds | value | bound | gap | first | "
          f"gap of {gap:.0%} | memory | keeps to all |")  # fmt: skip
    print("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for tightness in given.tightness:
        for seed in given.seeds or _usual(given.size):
            case = Case(given.family, given.size, tightness, seed)
            with tempfile.TemporaryDirectory() as scratch:
                if peers:
                    _apart("write", case, 0, scratch)
                for seconds in given.seconds or OURS[given.size]:
                    _show(case, "Mitgrim", _apart("mitgrim", case, seconds, scratch))
                for peer in peers:
                    _show(case, peer, _apart(peer, case, given.peer_seconds, scratch))


def _usual(size: str) -> list[int]:
    first = SIZES[size][2]
    return [first, first + 10, first + 20]


def _show(case: Case, solver: str, said: dict[str, Any]) -> None:
    value, bound = said["value"], said["bound"]
    known = value is not None and bound is not None
    row = [
        f"{case.tightness}",
        f"{case.seed}",
        solver,
        f"{said['seconds']:.1f}",
        *(f"{own:.4f}" if own is not None else "–" for own in (value, bound)),
        f"{(bound - value) / bound:.2%}" if known else "–",
        *(f"{own:.1f}" if own is not None else "–" for own in (said["first"], said["within"])),
        f"{said['memory']:,.0f} MB",
        {None: "–", True: "yes", False: "no"}[said["kept"]],
    ]
    print(f"| {' | '.join(row)} |", flush=True)


def _apart(side: str, case: Case, seconds: float, scratch: str) -> dict[str, Any]:
    command = [PYTHON, "-m", "benchmarks.funding", "--once", side, *map(str, case)]
    command += [str(seconds), scratch]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def _once(arguments: Sequence[str]) -> None:
    side, family, size, tightness, seed, seconds, scratch = arguments
    problem = Case(family, size, float(tightness), int(seed)).problem()
    folder = Path(scratch)
    if side == "write":
        write_mps(mixed_integer(problem), folder / "instance.mps", minimise=True)
        print("{}")
        return
    if side == "mitgrim":
        solve(generated(8, 40, 0.2, 1), seconds=0.5)  # compiled once on a machine
    started = perf_counter()
    found = SOLVERS[side](problem, folder, float(seconds))
    taken = perf_counter() - started
    who = resource.RUSAGE_CHILDREN if side == "cbc" else resource.RUSAGE_SELF
    memory = resource.getrusage(who).ru_maxrss / 1024
    said: dict[str, Any] = {
        "value": None, "kept": None, "bound": found.bound, "seconds": taken, "memory": memory,
        "first": found.first(), "within": found.within(STATED[size]),
    }  # fmt: skip
    if found.options is not None:
        portfolio = {int(problem.project[own]): own for own in found.options}
        said["value"] = value(problem, portfolio)
        alone = len(portfolio) == len(found.options)  # of a project one option
        said["kept"] = alone and _kept(problem, portfolio)
    print(json.dumps(said))


def _kept(problem: Problem, portfolio: Portfolio) -> bool:
    """Whether a portfolio keeps to every rule, but for a millionth of all its money."""
    rounding = 1e-6 * sum(float(problem.cost[own]) for own in portfolio.values())
    return all(0 < own.by <= rounding for own in breaches(problem, portfolio))


def _mitgrim(problem: Problem, _: Path, seconds: float) -> Answer:
    steps: list[Step] = []

    def heard(own: Progress) -> None:
        steps.append(Step(own.seconds, own.value if own.value > 0 else None, own.bound))

    began = perf_counter()
    found = solve(problem, seconds=seconds, progress=heard)
    none = found.status in (Status.INFEASIBLE, Status.UNKNOWN)
    if not none and any(breaches(problem, found.portfolio)):
        sys.exit("Our own portfolio breaks a rule.")
    steps.append(Step(perf_counter() - began, None if none else found.value, found.bound))
    return Answer(None if none else list(found.portfolio.values()), found.bound, steps)


def _highs(problem: Problem, folder: Path, seconds: float) -> Answer:
    import highspy

    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call, unused-ignore]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", 1e-4)
    highs.readModel(str(folder / "instance.mps"))
    steps: list[Step] = []

    def heard(event: Any) -> None:
        own = event.data_out
        found = None if own.mip_primal_bound >= highspy.kHighsInf else -own.mip_primal_bound
        steps.append(Step(own.running_time, found, -own.mip_dual_bound))

    highs.cbMipLogging.subscribe(heard)
    highs.cbMipImprovingSolution.subscribe(heard)
    highs.run()
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(bound=-info.mip_dual_bound)
    columns = highs.getSolution().col_value[: problem.options]
    return Answer(_taken(enumerate(columns)), -info.mip_dual_bound, steps)


def _cbc(problem: Problem, folder: Path, seconds: float) -> Answer:
    import pulp

    solver, written = pulp.apis.PULP_CBC_CMD().path, folder / "cbc.txt"
    arguments = ["-threads", "1", "-sec", str(seconds), "-ratio", "1e-4", "-solve"]
    arguments += ["-solution", str(written), "-quit"]
    said = subprocess.run(
        [solver, str(folder / "instance.mps"), *arguments], capture_output=True, text=True,
        check=False,
    ).stdout  # fmt: skip
    bound = re.search(r"Lower bound:\s+(-?[\d.]+)", said)
    top = -float(bound[1]) if bound else None
    if "Objective value:" not in said:
        return Answer(bound=top)
    lines = (line.split() for line in written.read_text().splitlines()[1:])
    columns = ((int(line[-3][1:]), float(line[-2])) for line in lines)  # number name value cost
    options = _taken(own for own in columns if own[0] < problem.options)
    return Answer(options, top, list(_cbc_steps(said)))


def _cbc_steps(said: str) -> Iterator[Step]:
    """What CBC prints as it goes: a solution that it found, or how far it is."""
    for own in _CBC_SAYS.finditer(said):
        value, bound = float(own["value"] or own["best"]), float(own["bound"] or "-inf")
        if abs(value) < NOTHING:
            yield Step(float(own["seconds"]), -value, -bound)


def _scip(problem: Problem, folder: Path, seconds: float) -> Answer:
    from pyscipopt import SCIP_EVENTTYPE, Eventhdlr, Model

    steps: list[Step] = []

    class Hears(Eventhdlr):  # type: ignore[misc, unused-ignore]
        def eventinit(self) -> None:
            self.model.catchEvent(SCIP_EVENTTYPE.BESTSOLFOUND, self)
            self.model.catchEvent(SCIP_EVENTTYPE.NODESOLVED, self)

        def eventexec(self, _: Any) -> None:
            own = self.model
            value = -own.getPrimalbound() if own.getNSols() else None
            steps.append(Step(own.getSolvingTime(), value, -own.getDualbound()))

    model = Model()
    model.hideOutput()
    model.readProblem(str(folder / "instance.mps"))
    model.setParam("limits/time", seconds)
    model.setParam("limits/gap", 1e-4)
    columns = {int(own.name[1:]): own for own in model.getVars()}  # in an order of its own
    model.includeEventhdlr(Hears(), "steps", "notes how far it is")
    model.optimize()
    bound = -model.getDualbound()
    if not model.getNSols():
        return Answer(bound=bound)
    best = model.getBestSol()
    options = _taken((at, best[columns[at]]) for at in range(problem.options))
    return Answer(options, bound, steps)


def _taken(columns: Iterable[tuple[int, float]]) -> list[int]:
    return [at for at, part in columns if part > 0.5]


def _cp_sat_model(problem: Problem) -> tuple[Any, list[Any]]:
    """Our rows in millionths, and what stands for each option."""
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
    return model, options


def _cp_sat(problem: Problem, _: Path, seconds: float) -> Answer:
    """It knows whole numbers only, and makes nothing of the file."""
    from ortools.sat.python import cp_model

    model, options = _cp_sat_model(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    steps: list[Step] = []

    class Hears(cp_model.CpSolverSolutionCallback):  # type: ignore[misc, unused-ignore]
        def on_solution_callback(self) -> None:
            whole = MILLION**2
            bound = self.best_objective_bound / whole
            steps.append(Step(self.wall_time, self.objective_value / whole, bound))

    if solver.solve(model, Hears()) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer()
    return Answer(
        _taken((at, solver.value(own)) for at, own in enumerate(options)),
        solver.best_objective_bound / MILLION**2,
        steps,
    )


SOLVERS: Final[dict[str, Callable[[Problem, Path, float], Answer]]] = {
    "mitgrim": _mitgrim,
    "highs": _highs,
    "cbc": _cbc,
    "scip": _scip,
    "cp-sat": _cp_sat,
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        _once(sys.argv[2:])
    else:
        main()
