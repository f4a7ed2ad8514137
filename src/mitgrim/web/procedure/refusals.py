"""What the procedure refuses, in words: what, and what to do instead."""

from mitgrim.web.pages.words import said
from mitgrim.wording import Refusal, Value


class ProcedureRefusal(Refusal):
    """What can't be done to a task force, a round, a forum or a stage as it stands."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = said(f"procedure.refused.{reason}", **values)
        super().__init__(self.message.ko)
