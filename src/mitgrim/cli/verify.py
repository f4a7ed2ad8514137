"""`mitgrim verify SEAL_OR_FOLDER`: whether files are those that were adopted, and what changed."""

from pathlib import Path
from typing import Any

import click

from mitgrim.cli.arguments import PATH, output_format
from mitgrim.cli.console import Console
from mitgrim.cli.diff import as_json as changes_json
from mitgrim.cli.diff import show_changes
from mitgrim.cli.sealing import sealing
from mitgrim.codec import read_plan
from mitgrim.history import Change, diff


@click.command("verify")
@click.argument("sealed", metavar="SEAL_OR_FOLDER", type=PATH)
@click.option("--key", metavar="PUBLIC")
@click.option("--before", metavar="SEAL", type=PATH)
@click.option("--against", metavar="DIR", type=PATH)
@output_format("json")
@click.pass_obj
def command(
    console: Console,
    /,
    *,
    sealed: Path,
    key: str | None,
    before: Path | None,
    against: Path | None,
    form: str,
) -> int:
    """Prove that a folder is the one that was adopted, on any machine and without a network.

    1 where it is not.
    """
    folders, reading = sealing("folders"), sealing("reading")
    file = sealed / folders.SEAL_FILE if sealed.is_dir() else sealed
    trusted = sealing("keys").public_key(key) if key else None
    seal = reading.read_seal(file)
    found = folders.difference(seal.manifest, file.parent)
    chained = None if before is None else _follows(seal, reading.read_seal(before))
    holds = {
        "signature": seal.is_signed,
        "key": None if trusted is None else seal.public_key == trusted,
        "chain": chained,
        "files": found.is_none,
    }
    sound = all(own is not False for own in holds.values())
    changes = diff(read_plan(file.parent), read_plan(against)) if against and sound else ()
    if form == "json":
        console.json(_json(seal, holds, found, changes, sound=sound, against=against))
    else:
        _show(console, seal, holds, found, sound=sound)
        if against and sound:
            show_changes(console, changes)
    return int(not sound)


def _follows(seal: Any, before: Any) -> bool:
    return bool(before.is_signed and sealing("seal").follows(seal, before))


def _json(
    seal: Any,
    holds: dict[str, bool | None],
    found: Any,
    changes: tuple[Change, ...],
    *,
    sound: bool,
    against: Path | None,
) -> dict[str, object]:
    own = seal.manifest
    return {
        "holds": sound,
        **holds,
        "plan": own.plan,
        "decision": own.decision,
        "at": own.at.isoformat(),
        "public_key": seal.public_key,
        "seal": seal.digest,
        "changed": list(found.changed),
        "missing": list(found.missing),
        "added": list(found.added),
        **({"changes": changes_json(changes)} if against else {}),
    }


def _show(
    console: Console, seal: Any, holds: dict[str, bool | None], found: Any, *, sound: bool
) -> None:
    console.say("verify.holds" if sound else "verify.does-not-hold", style="bold")
    own = seal.manifest
    at = own.at.strftime("%Y-%m-%d %H:%M %z")
    console.say("verify.of", plan=own.plan, decision=own.decision, at=at, count=len(own.files))
    if not holds["signature"]:
        console.say("verify.signature")
    if holds["key"] is None:
        console.say("verify.key-unknown", key=seal.public_key)
    elif not holds["key"]:
        console.say("verify.key-other", key=seal.public_key)
    if holds["chain"] is False:
        console.say("verify.chain")
    for name in ("changed", "missing", "added"):
        for path in getattr(found, name):
            console.say(f"verify.{name}", path=path)
