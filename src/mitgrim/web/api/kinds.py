"""The closed sets of the API."""

from enum import StrEnum


class TokenScope(StrEnum):
    """What a token lets a program do, of what its owner may."""

    READ = "read"
    WRITE = "write"


class Form(StrEnum):
    """The forms in which a list is given."""

    JSON = "json"
    CSV = "csv"
