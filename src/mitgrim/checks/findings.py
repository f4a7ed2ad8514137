"""Findings: what a check found, each understandable on its own."""

from dataclasses import dataclass
from enum import StrEnum

from mitgrim.plan import Waiver
from mitgrim.wording import Text


class Severity(StrEnum):
    """How bad a finding is: an error blocks hand-in and adoption, a warning wants a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Finding:
    """점검 결과: what is wrong, where, what to do, and on what ground.

    `place` is a place of the plan (`plan.find` follows it). A waived finding keeps its severity
    and carries the waiver; it no longer blocks.
    """

    id: str
    severity: Severity
    place: str
    message: Text
    hint: Text
    reference: str
    waived: Waiver | None = None

    @property
    def blocks(self) -> bool:
        """Whether the plan may not go on while this stands."""
        return self.severity is Severity.ERROR and self.waived is None

    def __repr__(self) -> str:
        waived = f" (waived: {self.waived.reason})" if self.waived else ""
        where = self.place or "plan"
        return f"<{self.severity.value} {self.id} at {where}: {self.message.ko}{waived}>"
