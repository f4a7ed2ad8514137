"""What is refused, in words for whoever tried, and counted without saying who it was."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from mitgrim.web.debate.kinds import Refused
from mitgrim.web.debate.models import RefusedAct
from mitgrim.web.pages.words import said
from mitgrim.wording import Refusal, Value


class DebateRefusal(Refusal):
    """What can't be done in a debate as things stand; `position` is its place in a batch."""

    def __init__(self, reason: str, *, position: int | None = None, **values: Value) -> None:
        self.reason = reason
        self.position = position
        self.message = said(f"debate.refused.{reason}", **values)
        super().__init__(self.message.ko)


def count_refused(debate: int, refusal: Refusal) -> None:
    """Note that something was refused today, where it is of a kind that is counted.

    Outside of what was refused, whose transaction is gone. A flood costs one row a day.
    """
    reason = getattr(refusal, "reason", "")
    if reason not in tuple(Refused):
        return
    of_today = RefusedAct.objects.filter(debate=debate, day=timezone.localdate(), reason=reason)
    if of_today.update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            RefusedAct.objects.create(
                debate_id=debate, day=timezone.localdate(), reason=reason, count=1
            )
    except IntegrityError:  # somebody else was refused at the same moment
        of_today.update(count=F("count") + 1)
