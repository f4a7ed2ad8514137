"""The rules about projects, their money and their people, gathered for those who run them."""

from typing import Final

from mitgrim.checks import funding, overlap, people, readiness
from mitgrim.checks.engine import Rule

PROJECT_RULES: Final[tuple[Rule, ...]] = tuple(
    own
    for module in (readiness, funding, overlap, people)
    for own in vars(module).values()
    if isinstance(own, Rule)
)
