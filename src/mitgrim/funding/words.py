"""What is said of limits, groups, projects, scales and shares: the same in every place."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from mitgrim.funding.said import MESSAGES
from mitgrim.plan import FundingSource, Label, Plan, Project, city_label, label_of
from mitgrim.wording import Lang, Text, prose_amount

if TYPE_CHECKING:
    from mitgrim.funding.problem import Limit, Problem

Kind: TypeAlias = Literal["head", "line", "item"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an explanation: a head begins a paragraph, an item is one of a list."""

    text: Text
    kind: Kind = "line"


def say(message: str, kind: Kind = "line", /, **values: str | int | Text) -> Sentence:
    """A message as a sentence."""
    return Sentence(MESSAGES.both(message, **values), kind)


def share_text(number: float) -> str:
    """A share of one as a percentage; a dash for what is not known."""
    return f"{number:.2%}" if math.isfinite(number) else "—"


def points_text(share: float) -> str:
    """A difference of shares in percentage points, with three places that count."""
    return f"{100 * share:.3g}"


def amount_text(won: float) -> Text:
    """An amount as sentences have it."""
    return Text(prose_amount(round(won), Lang.KO), prose_amount(round(won), Lang.EN))


def label_text(label: Label, otherwise: str = "") -> Text:
    """A label; its Korean where it has no English, and something else where it has neither."""
    ko = label.ko or otherwise
    return Text(ko, label.en or ko)


def listed(texts: Iterable[Text], between: str = ", ") -> Text:
    """Texts one after the other."""
    held = list(texts)
    return Text(between.join(own.ko for own in held), between.join(own.en for own in held))


def limit_text(plan: Plan, limit: "Limit") -> Text:
    """A limit: `국비 2019년`, `시·군·구비 제주 2021년까지`."""
    lines = {own.id: own.name for own in plan.nation.programme_lines}
    parts = [label_text(label_of(FundingSource(limit.source)))]
    if limit.city:
        parts.append(city_text(plan, limit.city))
    if limit.line:
        parts.append(label_text(lines[limit.line], limit.line))
    if limit.year:
        year = "up-to" if limit.carried else "in"
        parts.append(MESSAGES.both(year, year=str(limit.year)))
    return listed(parts, " ")


def group_text(plan: Plan, kind: str, id: str) -> Text:
    """A group: the name of its city, sector or action."""
    if kind == "city":
        return city_text(plan, id)
    sectors = {own.id: own.name for own in plan.nation.sectors}
    actions = {own.id: own.title for own in plan.nation.actions}
    return label_text((sectors if kind == "sector" else actions).get(id, Label()), id)


def city_text(plan: Plan, id: str) -> Text:
    """What a city is called, or what stands for one that the plan does not have."""
    section = plan.section(id)
    return label_text(city_label(section.city), id) if section else Text(id, id)


def project_text(project: Project) -> Text:
    """A project's name and the id by which it can be asked about."""
    if not project.name.ko:
        return Text(project.id, project.id)
    name = label_text(project.name)
    return Text(f"{name.ko} ({project.id})", f"{name.en} ({project.id})")


def variant_text(project: Project, id: str) -> Text:
    """What a scale of a project is called."""
    found = next((own for own in project.variants if own.id == id), None)
    return MESSAGES.both("as-planned") if found is None else label_text(found.name, id)


def option_values(project: Project, problem: "Problem", option: int) -> Mapping[str, Text | str]:
    """An option as values of a message: its scale, first year and amount."""
    return {
        "scale": variant_text(project, problem.variants[problem.variant[option]]),
        "year": str(problem.start[option]),
        "amount": amount_text(problem.cost[option]),
    }
