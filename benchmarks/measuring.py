"""Timing whole processes and single calls: medians of several runs, in turn, with peak memory."""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable
# As with an installed program, whose modules were compiled once: the first run may keep them.
KEEPING = {name: own for name, own in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Figure:
    """What one command or call took: seconds (median, least, most) and peak memory in MB."""

    name: str
    seconds: float
    least: float
    most: float
    megabytes: float = 0.0


def processes(commands: dict[str, Sequence[str]], runs: int = 7) -> list[Figure]:
    """Time commands as whole processes, in turn, so that a slow minute meets all of them."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, float] = dict.fromkeys(commands, 0.0)
    for run in range(runs + 1):
        for name, command in commands.items():
            seconds, megabytes = process(command)
            if run:  # the first warms the caches
                taken[name].append(seconds)
                memory[name] = max(memory[name], megabytes)
    return [_figure(name, times, memory[name]) for name, times in taken.items()]


def calls(named: dict[str, Callable[[], object]], runs: int = 7) -> list[Figure]:
    """Time calls in this process, in turn, without the garbage collector."""
    taken: dict[str, list[float]] = {name: [] for name in named}
    for run in range(runs + 1):
        for name, call in named.items():
            gc.collect()
            gc.disable()
            start = time.perf_counter()
            call()
            seconds = time.perf_counter() - start
            gc.enable()
            if run:
                taken[name].append(seconds)
    return [_figure(name, times) for name, times in taken.items()]


def table(title: str, figures: Sequence[Figure]) -> str:
    """Figures as a Markdown table."""
    lines = [f"### {title}", "", "| what | median | least | most | peak memory |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for own in figures:
        memory = f"{own.megabytes:,.0f} MB" if own.megabytes else "–"
        times = " | ".join(f"{1000 * s:,.1f} ms" for s in (own.seconds, own.least, own.most))
        lines.append(f"| {own.name} | {times} | {memory} |")
    return "\n".join(lines)


def process(
    command: Sequence[str], out: Path | None = None, codes: Sequence[int] = (0,)
) -> tuple[float, float]:
    """The seconds and peak megabytes of one process; what it prints may go to a file.

    Raises RuntimeError when it ends with another code than these. Call this from a small process:
    a child's peak counts from what its parent has in memory.
    """
    start = time.perf_counter()
    with (out or Path(os.devnull)).open("wb") as stdout:
        child = subprocess.Popen(command, env=KEEPING, stdout=stdout, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in codes:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {child.returncode}")
    return seconds, usage.ru_maxrss / 1024


def _figure(name: str, times: list[float], megabytes: float = 0.0) -> Figure:
    return Figure(name, statistics.median(times), min(times), max(times), megabytes)


def mitgrim(*arguments: str | Path) -> list[str]:
    """The command line in the Python that runs the benchmark."""
    return [PYTHON, "-m", "mitgrim.cli", *map(str, arguments)]
