"""The rules about figures: what is printed, its units, indicators, and links to other plans."""

from typing import Final

from mitgrim.checks import indicators, links, printed, units
from mitgrim.checks.engine import Rule

FIGURE_RULES: Final[tuple[Rule, ...]] = tuple(
    own
    for module in (printed, units, indicators, links)
    for own in vars(module).values()
    if isinstance(own, Rule)
)
