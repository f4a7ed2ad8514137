"""Conditions as a planner types them into fields, and as the YAML of `docs/funding.md`.

A field's name is the place of its value in the YAML (`budgets.national.2019`), so that what the
reader of the file finds wrong is said at the field. The file's reader is the only one that judges.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from mitgrim.codec import FileError
from mitgrim.codec.amounts import NotAnAmount, won_of
from mitgrim.funding.parameters import Parameters, planned_budgets, usual_parameters
from mitgrim.funding.reading import parameters_in
from mitgrim.law.casefiles import strict_yaml
from mitgrim.plan import Certainty, FundingSource, Plan
from mitgrim.web.pages.words import said
from mitgrim.wording import HUNDRED_MILLION, Refusal, Text

FILE: Final = Path("funding.yaml")
EOK: Final = HUNDRED_MILLION.factor
CHOICES: Final = ("must", "must_not")
Fields: TypeAlias = Mapping[str, Any]
"""What is in the fields, by their names; an empty text is nothing said."""


class Wrong(Exception):  # noqa: N818  # reads as the sentence it is
    """The first thing that is not right: its place in the YAML, and what to do."""

    def __init__(self, place: str, message: Text) -> None:
        super().__init__(place)
        self.place = place
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """A source, or a city of one, with what the plan has in each year; `place` in the YAML."""

    source: FundingSource
    city: str
    place: str
    won: Mapping[int, int]

    @property
    def total(self) -> int:
        """What the plan has in all years."""
        return sum(self.won.values())


def read(text: str, plan: Plan) -> Parameters:
    """The parameters that a YAML text says. Raises Wrong; an empty text says nothing."""
    if not text.strip():
        return usual_parameters(plan)
    try:
        return parameters_in(text.encode(), plan, file=FILE)
    except FileError as error:
        raise Wrong(place=error.path, message=error.message) from error
    except Refusal as error:
        raise Wrong(place="", message=error.message) from error


def purses_of(plan: Plan) -> list[Purse]:
    """The sources that the plan has money of, each with its cities under it."""
    found: dict[str, Purse] = {}
    for own in planned_budgets(plan):
        of_source = f"budgets.{own.source}"
        places = {of_source: ""} | ({f"{of_source}.{own.city}": own.city} if own.city else {})
        for place, city in places.items():
            before = found[place].won if place in found else {}
            won = {**before, own.year: before.get(own.year, 0) + own.amount}
            found[place] = Purse(source=own.source, city=city, place=place, won=won)
    return [own for own in found.values() if own.total]


def written(fields: Fields, plan: Plan) -> str:
    """The YAML of what is in the fields, always in the same order."""
    said = {
        "budgets": dict(_budgets(fields, plan)),
        "carry_over": list(fields.get("carry_over", ())),
        "floors": _bounds(fields, "floors"),
        "ceilings": _bounds(fields, "ceilings"),
        "must": _projects(fields, "must"),
        "must_not": _projects(fields, "must_not"),
        "counts": {
            own.value: _percentage(fields[f"counts.{own}"])
            for own in Certainty
            if _filled(fields, f"counts.{own}")
        },
        "delay": int(fields["delay"]),
        "effects": str(fields["effects"]),
    }
    held = {name: value for name, value in said.items() if value not in ({}, [])}
    return str(yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=100))


def fields_of(text: str) -> dict[str, Any]:
    """What a YAML text puts into fields. Lists of projects are a choice for each of them."""
    said = strict_yaml(text, str(FILE)) if text.strip() else {}
    found: dict[str, Any] = dict(_flat(said))
    found["carry_over"] = list(said.get("carry_over", ()))
    for name in CHOICES:
        found |= {f"project.{id}": name for id in said.get(name, ())}
    return found


def _flat(said: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in said.items():
        place = f"{before}.{key}" if before else str(key)
        if isinstance(value, dict):
            yield from _flat(value, place)
        elif place not in {"carry_over", *CHOICES}:
            yield place, _shown(place, value)


def _shown(place: str, value: Any) -> str:
    """A value as a field shows it: amounts in 억원, percentages as their number."""
    part = place.split(".", maxsplit=1)[0]
    if isinstance(value, Decimal):
        percent = f"{(value * 100).normalize():f}"
        return percent if part == "counts" else f"{percent}%"
    if part in ("budgets", "counts"):
        return in_eok(value) if isinstance(value, int) else str(value).removesuffix("%")
    if part in ("floors", "ceilings") and isinstance(value, int):
        return in_eok(value)
    return str(value)


def in_eok(won: int) -> str:
    """Won in 억원, exactly: `1,203.5`."""
    whole, rest = divmod(won, EOK)
    parts = f"{rest:08d}".rstrip("0")
    return f"{whole:,}.{parts}" if parts else f"{whole:,}"


def _budgets(fields: Fields, plan: Plan) -> Iterator[tuple[str, Any]]:
    """What is said of each source: a percentage, years, or a percentage for each of its cities."""
    every = purses_of(plan)
    for purse in every:
        if purse.city:
            continue
        years = {
            year: fields[f"{purse.place}.{year}"]
            for year in purse.won
            if _filled(fields, f"{purse.place}.{year}")
        }
        cities = {
            own.city: _percentage(fields[own.place])
            for own in every
            if own.city and own.source is purse.source and _filled(fields, own.place)
        }
        percent = _filled(fields, purse.place)
        if percent and (years or cities):
            raise Wrong(place=purse.place, message=said("funding.form.wrong.both"))
        if percent:
            yield purse.source.value, _percentage(fields[purse.place])
        elif cities:
            yield purse.source.value, cities
        elif years:
            yield purse.source.value, _years(purse, years)


def _years(purse: Purse, said: Mapping[int, Any]) -> dict[int, Any]:
    """Every year: what is said of it, else what the plan has."""
    return {
        year: _amount(said[year]) if year in said else planned
        for year, planned in purse.won.items()
    }


def _bounds(fields: Fields, side: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, value in fields.items():
        part, _, rest = name.partition(".")
        kind, _, id = rest.partition(".")
        if part == side and str(value).strip():
            found.setdefault(kind, {})[id] = _amount(value)
    return found


def _projects(fields: Fields, choice: str) -> list[str]:
    chosen = (name for name, value in fields.items() if value == choice)
    return sorted(name.removeprefix("project.") for name in chosen if name.startswith("project."))


def _filled(fields: Fields, name: str) -> bool:
    return bool(str(fields.get(name, "") or "").strip())


def _percentage(value: Any) -> str:
    text = str(value).strip()
    return text if text.endswith("%") else f"{text}%"


def _amount(value: Any) -> Any:
    """Whole won, a bare number counting 억원; a share, and what is neither, as it was typed."""
    text = str(value).strip()
    if text.endswith("%"):
        return text
    try:
        won = won_of(text, EOK)
    except NotAnAmount:
        return text
    return won if won != 1 else "1원"  # a bare 1 may be meant as everything
