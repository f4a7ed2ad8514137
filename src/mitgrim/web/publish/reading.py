"""What a page of the portal reads: one published version, in a language, as of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from mitgrim.documents.chapters.material import Material, material
from mitgrim.documents.words import Words
from mitgrim.plan import Nation, Plan, Project, totals
from mitgrim.programmes import programme
from mitgrim.web.pages.language import current
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.queries import public_at, sections_of
from mitgrim.web.revisions.queries import Manifest, plan_of
from mitgrim.wording import Lang

AS_OF: Final = "as-of"
PLANS_KEPT: Final = 8

_PAGES: Final = {
    "city": "publish:city",
    "sector": "publish:sector",
    "project": "publish:project",
    "action": "publish:action",
}


class NothingPublicError(LookupError):
    """Nothing was public on the day asked for."""


class NotADayError(ValueError):
    """The day asked for is none, or has not come yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A published version as a reader has it before them.

    `versions` are all that are public to this reading, the oldest first; the last one is read.
    """

    versions: tuple[Publication, ...]
    lang: Lang
    as_of: date | None = None
    preview: bool = False

    @property
    def publication(self) -> Publication:
        """The version that is read."""
        return self.versions[-1]

    @property
    def sections(self) -> Manifest:
        """Its manifest."""
        return sections_of(self.publication)

    @property
    def plan(self) -> Plan:
        """Its plan."""
        return plan_of(self.sections)

    @property
    def nation(self) -> Nation:
        """Its national section."""
        return self.plan.nation

    @property
    def words(self) -> Words:
        """The words of documents in the language of the reading."""
        return Words(self.lang)

    @property
    def material(self) -> Material:
        """What figures and tables are made from; links keep the day of the reading."""
        return material_of(self.sections, self.lang, self.suffix)

    @property
    def index(self) -> Mapping[str, Project]:
        """The projects by id."""
        return index_of(self.sections)

    @property
    def by_action(self) -> Mapping[str, tuple[Project, ...]]:
        """The projects by their primary action."""
        return by_action_of(self.sections)

    @property
    def of_this_plan(self) -> tuple[Publication, ...]:
        """The versions of the same plan, the oldest first."""
        own = self.publication.workspace_id
        return tuple(one for one in self.versions if one.workspace_id == own)

    @property
    def before(self) -> Publication | None:
        """The version before this one."""
        return next(iter(self.of_this_plan[-2:-1]), None)

    @property
    def suffix(self) -> str:
        """What an address needs at its end to stay with the day of the reading."""
        return f"?{AS_OF}={self.as_of.isoformat()}" if self.as_of else ""

    def url(self, view: str, *args: str, **query: str) -> str:
        """The address of a page, of the same day."""
        asked = {name: value for name, value in query.items() if value}
        if self.as_of:
            asked[AS_OF] = self.as_of.isoformat()
        return f"{reverse(view, args=args)}{'?' if asked else ''}{urlencode(asked)}"

    def href(self, target: str) -> str:
        """The page for a target of a document, such as `city-busan`; nothing, if there is none."""
        return _address(target, self.suffix)


def reading_of(request: HttpRequest, now: datetime | None = None) -> Reading:
    """What a request reads. Raises NotADayError, NothingPublicError."""
    now = now or timezone.now()
    as_of = day_asked(request.GET.get(AS_OF, ""), now)
    versions = public_at(now, as_of)
    if not versions:
        raise NothingPublicError
    return Reading(versions=versions, lang=current(), as_of=as_of)


def day_asked(text: str, now: datetime) -> date | None:
    """The day a reader asks for, or None; one that has not come yet is refused."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise NotADayError(text) from error
    if day > timezone.localtime(now).date() or day.year < 1900:  # noqa: PLR2004
        raise NotADayError(text)
    return day


@lru_cache(maxsize=PLANS_KEPT)
def material_of(sections: Manifest, lang: Lang, suffix: str) -> Material:
    """The material of a manifest: sums, numbers and names, made once and kept in the process."""
    plan = plan_of(sections)
    return material(
        plan, (), totals(plan), basemap_of(plan), Words(lang),
        href=lambda target: _address(target, suffix),
    )  # fmt: skip


@lru_cache(maxsize=PLANS_KEPT)
def index_of(sections: Manifest) -> Mapping[str, Project]:
    """The projects of a manifest by id."""
    return {own.id: own for own in plan_of(sections).projects()}


@lru_cache(maxsize=PLANS_KEPT)
def by_action_of(sections: Manifest) -> Mapping[str, tuple[Project, ...]]:
    """The projects of a manifest by their primary action."""
    found: dict[str, list[Project]] = {}
    for own in plan_of(sections).projects():
        found.setdefault(own.action, []).append(own)
    return {action: tuple(own) for action, own in found.items()}


def basemap_of(plan: Plan) -> Any:
    """The map of a plan's programme, or None."""
    known = programme(plan.nation.programme)
    return known.basemap() if known else None


def _address(target: str, suffix: str) -> str:
    kind, _, id = target.partition("-")
    if kind == "indicator" and id:
        return f"{reverse('publish:indicators')}{suffix}#{target}"
    if kind in _PAGES and id:
        return f"{reverse(_PAGES[kind], args=[id])}{suffix}"
    return ""
