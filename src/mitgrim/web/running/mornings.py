"""What is done once a day, in the morning: reminders, and letting personal data go."""

import threading
from datetime import date, datetime
from typing import Final

from django.db import close_old_connections
from django.utils import timezone

MORNING: Final = 8  # o'clock, in the site's own time
LOOK: Final = 600  # seconds between looks at the clock


def is_due(now: datetime, last: date | None) -> bool:
    """Whether today's reminders are still to be put into the queue."""
    return now.hour >= MORNING and last != now.date()


def every_morning(ending: threading.Event) -> None:
    """Queue the reminders of each day until the process ends.

    Every worker does so: a reminder is written once a day, however often it is asked for.
    """
    from mitgrim.web.debate.tasks import forget_today
    from mitgrim.web.opinions.tasks import erase_today
    from mitgrim.web.procedure.tasks import remind_today

    last: date | None = None
    while not ending.is_set():
        now = timezone.localtime()
        if is_due(now, last):
            close_old_connections()
            remind_today.enqueue()
            erase_today.enqueue()
            forget_today.enqueue()
            last = now.date()
        ending.wait(LOOK)
