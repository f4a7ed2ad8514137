"""`mitgrim groups VOTES.csv`: who votes alike in a debate, and what each group stands for."""

from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from mitgrim.cli.arguments import PATH, output_format
from mitgrim.cli.console import Console
from mitgrim.cli.language import MESSAGES
from mitgrim.cli.numbers import Count
from mitgrim.codec import from_system
from mitgrim.wording import Refusal

MOST_RESAMPLES: Final = 1_000
MOST_SEED: Final = 999_999_999


class DeliberationMissingError(Refusal):
    """Mitgrim was installed without the packages that compute groups."""

    def __init__(self) -> None:
        self.message = MESSAGES.both("groups.missing")
        super().__init__(self.message.en)


@click.command("groups")
@click.argument("votes", metavar="VOTES.csv", type=PATH)
@click.option("--resamples", metavar="N", type=Count(2, MOST_RESAMPLES), default=20)
@click.option("--seed", metavar="N", type=Count(0, MOST_SEED), default=1)
@click.option("--map", "drawn", metavar="FILE", type=PATH)
@output_format("json")
@click.pass_obj
def command(
    console: Console,
    /,
    *,
    votes: Path,
    resamples: int,
    seed: int,
    drawn: Path | None,
    form: str,
) -> int:
    """Tell the opinion groups in some votes, and whether they hold."""
    read = _part("reading").read_votes(votes)
    groups, telling = _part("groups"), _part("telling")
    with console.working("groups.working"):
        whole = groups.opinion_groups(read, resamples=resamples, seed=seed)
        cities = groups.by_city(read, resamples=resamples, seed=seed)
    if drawn:
        _draw(console, drawn, whole)
    if form == "json":
        console.json(telling.as_json(whole, cities))
    else:
        for line in telling.said(whole, cities):
            console.line(line.in_(console.lang))
    return 0


def _draw(console: Console, file: Path, whole: Any) -> None:
    """Write the map of opinions as SVG. Raises FileError."""
    from mitgrim.documents.drawing import Caption
    from mitgrim.documents.opinions import opinion_map

    picture = _part("picture").picture(whole)
    letter = _part("telling").letter
    names = [
        console.text("groups.map.group", group=letter(group), people=size)
        for group, size in enumerate(picture.sizes)
    ]
    holds = "holds" if whole.stability.holds else "does-not-hold"
    text = f"{console.text(f'groups.map.{holds}')} {' · '.join(names)}"
    caption = Caption(id="opinions", title=console.text("groups.map.title"), description=text)
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(opinion_map(caption, picture, names))
    except OSError as error:
        raise from_system(file, error) from None


def _part(module: str) -> Any:
    """A module of `mitgrim.deliberation`, whose packages may not be installed."""
    try:
        return import_module(f"mitgrim.deliberation.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mitgrim"):
            raise
        raise DeliberationMissingError from error
