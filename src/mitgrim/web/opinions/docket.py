"""What a committee is told of opinions: how many are open and closed on what is put before it."""

from django.db.models import Count, QuerySet
from django.urls import reverse

from mitgrim.plan import NATION
from mitgrim.web.opinions.kinds import Progress
from mitgrim.web.opinions.models import Segment
from mitgrim.web.opinions.queries import PROGRESS
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.models import Branch, StoredRevision
from mitgrim.web.workspace.docket import DocketLine


def on_docket(person: Person, branch: Branch, revision: StoredRevision) -> tuple[DocketLine, ...]:
    """How far the parts of opinions on a section are, on the whole plan for the nation.

    Counts are for every reader of the docket; the way to the opinions is for those who read them.
    """
    counts = _parts(branch).aggregate(
        **{own.value: Count("pk", filter=PROGRESS[own]) for own in Progress}
    )
    url = reverse("opinions:list", args=(branch.workspace_id,))
    reads = may(person, "opinion.read", section=branch.name)
    return tuple(
        DocketLine(
            said(f"opinions.on-docket.{own.value}", n=counts[own.value]),
            f"{url}?progress={own.value}" if reads else "",
        )
        for own in Progress
        if counts[own.value]
    )


def _parts(branch: Branch) -> QuerySet[Segment]:
    rows = Segment.objects.filter(
        opinion__workspace=branch.workspace_id, opinion__withdrawn__isnull=True
    )
    return rows if branch.name == NATION else rows.filter(opinion__section=branch.name)
