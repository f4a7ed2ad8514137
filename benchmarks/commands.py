"""The commands on the ten-city example, as whole processes, beside Python's own start.

Claims: a bare `import mitgrim` stays under 50 ms beyond Python's start; `check` answers in about
a second; `build` in about three. Run: `python -m benchmarks.commands`.
"""

import tempfile
from pathlib import Path

from benchmarks.measuring import PYTHON, mitgrim, process, processes, table


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = Path(scratch) / "plan", Path(scratch) / "out"
        process(mitgrim("example", "innovation-cities-2018", folder))
        figures = processes(
            {
                "python -c pass": [PYTHON, "-c", "pass"],
                "import mitgrim": [PYTHON, "-c", "import mitgrim"],
                "import mitgrim.plan": [PYTHON, "-c", "import mitgrim.plan"],
                "mitgrim show": mitgrim("show", folder),
                "mitgrim check": mitgrim("check", folder),
                "mitgrim diff": mitgrim("diff", folder, folder),
                "mitgrim build": mitgrim("build", folder, "--out", out),
            }
        )
    print(table("Commands on the ten-city example", figures))
    start, bare = figures[0].seconds, figures[1].seconds
    print(f"\n`import mitgrim` beyond Python's start: {1000 * (bare - start):.1f} ms (limit 50)")


if __name__ == "__main__":
    main()
