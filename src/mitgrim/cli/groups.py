"""`mitgrim groups VOTES.csv`: who votes alike in a debate, and what each group stands for."""

from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from mitgrim.cli.arguments import PATH, output_format
from mitgrim.cli.console import Console
from mitgrim.cli.language import MESSAGES
from mitgrim.cli.numbers import Count
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
@output_format("json")
@click.pass_obj
def command(console: Console, /, *, votes: Path, resamples: int, seed: int, form: str) -> int:
    """Tell the opinion groups in some votes, and whether they hold."""
    read = _part("reading").read_votes(votes)
    groups, telling = _part("groups"), _part("telling")
    with console.working("groups.working"):
        whole = groups.opinion_groups(read, resamples=resamples, seed=seed)
        cities = groups.by_city(read, resamples=resamples, seed=seed)
    if form == "json":
        console.json(telling.as_json(whole, cities))
    else:
        for line in telling.said(whole, cities):
            console.line(line.in_(console.lang))
    return 0


def _part(module: str) -> Any:
    """A module of `mitgrim.deliberation`, whose packages may not be installed."""
    try:
        return import_module(f"mitgrim.deliberation.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mitgrim"):
            raise
        raise DeliberationMissingError from error
