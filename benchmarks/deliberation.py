"""Opinion groups beside red-dwarf: the same votes to the same groups, one thread each.

Claims: at least 25 times as fast on 10,000 people × 300 statements and 200 times on 100,000 × 500
(10 % of all votes cast), in a quarter of the memory; the same number of groups, an adjusted Rand
index of 1 or a smaller sum of squares, the same places up to sign; and one more vote in less than
10 ms at 100,000 people. Both sides get the same list of votes and end with groups, representative
statements and consensus; neither asks whether groups hold, for the peer can't.
Of the memory a part is libraries and the list of votes, the same for both; the rest is for the
work.

Run: `python -m benchmarks.deliberation [--people 10000] [--statements 300] [--peer-seconds 900]`.
"""

import argparse
import json
import os
import resource
import subprocess
import tempfile
from operator import itemgetter
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final

import numpy as np

from benchmarks.deliberation_votes import columns, made_up
from benchmarks.measuring import PYTHON

DENSITY: Final = 0.1
SEED: Final = 5
RUNS: Final = 5
LIBRARIES: Final = ("OMP", "OPENBLAS", "NUMBA")
ONE_THREAD: Final = {f"{own}_NUM_THREADS": "1" for own in LIBRARIES}
BLOCK: Final = 2_000  # rows that are near the processor for all their keys
Seen = tuple[Any, Any]


def main() -> None:
    """Each side in a process of its own, how their groups agree, and one more vote."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=10_000)
    asked.add_argument("--statements", type=int, default=300)
    asked.add_argument("--peer-seconds", type=float, default=900.0)
    asked.add_argument("--once")
    asked.add_argument("--out")
    given = asked.parse_args()
    if given.once:
        _once(given.once, given.people, given.statements, Path(given.out))
        return
    with tempfile.TemporaryDirectory() as scratch:
        sides = {
            side: _apart(side, given.people, given.statements, Path(scratch), given.peer_seconds)
            for side in ("mitgrim", "red-dwarf")
        }
        _show(sides)
        if all(own is not None for own in sides.values()):
            _compare(*(Path(scratch) / f"{side}.json" for side in sides))
    _one_more(given.people, given.statements)
    _from_a_file(given.people, given.statements)


def _apart(
    side: str, people: int, statements: int, scratch: Path, seconds: float
) -> dict[str, Any] | None:
    options = ["--people", people, "--statements", statements, "--out", scratch / f"{side}.json"]
    command = [PYTHON, "-m", "benchmarks.deliberation", "--once", side, *map(str, options)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=seconds,
            env={**os.environ, **ONE_THREAD},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(f"{side} ended with {done.returncode}: {done.stderr.strip()[-200:]}")
        return None
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def _once(side: str, people: int, statements: int, out: Path) -> None:
    who, what, vote = columns(people, statements, DENSITY, SEED)
    votes = [
        {"participant_id": int(a), "statement_id": int(b), "vote": int(c), "modified": 0}
        for a, b, c in zip(who, what, vote, strict=True)
    ]
    own = {"mitgrim": _ours, "red-dwarf": _theirs}[side]
    own([{**row} for row in votes[:5_000]])  # compiled once on a machine, and all is loaded
    before = _resident()
    seconds: list[float] = []
    seen: Seen = ((), ())
    for _ in range(RUNS if side == "mitgrim" else 1):
        started = process_time()  # one thread: what others do on the machine counts less
        seen = own(votes)
        seconds.append(process_time() - started)
    out.write_text(json.dumps([own.tolist() for own in seen]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": median(seconds), "memory": memory, "work": memory - before}
    print(json.dumps(told))


def _resident() -> float:
    """The memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _ours(rows: list[dict[str, int]]) -> Seen:
    from mitgrim.deliberation.groups import opinion_groups
    from mitgrim.deliberation.votes import votes_of

    keys = [itemgetter(own) for own in ("participant_id", "statement_id", "vote")]
    given = np.empty((3, len(rows)), dtype=np.int32)
    for at in range(0, len(rows), BLOCK):
        part = rows[at : at + BLOCK]
        for key, column in zip(keys, given, strict=True):
            column[at : at + BLOCK] = np.fromiter(map(key, part), np.int32, len(part))
    votes = votes_of(*given)
    found = opinion_groups(votes, resamples=0)
    return found.grouping.group, found.places


def _theirs(rows: list[dict[str, int]]) -> Seen:
    from reddwarf.implementations.base import run_pipeline

    found = run_pipeline(votes=rows, random_state=1)
    people = found.participants_df
    group = people["cluster_id"].to_numpy(dtype=float, na_value=-1).astype(int)
    return group, people[["x", "y"]].to_numpy()


def _show(sides: dict[str, dict[str, Any] | None]) -> None:
    print("| side | processor seconds | memory | of it for the work |")
    print("| --- | ---: | ---: | ---: |")
    for side, own in sides.items():
        print(f"| {side} | {own['seconds']:.2f} | {own['memory']:,.0f} MB | {own['work']:,.0f} MB |"
              if own else f"| {side} | not in time, or not in memory | – | – |")  # fmt: skip
    ours, theirs = sides.values()
    if ours and theirs:
        print(f"{theirs['seconds'] / ours['seconds']:.0f} times as fast, "
              f"{ours['memory'] / theirs['memory']:.2f} of the memory, "
              f"{ours['work'] / theirs['work']:.2f} of that for the work")  # fmt: skip


def _compare(ours: Path, theirs: Path) -> None:
    """How the groups and the places agree, and whose lie closer together."""
    from mitgrim.deliberation.stability import adjusted_rand

    (group, where), (other, there) = (json.loads(own.read_text()) for own in (ours, theirs))
    own, its = np.array(group), np.array(other)
    both = (own >= 0) & (its >= 0)
    away = np.abs(np.abs(np.array(where)) - np.abs(np.array(there))).max()
    sums = [_squares(np.array(where)[both], labels[both]) for labels in (own, its)]
    print(f"groups {own.max() + 1} and {its.max() + 1}, adjusted Rand index "
          f"{adjusted_rand(its[both], own[both]):.4f}, sums of squares {sums[0]:,.2f} and "
          f"{sums[1]:,.2f}, places differ by {away:.1e} at most")  # fmt: skip


def _squares(where: Any, labels: Any) -> float:
    return float(
        sum(((where[labels == own] - where[labels == own].mean(axis=0)) ** 2).sum()
            for own in range(labels.max() + 1))
    )  # fmt: skip


def _one_more(people: int, statements: int) -> None:
    from mitgrim.deliberation.running import Running

    running = Running(made_up(people, statements, DENSITY, SEED))
    random = np.random.default_rng(1)
    seconds = []
    for _ in range(200):
        who, what = str(random.integers(people)), str(random.integers(statements))
        started = perf_counter()
        running.take(who, what, 1)
        seconds.append(perf_counter() - started)
    print(f"one more vote: median {1e3 * median(seconds):.1f} ms, "
          f"95 % within {1e3 * float(np.quantile(seconds, 0.95)):.1f} ms")  # fmt: skip


def _from_a_file(people: int, statements: int) -> None:
    from mitgrim.deliberation.reading import votes_in

    rows = zip(*columns(people, statements, DENSITY, SEED), strict=True)
    lines = "".join(f"{a},{b},{c}\n" for a, b, c in rows)
    file = f"participant,statement,vote\n{lines}".encode()
    started = process_time()
    votes_in(file)
    print(f"read from a file of {len(file) / 1e6:.1f} MB in {process_time() - started:.2f} s")


if __name__ == "__main__":
    main()
