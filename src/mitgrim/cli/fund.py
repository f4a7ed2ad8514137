"""`mitgrim fund DIR`: which projects, at what scale, starting when, under which budgets."""

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from mitgrim.cli.arguments import PATH, output_format, plan_folder
from mitgrim.cli.console import Console
from mitgrim.cli.fund_words import city_and_name, heading, show
from mitgrim.cli.language import MESSAGES
from mitgrim.codec import read_plan
from mitgrim.funding.words import label_text, limit_text, share_text, variant_text
from mitgrim.plan import FundingSource, Plan, label_of
from mitgrim.wording import MILLION, Lang, Refusal, prose_amount, table_amount

if TYPE_CHECKING:
    from mitgrim.funding.from_plan import Posed
    from mitgrim.funding.parameters import Parameters

INFEASIBLE: Final = "infeasible"
UNKNOWN: Final = "unknown"
DIGITS: Final = 9  # of a count that is worth reading

ToProgress = Callable[[Any], None] | None


class FundingMissingError(Refusal):
    """Mitgrim was installed without the packages that choose projects."""

    def __init__(self) -> None:
        self.message = MESSAGES.both("fund.missing")
        super().__init__(self.message.en)


class Number(click.ParamType[float]):
    """A finite number between two bounds."""

    name = "number"

    def __init__(self, most: float) -> None:
        self._most = most

    def convert(self, value: Any, param: Any, ctx: click.Context | None) -> float:
        """The number that a text says."""
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not 0 <= number <= self._most:
            console = ctx.find_object(Console) if ctx else None
            lang = console.lang if console else Lang.EN
            most = f"{self._most:g}"
            self.fail(MESSAGES.text("fund.not-a-number", lang, value=str(value), most=most))
        return number


class Count(click.ParamType[int]):
    """A whole number between two bounds."""

    name = "count"

    def __init__(self, least: int, most: int) -> None:
        self._range = range(least, most + 1)

    def convert(self, value: Any, param: Any, ctx: click.Context | None) -> int:
        """The number that a text says."""
        text = str(value)
        number = int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else -1
        if number not in self._range:
            console = ctx.find_object(Console) if ctx else None
            lang = console.lang if console else Lang.EN
            least, most = self._range[0], self._range[-1]
            self.fail(MESSAGES.text("fund.not-a-count", lang, value=text, least=least, most=most))
        return number


@click.command("fund")
@plan_folder
@click.option("--budgets", metavar="FILE", type=PATH)
@click.option("--scenario", metavar="FILE", type=PATH)
@click.option("--time", "seconds", metavar="SECONDS", type=Number(86_400), default=60)
@click.option("--gap", metavar="G", type=Number(1), default=0.001)
@click.option("--explain", metavar="PROJECT")
@click.option("--frontier", metavar="N", type=Count(2, 100))
@click.option("--alternatives", metavar="N", type=Count(1, 20))
@click.option("--why-infeasible", is_flag=True)
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
    form: str,
    **questions: str | int | bool | None,
) -> int:
    """Choose projects under budgets, or answer one question about that choice.

    1 where nothing keeps to all conditions, 0 otherwise.
    """
    question = _question(console, questions)
    plan = read_plan(folder)
    parameters = _parameters(plan, budgets, scenario)
    if question:
        with console.working("fund.asking"):
            told = _told(plan, parameters, question, questions[question], seconds=seconds, gap=gap)
        if form == "json":
            console.json({**told.json, **_part("answers").made_from(plan, parameters)})
        else:
            told.show(console)
        return int(told.code)
    posed = _part("from_plan").pose(plan, parameters)
    with _progress(console) as progress:
        # An interruption ends the search, not the command: the best so far is the answer.
        solution = _part("solving").solve(
            posed.problem, seconds=seconds, gap=gap, progress=progress
        )
    if form == "json":
        console.json(_part("answers").as_json(plan, parameters, posed, solution))
    else:
        _show(console, plan, posed, solution)
    return int(solution.status == INFEASIBLE)


def _question(console: Console, questions: Mapping[str, object]) -> str:
    """The one thing that is asked, if any. Raises a usage error for several."""
    asked = [name for name, of in questions.items() if of not in (None, False)]
    if len(asked) > 1:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in asked)
        raise click.UsageError(console.text("fund.one-question", options=options))
    return asked[0] if asked else ""


