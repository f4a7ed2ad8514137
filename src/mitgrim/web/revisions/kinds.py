"""The closed sets of drafts and hand-in."""

from enum import StrEnum


class BranchState(StrEnum):
    """Whether a branch may be written to."""

    OPEN = "open"
    HANDED_IN = "handed-in"
    ASSEMBLED = "assembled"


class HearingKind(StrEnum):
    """Who must be heard before a city hands in, and the review that comes after."""

    LOCAL_HEADS = "local-heads"
    INSTITUTIONS = "institutions"
    CITY_COMMITTEE = "city-committee"


class HandInState(StrEnum):
    """What became of a hand-in."""

    WAITING = "waiting"
    RETURNED = "returned"
    ASSEMBLED = "assembled"


class RevisionKind(StrEnum):
    """What made a revision."""

    IMPORT = "import"
    SAVE = "save"
    MERGE = "merge"
    UNDO = "undo"
    ASSEMBLY = "assembly"
    HEARING = "hearing"
