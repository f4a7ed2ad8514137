"""The rules true of any plan, and the engine that runs them.

`check(plan)` returns findings; it never raises for what a plan says.
"""

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
from mitgrim.checks.findings import Finding, Severity
from mitgrim.plan import Plan

STRUCTURAL: Final[tuple[Rule, ...]] = tuple(
    own
    for module in (sections, records, trees, money)
    for own in vars(module).values()
    if isinstance(own, Rule)
)


def check(plan: Plan) -> tuple[Finding, ...]:
    """Every finding of the structural rules, the worst first."""
    return run(Subject(plan=plan), STRUCTURAL)


__all__ = [
    "OF_THE_ENGINE",
    "STRUCTURAL",
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
