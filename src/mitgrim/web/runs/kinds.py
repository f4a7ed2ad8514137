"""The closed sets of runs; their labels are in `messages.toml` under `kind.` and `state.`."""

from enum import StrEnum


class RunKind(StrEnum):
    """What is done."""

    BOOK = "book"
    CHECK = "check"
    FUND = "fund"
    OPINIONS = "opinions"


class BookForm(StrEnum):
    """The form a book is made in."""

    HTML = "html"
    PDF = "pdf"
    ZIP = "zip"


class RunState(StrEnum):
    """How far it is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (RunState.QUEUED, RunState.RUNNING)
