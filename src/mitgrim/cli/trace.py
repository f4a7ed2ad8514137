"""`mitgrim trace DIR EXPRESSION`: how a figure came to be, back to records and sources."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import click

from mitgrim.cli.arguments import output_format, plan_folder
from mitgrim.cli.console import Console
from mitgrim.codec import read_plan
from mitgrim.figures import FigureProblem, Step, Used, Value, evaluate, read
from mitgrim.plan import Label, Period
from mitgrim.wording import Text, in_both

if TYPE_CHECKING:
    from rich.text import Text as Plain
    from rich.tree import Tree

FIRST = 5


@click.command("trace")
@plan_folder
@click.argument("expression", metavar="EXPRESSION")
@click.option("--all", "every", is_flag=True)
@output_format("json")
@click.pass_obj
def command(console: Console, folder: Path, expression: str, every: bool, form: str) -> int:
    """Show how the value of an expression came to be."""
    value = evaluate(read_plan(folder), read(expression).asks)
    if isinstance(value, FigureProblem):
        _refuse(console, expression, value)
        return 2
    if form == "json":
        console.json(as_json(expression, value))
    else:
        console.out.print(_tree(console, value, len(_longest(value)) if every else FIRST))
    return 0


def as_json(expression: str, value: Value) -> dict[str, object]:
    """A value and its steps for machines, with every record and both languages."""
    return {
        "expression": expression,
        "kind": value.kind.value,
        "exact": _exact(value),
        "unit": value.unit,
        "text": _both(in_both(value.text)),
        "steps": [_step(step) for step in value.steps],
    }


def _exact(value: Value) -> object:
    """The exact value: won and counts as integers, everything else as a text."""
    match value.exact:
        case int(number):
            return number
        case Period() as period:
            return [period.first, period.last]
        case Label() as label:
            return {"ko": label.ko, "en": label.en}
        case Fraction() as share:
            return f"{share.numerator}/{share.denominator}"
        case other:
            return str(other)


def _step(step: Step) -> dict[str, object]:
    return {
        "rule": _both(step.rule),
        "result": _both(step.result),
        "records": [_used(own) for own in step.records],
    }


def _used(own: Used) -> dict[str, Any]:
    origin = {
        "kind": own.origin.kind.value,
        "source": own.origin.source,
        "detail": own.origin.detail,
        "text": _both(own.origin.text),
    }
    return {
        "place": own.place,
        "name": _both(own.name),
        "value": _both(own.value),
        **({} if own.amount is None else {"amount": own.amount}),
        **({"note": own.note} if own.note else {}),
        "origin": origin,
    }


def _both(text: Text) -> dict[str, str]:
    return {"ko": text.ko, "en": text.en}


def _longest(value: Value) -> tuple[Used, ...]:
    return max((step.records for step in value.steps), key=len, default=())


def _tree(console: Console, value: Value, most: int) -> "Tree":
    """The steps under the value, and under each step its records, at most so many."""
    from rich.text import Text as Plain
    from rich.tree import Tree

    lang = console.lang
    tree = Tree(Plain(value.text(lang), style="bold"), guide_style="dim")
    for step in value.steps:
        head = Plain(step.rule.in_(lang))
        head.append(f" = {step.result.in_(lang)}", style="cyan")
        branch = tree.add(head)
        shown, rest = step.first(most)
        for own in shown:
            branch.add(_leaf(console, own))
        if rest:
            branch.add(Plain(rest.in_(lang), style="dim"))
    return tree


def _leaf(console: Console, own: Used) -> "Plain":
    from rich.text import Text as Plain

    lang = console.lang
    value = own.value.in_(lang)
    leaf = Plain(f"{own.name.in_(lang)}: {value}" if value else own.name.in_(lang))
    whence = (own.place, own.origin.text.in_(lang), own.note)
    leaf.append("\n" + " · ".join(part for part in whence if part), style="dim")
    return leaf


def _refuse(console: Console, expression: str, problem: FigureProblem) -> None:
    """The message, and the expression with a mark under the column."""
    console.fail(problem.message.in_(console.lang))
    shown = "".join(sign if sign.isprintable() else " " for sign in expression)
    before = shown[: problem.column - 1]
    width = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in before)
    for line in (shown, f"{' ' * width}^"):
        console.err.print(f"  {line}", markup=False, soft_wrap=True)
