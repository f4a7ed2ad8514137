"""The closed sets of debates; their labels are in `messages.toml`."""

from enum import IntEnum, StrEnum


class Who(StrEnum):
    """Who may take part in a debate."""

    ANYONE = "anyone"
    INVITED = "invited"
    SIGNED_IN = "signed_in"


class PhaseKind(StrEnum):
    """What a debate is at."""

    STATEMENTS = "statements"
    VOTING = "voting"
    CLOSED = "closed"


class Shown(StrEnum):
    """Whether a statement is put to the vote."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


class Choice(IntEnum):
    """What somebody says to a statement, as `mitgrim.deliberation` counts it."""

    AGREE = 1
    PASS = 0
    DISAGREE = -1


class AgeBand(StrEnum):
    """How old somebody is, as coarsely as is of use."""

    UNDER_20 = "under-20"
    TWENTIES = "20s"
    THIRTIES = "30s"
    FORTIES = "40s"
    FIFTIES = "50s"
    SIXTIES = "60s"
    FROM_70 = "70-up"


class Refused(StrEnum):
    """What is counted when it is refused: how often somebody tried, never who."""

    TOO_EARLY = "too-early"
    CLOSED = "closed"
    FORGED = "forged"
    LINK_USED = "link-used"
    LINK_ELSEWHERE = "link-elsewhere"
    OTHER_DEBATE = "other-debate"
    FLOOD = "flood"
    MARKUP = "markup"
