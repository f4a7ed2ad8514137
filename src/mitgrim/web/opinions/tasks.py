"""What is done with opinions once a day."""

from django_tasks import task

from mitgrim.web.opinions.services import erase_what_is_over


@task()
def erase_today() -> int:
    """Let personal data go whose time is over; to be put into the queue once a day."""
    return erase_what_is_over()
