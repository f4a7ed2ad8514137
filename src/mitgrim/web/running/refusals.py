"""What the site can't do as it stands."""

from mitgrim.web.pages.words import said
from mitgrim.wording import Refusal, Value


class RunningRefusal(Refusal):
    """Why the site does not start, or its database can't be used so, and what to do."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = said(f"running.{reason}", **values)
        super().__init__(self.message.ko)
