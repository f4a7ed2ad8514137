"""Reading opinions: what anyone may read, what lies with whom, what is still open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from mitgrim.web.opinions.kinds import Moderation, OpinionSource, Progress, Who
from mitgrim.web.opinions.models import Disposition, Intake, Invitation, Opinion, Segment
from mitgrim.web.opinions.rules import rule_on
from mitgrim.web.pages.words import said
from mitgrim.web.people.kinds import Scope
from mitgrim.web.people.models import Person, Role
from mitgrim.web.people.permissions import in_force, permissions
from mitgrim.web.people.secrets import secret_digest
from mitgrim.web.revisions.models import Workspace
from mitgrim.wording import Text, groups, query_letters, search_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whose opinions somebody may do something with: of these sections, and of those about a draft
    only where the draft is theirs to read."""

    sections: tuple[str, ...]
    drafts: tuple[str, ...] = ()

    def opinions(self, before: str = "") -> Q:
        """The condition on an opinion; `before` leads to it, `opinion__` from its parts."""
        section, draft = f"{before}section__in", f"{before}draft"
        readable = Q(**{draft: ""}) | Q(**{f"{draft}__in": self.drafts})
        return Q(**{section: self.sections}) & (readable | Q(**{section: self.drafts}))


OFFERED: Final = 100
LIKENED: Final = 500  # opinions that are compared while somebody waits for a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for giving opinions about a plan today."""

    open: bool
    who: Who
    moderated: bool
    a_day: int
    a_day_from_an_address: int
    kept_days: int


def terms_of(workspace: Workspace) -> Terms:
    """What an officer said, and the dated rules for the rest."""
    own = Intake.objects.filter(workspace=workspace).first() or Intake(workspace=workspace)
    today = timezone.localdate()

    def number(name: str) -> int:
        said: int | None = getattr(own, name)
        return int(rule_on(name, today).value) if said is None else said

    moderated = own.moderated
    return Terms(
        open=own.open,
        who=Who(own.who or rule_on("who", today).value),
        moderated=rule_on("moderated", today).value == "1" if moderated is None else moderated,
        a_day=number("a_day"),
        a_day_from_an_address=number("a_day_from_an_address"),
        kept_days=number("kept_days"),
    )


# What anyone may read ---------------------------------------------------------------------------


def public_opinions(workspace: Workspace | None = None) -> QuerySet[Opinion]:
    """The opinions that anyone may read, the newest first."""
    rows = Opinion.objects.filter(state=Moderation.SHOWN, withdrawn__isnull=True, draft="")
    return rows if workspace is None else rows.filter(workspace=workspace)


def opinion_by_receipt(secret: str) -> Opinion | None:
    """The opinion whose author has this secret."""
    rows = Opinion.objects.filter(receipt=secret_digest(secret))
    return rows.select_related("revision__workspace", "workspace").first()


def invitation_by(secret: str) -> Invitation | None:
    """The invitation with this secret, as long as it works."""
    rows = Invitation.objects.filter(digest=secret_digest(secret)).select_related("workspace")
    found = rows.first()
    return found if found and found.works else None


def opinions_of(person: Person) -> QuerySet[Opinion]:
    """What somebody said themselves, signed in."""
    return Opinion.objects.filter(person=person).select_related("workspace")


def same_text(workspace: Workspace, key: str) -> QuerySet[Opinion]:
    """The opinions that say the same, letter by letter."""
    return Opinion.objects.filter(workspace=workspace, text_key=key)


def given_today(
    workspace: Workspace,
    *,
    person: Person | None = None,
    link: Invitation | None = None,
    address: str = "",
) -> int:
    """How many opinions came today from a person, by a link, or from an address."""
    rows = Opinion.objects.filter(workspace=workspace, received__gte=midnight(timezone.localdate()))
    if person is not None:
        return rows.filter(person=person).count()
    if link is not None:
        return rows.filter(link=link).count()
    return rows.filter(address=address).count() if address else 0


def midnight(day: date) -> datetime:
    """When a day begins, by the site's own clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


# What is to be answered -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for in the list; what is empty asks for nothing."""

    query: str = ""
    section: str = ""
    place: str = ""
    source: str = ""
    progress: str = ""
    kind: str = ""
    assignee: int | None = None
    overdue: bool = False


PROGRESS: Final = {
    Progress.OPEN: Q(disposition__isnull=True),
    Progress.GROUPED: Q(disposition__isnull=False, disposition__kind=""),
    Progress.DECIDED: Q(disposition__closed__isnull=True) & Q(disposition__kind__gt=""),
    Progress.CLOSED: Q(disposition__closed__isnull=False),
}


def segments_of(
    workspace: Workspace, reach: Reach, wanted: Wanted | None = None
) -> QuerySet[Segment]:
    """The parts of opinions to be answered, the newest first."""
    wanted = wanted or Wanted()
    rows = _parts(workspace, reach)
    if wanted.section:
        rows = rows.filter(opinion__section=wanted.section)
    if wanted.place:
        inside = Q(place=wanted.place) | Q(place__startswith=f"{wanted.place}/")
        rows = rows.filter(inside)
    if wanted.source:
        rows = rows.filter(opinion__source=wanted.source)
    if wanted.progress:
        rows = rows.filter(PROGRESS[Progress(wanted.progress)])
    if wanted.kind:
        rows = rows.filter(disposition__kind=wanted.kind)
    if wanted.assignee is not None:
        rows = rows.filter(assignee=wanted.assignee)
    if wanted.overdue:
        late = Q(due__lt=timezone.localdate(), disposition__closed__isnull=True)
        rows = rows.filter(late)
    rows = found_in(rows, wanted.query, "opinion__letters", "opinion__code")
    return rows.select_related("opinion", "disposition", "assignee").order_by(
        "-opinion__id", "start"
    )


