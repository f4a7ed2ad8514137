"""What a programme says of a stage of its procedure, beside what the plan itself says of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """What is done in a stage, and what must be true before the next begins.

    `verbs` are those of the table of permissions; `needs` are conditions by name, which the part
    of the system that knows of them answers.
    """

    stage: str
    verbs: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
