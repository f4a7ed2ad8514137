"""The closed sets of scenarios; their labels are in `messages.toml`."""

from enum import StrEnum


class Question(StrEnum):
    """What is computed for a scenario: its answer, and what may be asked about that."""

    ANSWER = "answer"
    EXPLAIN = "explain"
    FRONTIER = "frontier"
    SENSITIVITY = "sensitivity"
