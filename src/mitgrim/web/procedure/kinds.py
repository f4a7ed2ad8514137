"""The closed sets of the procedure; their labels are in `messages.toml`."""

from enum import StrEnum
from typing import Final

HAND_IN: Final = "hand-in"  # the stage whose end is the deadline of a city's draft


class ItemState(StrEnum):
    """How far an action item is."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class DeadlineKind(StrEnum):
    """What has a deadline."""

    STAGE = "stage"
    PROJECT = "project"
    ITEM = "item"
    MEETING = "meeting"
