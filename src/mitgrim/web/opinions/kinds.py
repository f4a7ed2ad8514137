"""The closed sets of opinions; their labels are in `messages.toml`."""

from enum import StrEnum
from typing import Final


class OpinionSource(StrEnum):
    """How an opinion came to us."""

    WEB = "web"
    MINISTRY = "ministry"
    FORUM = "forum"
    LETTER = "letter"
    TABLE = "table"


class Moderation(StrEnum):
    """Whether an opinion is public."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


class DispositionKind(StrEnum):
    """What becomes of an opinion."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"


PROMISES: Final = frozenset({DispositionKind.ACCEPTED, DispositionKind.PARTLY})


class Progress(StrEnum):
    """How far the answering of a part of an opinion is."""

    OPEN = "open"
    GROUPED = "grouped"
    DECIDED = "decided"
    CLOSED = "closed"


class Who(StrEnum):
    """Who may give opinions on the web."""

    RESIDENTS = "residents"
    ANYONE = "anyone"


class ImportState(StrEnum):
    """How far a table that was brought is."""

    BROUGHT = "brought"
    RUNNING = "running"
    DONE = "done"


class Column(StrEnum):
    """What a column of a table that is brought may hold."""

    TEXT = "text"
    NAME = "name"
    BODY = "body"
    SAID = "said"
    PLACE = "place"
