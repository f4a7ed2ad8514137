"""What can't be done in a committee as things stand, in both languages."""

from mitgrim.web.pages.words import said
from mitgrim.wording import Refusal, Text


class ReviewRefusal(Refusal):
    """What can't be done; `reason` names it, `message` says what to do."""

    def __init__(self, reason: str, **values: str | int | Text) -> None:
        self.reason = reason
        self.message = said(f"reviews.refused.{reason}", **values)
        super().__init__(self.message.ko)
