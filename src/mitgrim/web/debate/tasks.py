"""What is done with debates in the background."""

from django_tasks import task

from mitgrim.web.debate.models import Debate
from mitgrim.web.debate.refreshing import compute
from mitgrim.web.debate.services import forget_addresses


@task()
def compute_outcome(debate: int) -> int:
    """Compute the results of a debate of many votes; gives how many were counted."""
    return compute(Debate.objects.get(pk=debate)).votes


@task()
def forget_today() -> int:
    """Let addresses go; to be put into the queue once a day."""
    return forget_addresses()
