"""Work of the procedure that is done in the background."""

from django.utils import timezone
from django_tasks import task

from mitgrim.web.procedure.reminding import remind


@task()
def remind_today() -> int:
    """Write today's reminders; to be put into the queue once a day, twice does no harm."""
    return remind(timezone.localdate())
