"""What was done about opinions: whether a revision carries them out, and the lines it changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from mitgrim.history import ABSENT, Shortfall, content_changes, unfulfilled
from mitgrim.history.fulfilment import BOOKKEEPING
from mitgrim.plan import NATION, Nation, Section, find_in, section_name
from mitgrim.web.opinions.anchoring import about_of, reading_manifest, sections_of, stands
from mitgrim.web.opinions.models import Disposition, Opinion
from mitgrim.web.opinions.queries import since
from mitgrim.web.opinions.services import OpinionRefusal
from mitgrim.web.pages.language import current
from mitgrim.web.revisions.models import Branch, StoredRevision
from mitgrim.web.revisions.queries import Manifest, draft_section, section_of
from mitgrim.web.workspace.comparison import (
    RecordChange,
    SectionComparison,
    Summary,
    Touched,
    in_words,
    touched_records,
)
from mitgrim.web.workspace.wording import Names, names_in

MONEY: Final = "money"


def must_be_carried_out(disposition: Disposition, revision: StoredRevision) -> None:
    """Raise OpinionRefusal unless a revision does, for every opinion, what was promised."""
    if revision.workspace_id != disposition.workspace_id:
        raise OpinionRefusal("elsewhere", place=str(revision.workspace_id))
    opinions = opinions_of(disposition)
    if any(revision.moment <= since(own) for own in opinions):
        raise OpinionRefusal("revision-before", number=revision.number)
    named = sections_of(revision)
    now = heads_of(disposition)
    for base in {own.revision_id: own.revision for own in opinions}.values():
        found = unfulfilled(disposition.places, before=sections_of(base), named=named, now=now)
        for own in found:
            place = in_a_word(own.place, revision, base)
            raise OpinionRefusal(_SAID[own.why], place=place, number=revision.number)
    if not disposition.places:
        raise OpinionRefusal("no-place")


_SAID: Final[Mapping[Shortfall, str]] = {
    Shortfall.TOO_WIDE: "too-wide",
    Shortfall.ELSEWHERE: "elsewhere",
    Shortfall.UNCHANGED: "unchanged",
    Shortfall.TAKEN_BACK: "taken-back",
}


def must_have_stood(disposition: Disposition) -> StoredRevision:
    """The newest revision that the opinions are about; raises OpinionRefusal unless each of those
    revisions says something at the places.
    """
    bases = {own.revision_id: own.revision for own in opinions_of(disposition)}
    if not disposition.places:
        raise OpinionRefusal("no-place")
    for base in bases.values():
        held = sections_of(base)
        for place in disposition.places:
            section = held.get(place.partition("/")[0])
            if section is None or not stands(section, place) or _is_empty(section, place):
                raise OpinionRefusal("not-there", place=in_a_word(place, base), number=base.number)
    return bases[max(bases)]


def _is_empty(section: Section, place: str) -> bool:
    value = find_in(section, place)
    return value is None or value in ("", ())


def opinions_of(disposition: Disposition) -> list[Opinion]:
    """The opinions of a group, the first given first."""
    rows = Opinion.objects.filter(segments__disposition=disposition).distinct().order_by("id")
    return list(rows.select_related("revision__workspace", "workspace"))


def heads_of(disposition: Disposition) -> Mapping[str, Section]:
    """The drafts as they stand, of the sections that a promise is about."""
    names = {own.partition("/")[0] or NATION for own in disposition.places}
    branches = Branch.objects.filter(workspace=disposition.workspace_id, name__in=names)
    return {own.name: draft_section(own) for own in branches.select_related("head", "workspace")}


def in_a_word(place: str, *revisions: StoredRevision) -> str:
    """A place as it is called in the first of these revisions that has it; else as it was typed."""
    for own in revisions:
        about = about_of(own, place)
        if about is not None:
            return about.in_(current())
    return place


# The changed lines -------------------------------------------------------------------------------


def changed_lines(
    before: StoredRevision, after: StoredRevision, places: Iterable[str]
) -> list[RecordChange]:
    """What two revisions say differently at some places, as a reader sees it, and nothing else.

    A section that the later revision does not hold is left out.
    """
    old, new = sections_of(before), sections_of(after)
    names = names_in(_named_by(before, after))
    nation = section_of(dict(reading_manifest(after))[NATION])
    assert isinstance(nation, Nation)
    by_section: dict[str, list[str]] = {}
    for place in places:
        by_section.setdefault(place.partition("/")[0] or NATION, []).append(place)
    found: list[RecordChange] = []
    for section, some in by_section.items():
        if section in new:
            found += _of_section(nation, old.get(section), new[section], some, names)
    return found


def _named_by(before: StoredRevision, after: StoredRevision) -> Manifest:
    return tuple(sorted((dict(reading_manifest(before)) | dict(reading_manifest(after))).items()))


def _of_section(
    nation: Nation, before: Section | None, after: Section, places: list[str], names: Names
) -> Iterator[RecordChange]:
    wanted = {own for place in places for own in content_changes(before, after, place)}
    touched = []
    for own in touched_records(before, after):
        changes = [change for change in own.changes if change in wanted]
        if changes:
            touched.append(Touched(own.place, own.collection, own.before, own.after, changes))
    whole = SectionComparison(
        name=section_name(after),
        nation=nation,
        before=before,
        after=after,
        summary=Summary(),
        touched=tuple(touched),
    )
    for shown, own in zip(in_words(whole, touched, names), touched, strict=True):
        yield _seen(shown, own)


def _seen(shown: RecordChange, own: Touched) -> RecordChange:
    """Without bookkeeping, and without the money where that is not what changed at the places."""
    fields = tuple(one for one in shown.fields if one.place.rpartition("/")[2] not in BOOKKEEPING)
    whole = own.before is ABSENT or own.after is ABSENT
    money = whole or any(
        f"{own.place}/{MONEY}" in one.place or own.place.endswith(MONEY) for one in own.changes
    )
    return replace(shown, fields=fields, money=shown.money if money else ())