def unanswered(workspace: Workspace) -> Text | None:
    """The need of a stage: what was said about the plan and has no answer yet; None for nothing."""
    rows = Segment.objects.filter(opinion__workspace=workspace, opinion__withdrawn__isnull=True)
    left = rows.exclude(disposition__kind__gt="").count()
    return said("opinions.need.unanswered", n=left) if left else None


def found_in(rows: QuerySet[Any], query: str, letters: str, code: str) -> QuerySet[Any]:
    """Rows in which every word is found, by syllables or initials, or of an opinion's number."""
    for word in query.split():
        key = search_key(word)
        if key:
            found = Q(**{f"{letters}__contains": query_letters(key)})
            rows = rows.filter(found | Q(**{code: word.lower()}))
    return rows


def _parts(workspace: Workspace, reach: Reach) -> QuerySet[Segment]:
    return Segment.objects.filter(
        reach.opinions("opinion__"),
        opinion__workspace=workspace,
        opinion__withdrawn__isnull=True,
    )


def counts_of(workspace: Workspace, reach: Reach) -> dict[str, int]:
    """How many parts of opinions are how far, in one query."""
    counted = _parts(workspace, reach).aggregate(
        **{own.value: Count("pk", filter=PROGRESS[own]) for own in Progress},
    )
    return {str(name): int(count) for name, count in counted.items()}


def table_segments(
    workspace: Workspace, reach: Reach, wanted: Wanted | None = None
) -> QuerySet[Segment]:
    """The parts of opinions in the order of the 의견 조치계획: by section, as they came."""
    rows = segments_of(workspace, reach, wanted).select_related("opinion", "disposition__revision")
    return rows.order_by("opinion__section", "opinion__id", "start")


def answerers(section: str) -> list[Person]:
    """Those who may be asked to answer an opinion on a section, by name."""
    scopes = {own.role.value: own.scope for own in permissions() if own.verb == "opinion.answer"}
    roles = Role.objects.filter(in_force(timezone.localdate()), kind__in=list(scopes))
    found = {
        own.person
        for own in roles.filter(person__is_active=True).select_related("person")
        if scopes[own.kind] is Scope.EVERYWHERE or own.city == section
    }
    return sorted(found, key=lambda own: (own.name, own.pk))


@dataclass(frozen=True, slots=True)
class Likes:
    """Parts of opinions that seem to say the same, the most telling first."""

    segments: tuple[Segment, ...]

    @property
    def first(self) -> Segment:
        """The one that the others are like."""
        return self.segments[0]


def suggested(workspace: Workspace, reach: Reach) -> tuple[tuple[Likes, ...], bool]:
    """Open parts that could be answered together, section by section; whether all were looked at.

    The newest are compared, so many that nobody waits long.
    """
    rows = segments_of(workspace, reach, Wanted(progress=Progress.OPEN.value))
    held = list(rows[: LIKENED + 1])
    found: list[Likes] = []
    by_section: dict[str, list[Segment]] = {}
    for own in held[:LIKENED]:
        by_section.setdefault(own.opinion.section, []).append(own)
    for some in by_section.values():
        alike = groups([own.text for own in some])
        found += (Likes(tuple(some[at] for at in group)) for group in alike)
    found.sort(key=lambda own: -len(own.segments))
    return tuple(found), len(held) <= LIKENED


def open_dispositions(workspace: Workspace, section: str) -> list[tuple[Disposition, int]]:
    """The newest answers of a section to which opinions may still be added, and of how many."""
    rows = Disposition.objects.filter(workspace=workspace, section=section, closed__isnull=True)
    counted = rows.annotate(size=Count("segments"))[:OFFERED]
    return [(own, own.size) for own in counted]


def since(opinion: Opinion) -> datetime:
    """From when on a revision may carry an opinion out: when it was given, as far as is known.

    Of a letter only the day is known: what was saved on that day may have been saved before it.
    """
    if opinion.source in (OpinionSource.WEB, OpinionSource.MINISTRY):
        return opinion.received
    return min(opinion.received, midnight(opinion.said_on + timedelta(days=1)))


# What is kept -----------------------------------------------------------------------------------


def past_their_time(now: datetime) -> Iterator[Opinion]:
    """Opinions whose personal data is no longer needed: answered for as long as data is kept.

    One that nobody answered yet keeps its author's name.
    """
    for workspace in Workspace.objects.filter(opinions__erased__isnull=True).distinct():
        until = now - timedelta(days=terms_of(workspace).kept_days)
        rows = Opinion.objects.filter(workspace=workspace, erased__isnull=True)
        ended = rows.annotate(
            last=Max("segments__disposition__closed"),
            unanswered=Count("segments", filter=Q(segments__disposition__closed__isnull=True)),
        )
        yield from ended.filter(Q(unanswered=0, last__lt=until) | Q(withdrawn__lt=until)).iterator(
            500
        )


def waiting_for_a_moderator(workspace: Workspace) -> QuerySet[Opinion]:
    """Opinions to be looked at: new ones, and those whose author asked again; the oldest first."""
    rows = Opinion.objects.filter(workspace=workspace, withdrawn__isnull=True, draft="")
    new = Q(state=Moderation.WAITING) | Q(state=Moderation.HIDDEN, appealed__isnull=False)
    return rows.filter(new).order_by("appealed", "id")
