"""What pages of committees say of findings, of a change's size, and of sections."""

from collections.abc import Iterable
from dataclasses import dataclass

from mitgrim.checks import Finding
from mitgrim.plan import NATION, Plan, city_label
from mitgrim.programmes.innovation_cities.law import MinorChange, in_words
from mitgrim.web.pages.words import said
from mitgrim.web.reviews.models import Item
from mitgrim.web.reviews.queries import branch_of_item
from mitgrim.web.revisions.queries import manifest
from mitgrim.web.workspace.views.frame import names_around
from mitgrim.web.workspace.wording import branch_text
from mitgrim.wording import Text

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the checks found in a docket's state: those that block first, and how many in all."""

    blocking: int
    others: int
    shown: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minor:
    """Whether a change is minor, in a line for the total and for each city that changes."""

    minor: bool
    by_other_law: bool
    total: Text
    cities: tuple[Text, ...]


def findings_in(found: Iterable[Finding] | None, section: str) -> Found | None:
    """The findings of a section, of the whole plan for the nation; None where they are not known
    yet."""
    if found is None:
        return None
    own = [one for one in found if section in (NATION, one.place.split("/")[0])]
    open_ones = [one for one in own if one.waived is None]
    blocking = [one for one in open_ones if one.blocks]
    others = [one for one in open_ones if not one.blocks]
    return Found(
        blocking=len(blocking), others=len(others), shown=tuple([*blocking, *others][:SHOWN])
    )


def minor_lines(test: MinorChange | None, plan: Plan) -> Minor | None:
    """Both tests with their figures, in words."""
    if test is None:
        return None
    names = {own.city.id: city_label(own.city) for own in plan.cities}
    changed = {id: own for id, own in test.cities.items() if own.before != own.after}
    return Minor(
        minor=test.minor,
        by_other_law=test.by_other_law,
        total=in_words(said("reviews.minor.total"), test.total),
        cities=tuple(
            in_words(Text(names[id].ko, names[id].en) if id in names else Text(id, id), own)
            for id, own in changed.items()
        ),
    )


def names_of_sections(item: Item) -> list[tuple[str, str]]:
    """The sections that an item's revision holds, by name."""
    branch = branch_of_item(item)
    names = names_around(branch)
    held = [name for name, _ in manifest(item.revision)]
    if item.sitting.committee.section != NATION:
        held = [item.sitting.committee.section]
    return [(name, branch_text(name, names)) for name in held]
