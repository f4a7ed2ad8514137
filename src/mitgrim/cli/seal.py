"""`mitgrim seal DIR`: what was adopted, sealed so that anyone can prove what it was."""

from datetime import datetime
from pathlib import Path

import click

from mitgrim.cli.arguments import PATH, plan_folder
from mitgrim.cli.console import Console
from mitgrim.cli.sealing import sealing
from mitgrim.codec import read_plan


@click.command("seal")
@plan_folder
@click.option("--key", metavar="FILE", type=PATH, required=True)
@click.option("--decision", metavar="TEXT", required=True)
@click.option("--before", metavar="SEAL", type=PATH)
@click.pass_obj
def command(
    console: Console, /, folder: Path, key: Path, decision: str, before: Path | None
) -> int:
    """Seal the plan in DIR as it was adopted: DIR/seal.json, which is not overwritten."""
    seals, folders = sealing("seal"), sealing("folders")
    plan = read_plan(folder)
    if key.resolve().is_relative_to(folder.resolve()):
        raise seals.SealError("inside")
    private = sealing("keys").read_key(key)
    at = datetime.now().astimezone().replace(microsecond=0)
    earlier = sealing("reading").read_seal(before) if before else None
    if earlier and not earlier.is_signed:
        raise seals.SealError("chain-unsigned")
    if earlier and earlier.manifest.at > at:
        raise seals.SealError("chain-later")
    manifest = seals.Manifest(
        plan=plan.nation.id,
        decision=decision,
        at=at,
        files=folders.files_in(folder),
        before=earlier.digest if earlier else None,
    )
    own = seals.sealed(manifest, private)
    file = folder / folders.SEAL_FILE
    try:
        with file.open("xb") as stream:
            stream.write(seals.written(own))
    except FileExistsError:
        raise seals.SealError("sealed-already", file=str(file)) from None
    console.say("seal.made", count=len(manifest.files), file=str(file))
    console.say("seal.public", key=own.public_key)
    return 0
