"""What can't be done in a committee as things stand, in both languages."""

from datetime import date, datetime

from django.utils import timezone

from mitgrim.web.pages.words import said
from mitgrim.wording import Refusal, Text, date_text, in_both


class ReviewRefusal(Refusal):
    """What can't be done; `reason` names it, `message` says what to do."""

    def __init__(self, reason: str, **values: str | int | Text) -> None:
        self.reason = reason
        self.message = said(f"reviews.refused.{reason}", **values)
        super().__init__(self.message.ko)


def day_text(day: date) -> Text:
    """A day as it is written in a sentence."""
    return in_both(lambda lang: date_text(day, lang))


def moment_text(moment: datetime) -> Text:
    """The same to the second."""
    local = timezone.localtime(moment)
    return in_both(lambda lang: f"{date_text(local.date(), lang)} {local:%H:%M:%S}")
