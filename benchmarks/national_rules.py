"""A dozen rules at national size, beside pandas, pandera and frictionless on an equivalent CSV.

Claims: the four find the same; from files on disk to findings at least six times as fast as
frictionless, no slower than pandas, with less memory than any; rules alone at least four times as
fast as pandera; all rules of `check` in under ten seconds; linear in size. Prints what is so, in
about four minutes. Run: `python -m benchmarks.national_rules`.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.measuring import PYTHON, mitgrim, process

SIDES = ("mitgrim", "pandas", "pandera", "frictionless")
RUNS = 5
NATIONAL = 250
SIZES = (63, NATIONAL, 1000)
# Made in a process of its own: a child's peak memory counts from its parent's.
MAKE = """
import sys
from pathlib import Path
from benchmarks.national_plan import national_plan, write
write(national_plan(cities=int(sys.argv[1])), Path(sys.argv[2]))
"""


class Run(NamedTuple):
    """One side once: seconds in all, reading and for the rules alone, and peak megabytes."""

    whole: float
    reading: float
    rules: float
    memory: float


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folders = {cities: _made(cities, Path(scratch)) for cities in SIZES}
        national = folders[NATIONAL]
        taken = _in_turn(national, SIDES, RUNS)
        found = {side: (national / f"{side}.json").read_bytes() for side in SIDES}
        if len(set(found.values())) > 1:
            sys.exit("The sides find different things: nothing below would mean anything.")
        count = len(json.loads(found["mitgrim"]))
        print(_table(taken, count))
        print(_claims(taken))
        print(_linear(folders))
        print(_whole_rule_set(national))


def _made(cities: int, scratch: Path) -> Path:
    folder = scratch / str(cities)
    folder.mkdir()
    subprocess.run([PYTHON, "-c", MAKE, str(cities), str(folder)], check=True)
    return folder


def _in_turn(folder: Path, sides: Sequence[str], runs: int) -> dict[str, Run]:
    """Medians of several rounds, so that a slow minute meets every side; the first only warms."""
    taken: dict[str, list[Run]] = {side: [] for side in sides}
    for round in range(runs + 1):
        for side in sides:
            one = _once(side, folder)
            if round:
                taken[side].append(one)
    return {side: Run(*map(median, zip(*own, strict=True))) for side, own in taken.items()}


def _once(side: str, folder: Path) -> Run:
    said = folder / f"{side}.said"
    command = [PYTHON, "-m", f"benchmarks.peers.{side}_side", str(folder)]
    seconds, megabytes = process([*command, str(folder / f"{side}.json")], out=said)
    times = json.loads(said.read_text())
    return Run(seconds, times["reading"], times["rules"], megabytes)


def _table(taken: dict[str, Run], count: int) -> str:
    lines = [
        f"### A dozen rules at national size: {count} findings, the same on every side",
        "",
        "| side | from disk to findings | reading | rules alone | peak memory |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for side, own in taken.items():
        apart = [f"{own.reading:.2f} s", f"{own.rules:.2f} s"]
        if side == "frictionless":  # it checks while it reads
            apart = ["–", "–"]
        whole, memory = f"{own.whole:.2f} s", f"{own.memory:,.0f} MB"
        lines.append(f"| {' | '.join([side, whole, *apart, memory])} |")
    return "\n".join(lines)


def _claims(taken: dict[str, Run]) -> str:
    ours, frictionless = taken["mitgrim"], taken["frictionless"]
    least = min(own.memory for side, own in taken.items() if side != "mitgrim")
    lines = ["", "| times as good | claim | measured |", "| --- | ---: | ---: |"]
    for what, claim, theirs, own in (
        ("from disk to findings, as fast as frictionless", 6, frictionless.whole, ours.whole),
        ("from disk to findings, as fast as pandas", 1, taken["pandas"].whole, ours.whole),
        ("rules alone, as fast as pandera", 4, taken["pandera"].rules, ours.rules),
        ("memory, as little as the leanest peer", 1, least, ours.memory),
    ):
        lines.append(f"| {what} | {claim} | {theirs / own:.2f} |")
    return "\n".join(lines)


def _linear(folders: dict[int, Path]) -> str:
    lines = ["", "| cities | from disk to findings | reading | rules alone | peak memory |"]
    lines.append("| ---: | ---: | ---: | ---: | ---: |")
    for cities, folder in folders.items():
        own = _in_turn(folder, ["mitgrim"], runs=3)["mitgrim"]
        times = " | ".join(f"{s:.2f} s" for s in (own.whole, own.reading, own.rules))
        lines.append(f"| {cities:,} | {times} | {own.memory:,.0f} MB |")
    return "\n".join(lines)


def _whole_rule_set(folder: Path) -> str:
    """`mitgrim check`, which finds errors and so ends with 1."""
    command = mitgrim("check", folder / "plan", "--format", "json")
    times = [process(command, codes=(1,)) for _ in range(3)]
    seconds, megabytes = map(median, zip(*times, strict=True))
    return f"\n`mitgrim check`, all rules: {seconds:.2f} s (limit 10), {megabytes:,.0f} MB"


if __name__ == "__main__":
    main()
