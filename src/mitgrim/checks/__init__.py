"""The rules true of any plan, and the engine that runs them.

`check(plan)` returns findings; it never raises for what a plan says.
"""

from collections.abc import Sequence
from typing import Final

from mitgrim.checks import money, records, sections, trees
from mitgrim.checks.engine import (
    OF_THE_ENGINE,
    Hit,
    Rule,
    Subject,
    comparing_rule,
    rule,
    run,
)
from mitgrim.checks.figure_rules import FIGURE_RULES
from mitgrim.checks.findings import Finding, Severity
from mitgrim.checks.project_rules import PROJECT_RULES
from mitgrim.checks.prose import PROSE_RULES
from mitgrim.plan import Plan

STRUCTURAL: Final[tuple[Rule, ...]] = tuple(
    own
    for module in (sections, records, trees, money)
    for own in vars(module).values()
    if isinstance(own, Rule)
)


# The rules that hold for any plan; a programme and a user bring their own beside them.
UNIVERSAL: Final[tuple[Rule, ...]] = (*STRUCTURAL, *PROJECT_RULES, *FIGURE_RULES, *PROSE_RULES)


def check(plan: Plan, rules: Sequence[Rule] = UNIVERSAL) -> tuple[Finding, ...]:
    """Every finding of the rules in a plan by itself, the worst first.

    To hold it against an earlier plan, others or a day, `run` the rules on a `Subject`.
    """
    return run(Subject(plan=plan), rules)


__all__ = [
    "OF_THE_ENGINE",
    "STRUCTURAL",
    "UNIVERSAL",
    "Finding",
    "Hit",
    "Rule",
    "Severity",
    "Subject",
    "check",
    "comparing_rule",
    "rule",
    "run",
]
