"""The closed sets of publication; their labels are in `messages.toml` under `channel.` etc."""

from enum import StrEnum


class Channel(StrEnum):
    """Through what a version becomes public; each has a moment of its own."""

    WEB = "web"
    PRINT = "print"


class Order(StrEnum):
    """The orders a list of projects can have."""

    NUMBER = "number"
    NAME = "name"
    AMOUNT = "amount"
    PERIOD = "period"


class BookFormat(StrEnum):
    """The forms in which a book can be taken away."""

    HTML = "html"
    PDF = "pdf"
