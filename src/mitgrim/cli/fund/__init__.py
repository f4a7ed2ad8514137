"""`mitgrim fund DIR`: which projects, at what scale, starting when, under which budgets."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mitgrim.cli.arguments import PATH, output_format, plan_folder
from mitgrim.cli.console import Console
from mitgrim.cli.language import MESSAGES
from mitgrim.cli.numbers import Count, Number
from mitgrim.codec import read_plan
from mitgrim.funding.words import share_text
from mitgrim.plan import Plan
from mitgrim.wording import Refusal

if TYPE_CHECKING:
    from mitgrim.funding.parameters import Parameters

ToProgress = Callable[[Any], None] | None


class FundingMissingError(Refusal):
    """Mitgrim was installed without the packages that choose projects."""

    def __init__(self) -> None:
        self.message = MESSAGES.both("fund.missing")
        super().__init__(self.message.en)


@click.command("fund")
@plan_folder
@click.option("--budgets", metavar="FILE", type=PATH)
@click.option("--scenario", metavar="FILE", type=PATH)
@click.option("--time", "seconds", metavar="SECONDS", type=Number(86_400), default=60)
@click.option("--gap", metavar="G", type=Number(1), default=0.001)
@click.option("--explain", metavar="PROJECT")
@click.option("--compare", metavar="FILE", type=PATH)
@click.option("--frontier", metavar="N", type=Count(2, 100))
@click.option("--alternatives", metavar="N", type=Count(1, 20))
@click.option("--robustness", metavar="N", type=Count(2, 1000))
@click.option("--floors", is_flag=True)
@click.option("--why-infeasible", is_flag=True)
@click.option("--spread", metavar="PERCENT", type=Count(1, 100), default=20)
@click.option("--workers", metavar="N|ADDRESS", default="1")
@output_format("json")
@click.pass_obj
def command(
    console: Console,
    /,
    *,
    folder: Path,
    budgets: Path | None,
    scenario: Path | None,
    seconds: float,
    gap: float,
    spread: int,
    workers: str,
    form: str,
    **questions: str | int | bool | Path | None,
) -> int:
    """Choose projects under budgets, or answer one question about that choice.

    1 where nothing keeps to all conditions, 0 otherwise.
    """
    question = _question(console, questions)
    plan = read_plan(folder)
    parameters = _parameters(plan, budgets, scenario)
    if not question:
        return _answer(console, plan, parameters, seconds=seconds, gap=gap, form=form)
    _part("solving")
    from mitgrim.cli.fund.questions import How, ask

    how = How(seconds=seconds, gap=gap, spread=spread, workers=workers)
    with console.working("fund.asking"):
        told = ask(plan, parameters, question, questions[question], how)
    if form == "json":
        console.json({**told.json, **_part("answers").made_from(plan, parameters)})
    else:
        told.show(console)
    return told.code


def _question(console: Console, questions: Mapping[str, object]) -> str:
    """The one thing that is asked, if any. Raises a usage error for several."""
    asked = [name for name, of in questions.items() if of not in (None, False)]
    if len(asked) > 1:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in asked)
        raise click.UsageError(console.text("fund.one-question", options=options))
    return asked[0] if asked else ""


def _answer(
    console: Console,
    plan: Plan,
    parameters: "Parameters",
    *,
    seconds: float,
    gap: float,
    form: str,
) -> int:
    posed = _part("from_plan").pose(plan, parameters)
    solving = _part("solving")
    with _progress(console) as progress:
        # An interruption ends the search, not the command: the best so far is the answer.
        solution = solving.solve(posed.problem, seconds=seconds, gap=gap, progress=progress)
    if form == "json":
        console.json(_part("answers").as_json(plan, parameters, posed, solution))
    else:
        from mitgrim.cli.fund.telling import show_answer

        show_answer(console, plan, posed, solution)
    return int(solution.status is solving.Status.INFEASIBLE)


def _part(module: str) -> Any:
    """A module of `mitgrim.funding`, whose packages may not be installed."""
    try:
        return import_module(f"mitgrim.funding.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mitgrim"):
            raise
        raise FundingMissingError from error


def _parameters(plan: Plan, *files: Path | None) -> "Parameters":
    """The usual parameters, and what each file says over the one before."""
    from mitgrim.funding.parameters import usual_parameters
    from mitgrim.funding.reading import read_parameters

    parameters = usual_parameters(plan)
    for file in files:
        if file is not None:
            parameters = read_parameters(file, plan, upon=parameters)
    return parameters


@contextmanager
def _progress(console: Console) -> Iterator[ToProgress]:
    """A line that says how far the search is, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    gap = _part("portfolio").gap
    with console.err.status(console.text("fund.working")) as status:

        def said(progress: Any) -> None:
            status.update(
                console.text(
                    "fund.progress",
                    seconds=f"{progress.seconds:.0f}",
                    value=share_text(progress.value),
                    bound=share_text(progress.bound),
                    gap=share_text(gap(progress.value, progress.bound)),
                )
            )

        yield said
