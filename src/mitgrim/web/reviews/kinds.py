"""The closed sets of committees; their labels are in `messages.toml`."""

from enum import StrEnum


class ItemKind(StrEnum):
    """안건: what a committee is asked."""

    SECTION = "section"  # a city's section, before it is handed in
    PLAN = "plan"  # the whole plan
    CHANGE = "change"  # a change of the plan that was adopted


class AmendmentState(StrEnum):
    """What became of an amendment."""

    PROPOSED = "proposed"
    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class SittingState(StrEnum):
    """How far a sitting is."""

    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
