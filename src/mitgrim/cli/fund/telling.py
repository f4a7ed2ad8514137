"""How `mitgrim fund` tells people its answer: what is done, what is not, money, full limits."""

from collections.abc import Mapping, Sequence

from mitgrim.cli.console import Console
from mitgrim.cli.fund.printing import city_and_name, heading, show
from mitgrim.funding.answers import binding, not_chosen, prices_said
from mitgrim.funding.from_plan import Posed, money_of
from mitgrim.funding.solving import Solution, Status
from mitgrim.funding.words import label_text, limit_text, share_text, variant_text
from mitgrim.plan import FundingSource, Plan, label_of
from mitgrim.wording import MILLION, Lang, prose_amount, table_amount


def show_answer(console: Console, plan: Plan, posed: Posed, solution: Solution) -> None:
    """The whole answer, part by part."""
    console.say(f"fund.status.{solution.status}", style="bold")
    if solution.status is not Status.INFEASIBLE:
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


def _show_chosen(console: Console, plan: Plan, posed: Posed, portfolio: Mapping[int, int]) -> None:
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
    console: Console, plan: Plan, posed: Posed, portfolio: Mapping[int, int]
) -> None:
    reasons = not_chosen(posed, portfolio)
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


def _show_money(console: Console, plan: Plan, posed: Posed, portfolio: Mapping[int, int]) -> None:
    money = money_of(plan, posed.problem, portfolio)
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


def _show_binding(console: Console, plan: Plan, posed: Posed, portfolio: Mapping[int, int]) -> None:
    found = list(binding(posed.problem, portfolio))
    heading(console, "fund.binding", len(found))
    rows = [
        [limit_text(plan, limit).in_(console.lang), *_amounts([used, budget], console.lang)]
        for limit, budget, used in found
    ]
    columns = ("limit", "used", "budget")
    console.figures([console.text(f"fund.column.{own}") for own in columns], rows)


def _show_prices(console: Console, plan: Plan, posed: Posed) -> None:
    worth = list(prices_said(plan, posed.problem))
    if worth:
        console.line("")
    show(console, worth)


def _amounts(won: Sequence[int], lang: Lang) -> list[str]:
    return [table_amount(own, MILLION, lang) for own in won]
