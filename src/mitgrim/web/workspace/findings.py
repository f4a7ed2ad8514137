"""Findings as a page shows them: by the record they are in, each with where to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from mitgrim.checks import Finding
from mitgrim.plan import CityPlan, Nation, find_in, section_numbers
from mitgrim.web.pages.words import named
from mitgrim.web.workspace.links import place_url
from mitgrim.web.workspace.wording import Names, place_text, section_text

RECORD = 3  # steps of `jeju/projects/<id>`


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding, where it is in words, and where that can be changed."""

    finding: Finding
    where: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one record."""

    title: str
    url: str
    found: tuple[Placed, ...]


def grouped(
    plan: str, nation: Nation, section: Nation | CityPlan, found: Iterable[Finding], names: Names
) -> tuple[Group, ...]:
    """Findings by record, in the order in which they were found."""
    numbers = section_numbers(nation, section) if isinstance(section, CityPlan) else {}
    shown = {id: named(label) for id, label in numbers.items()}
    groups: dict[str, list[Finding]] = {}
    for own in found:
        groups.setdefault("/".join(own.place.split("/")[:RECORD]), []).append(own)
    return tuple(
        Group(
            title=_title(section, place, names, shown),
            url=place_url(plan, place),
            found=tuple(_placed(plan, section, own, names) for own in held),
        )
        for place, held in groups.items()
    )


def _title(section: Nation | CityPlan, place: str, names: Names, numbers: dict[str, str]) -> str:
    record = find_in(section, place)
    number = numbers.get(getattr(record, "id", ""), "")
    if number:
        return f"{number} {place_text(section, place, names).partition(' · ')[2]}"
    return place_text(section, place, names)


def _placed(plan: str, section: Nation | CityPlan, own: Finding, names: Names) -> Placed:
    steps = own.place.split("/")
    text = place_text(section, own.place, names) if len(steps) > 1 else section_text(section)
    inner = text.split(" · ", 2)[2] if len(steps) > RECORD and text.count(" · ") > 1 else ""
    return Placed(own, inner, place_url(plan, own.place))