def _told(
    plan: Plan, parameters: "Parameters", question: str, of: Any, *, seconds: float, gap: float
) -> Any:
    """The answer to a question, for which the best portfolio is looked for first."""
    answers = _part("answers")
    from mitgrim.cli import fund_asked, fund_explain, fund_questions

    if question == "explain":  # a name that nobody has is refused before the search
        of = fund_explain.asked_project(plan, of)
    posed = _part("from_plan").pose(plan, parameters)
    if question == "why_infeasible":
        return fund_questions.why_infeasible(plan, posed, seconds)
    solution = _part("solving").solve(posed.problem, seconds=seconds, gap=gap)
    if solution.status in (INFEASIBLE, UNKNOWN):
        return fund_questions.no_answer(solution.status)
    answer = answers.Answer(plan=plan, posed=posed, solution=solution, seconds=seconds)
    match question:
        case "explain":
            told = fund_questions.explained(answer, parameters, of)
        case "alternatives":
            told = fund_questions.other_answers(answer, of)
        case _:
            told = fund_questions.fairness(answer, of)
    return told._replace(json={**fund_asked.as_answered(answer), **told.json})


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


def _show(console: Console, plan: Plan, posed: "Posed", solution: Any) -> None:
    console.say(f"fund.status.{solution.status}", style="bold")
    if solution.status != INFEASIBLE:
        console.say(
            "fund.head",
            value=share_text(solution.value),
            bound=share_text(solution.bound),
            gap=share_text(solution.gap),
        )
        _show_chosen(console, plan, posed, solution.portfolio)
        _show_money(console, plan, posed, solution.portfolio)
        _show_binding(console, plan, posed, solution.portfolio)
        _show_prices(console, plan, posed)
    _show_not_chosen(console, plan, posed, solution.portfolio)


def _show_chosen(
    console: Console, plan: Plan, posed: "Posed", portfolio: Mapping[int, int]
) -> None:
    problem = posed.problem
    projects = {own.id: own for own in plan.projects()}
    rows = []
    for number, option in sorted(portfolio.items()):
        project = projects[problem.projects[number]]
        variant = problem.variants[problem.variant[option]]
        rows.append(
            [
                *city_and_name(console, plan, project),
                variant_text(project, variant).in_(console.lang),
                str(problem.start[option]),
                prose_amount(round(problem.cost[option]), console.lang),
            ]
        )
    heading(console, "fund.chosen", len(rows))
    columns = ("city", "project", "variant", "start", "amount")
    console.columns([console.text(f"fund.column.{own}") for own in columns], rows)


def _show_not_chosen(
    console: Console, plan: Plan, posed: "Posed", portfolio: Mapping[int, int]
) -> None:
    reasons = _part("answers").not_chosen(posed, portfolio)
    rows = [
        [*city_and_name(console, plan, own), reasons[own.id].in_(console.lang)]
        for own in plan.projects()
        if own.id in reasons
    ]
    heading(console, "fund.not-chosen", len(rows))
    columns = ("city", "project", "reason")
    console.columns([console.text(f"fund.column.{own}") for own in columns], rows)
    if rows:
        console.say("fund.ask-why")


def _show_money(console: Console, plan: Plan, posed: "Posed", portfolio: Mapping[int, int]) -> None:
    money = _part("from_plan").money_of(plan, posed.problem, portfolio)
    lang = console.lang
    sources = [own for own in FundingSource if any(by[own] for by in money.values())]
    rows = [
        [str(year), *_amounts([*(by[own] for own in sources), sum(by.values())], lang)]
        for year, by in money.items()
    ]
    names = [label_text(label_of(own)).in_(lang) for own in sources]
    heading(console, "fund.money")
    total = console.text("fund.column.total")
    console.figures([console.text("fund.column.year"), *names, total], rows)


def _show_binding(
    console: Console, plan: Plan, posed: "Posed", portfolio: Mapping[int, int]
) -> None:
    found = list(_part("answers").binding(posed.problem, portfolio))
    heading(console, "fund.binding", len(found))
    rows = [
        [limit_text(plan, limit).in_(console.lang), *_amounts([used, budget], console.lang)]
        for limit, budget, used in found
    ]
    columns = ("limit", "used", "budget")
    console.figures([console.text(f"fund.column.{own}") for own in columns], rows)


def _show_prices(console: Console, plan: Plan, posed: "Posed") -> None:
    worth = list(_part("answers").prices_said(plan, posed.problem))
    if worth:
        console.line("")
    show(console, worth)


def _amounts(won: Sequence[int], lang: Lang) -> list[str]:
    return [table_amount(own, MILLION, lang) for own in won]
