"""The schema of a section's document, and the steps that bring an old one up to date.

A document is never rewritten on disk by reading it; the steps run in memory. A fixture of every
old version stays in the tests for ever.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

Document = dict[str, Any]
Upgrade = Callable[[Document], Document]

# UPGRADES[0] turns schema 1 into schema 2, and so on.
UPGRADES: Final[tuple[Upgrade, ...]] = ()
SCHEMA: Final = len(UPGRADES) + 1


def upgraded(document: Document, version: int, steps: Sequence[Upgrade] = UPGRADES) -> Document:
    """A document of an older version as the newest one, one step at a time."""
    for step in steps[version - 1 :]:
        document = step(document)
    return {**document, "schema": len(steps) + 1}
