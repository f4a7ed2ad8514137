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
    ROUND = "round"
    FORUM = "forum"


class ReturnKind(StrEnum):
    """What a body answered in a round."""

    OPINIONS = "opinions"
    NIL = "nil"  # 의견 없음


class Standing(StrEnum):
    """How a body stands in a round: it may answer still, it answered, or it did not."""

    WAITING = "waiting"
    OPINIONS = "opinions"
    NIL = "nil"
    DEEMED = "deemed"  # silent, where the law takes silence for no opinion
    SILENT = "silent"


class RoundState(StrEnum):
    """How far a round is; nobody sets it, it follows from its days and its closing."""

    COMING = "coming"
    OPEN = "open"
    ENDED = "ended"  # the deadline is past, nobody has closed it
    CLOSED = "closed"
