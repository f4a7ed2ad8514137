"""Sums of a plan's money under conditions, and what each project adds to them.

A city counts its own share of a joint project, a category the shares of its crosswalk, to the won
as `plan.money` does; without either a project counts once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from mitgrim.figures.conditions import Condition, Conditions, in_words
from mitgrim.figures.lineage import Step, Used, both, exact_amount, named, origin
from mitgrim.figures.problems import MESSAGES
from mitgrim.figures.words import Found, every
from mitgrim.plan import (
    FundingLine,
    Phase,
    Plan,
    Project,
    city_shares,
    key_text,
    label_of,
    largest_remainder,
    node_shares,
    place,
)
from mitgrim.plan.totals import Splits
from mitgrim.wording import Text

Amounts: TypeAlias = tuple[tuple[FundingLine, int], ...]
WHOLE: Splits = (("",), (1,))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one project adds to a sum, line by line; `divided` where it is a part of the project."""

    project: Found
    amounts: Amounts
    divided: bool

    @property
    def won(self) -> int:
        return sum(won for _, won in self.amounts)


def contributions(plan: Plan, some: Conditions, phase: Phase) -> list[Contribution]:
    """What each project adds, in the plan's order; a project without such a line adds nothing."""
    part = _part(some)
    nodes = node_shares(plan.nation, part.tree) if part and part.tree else None
    wanted = part.part if part else ""
    of_line = [own.of_line for own in some if own.of_line]
    of_project = [own.of_project for own in some if own.of_project]
    found = []
    for own in every(plan, "Project"):
        if not all(fits(own.record) for fits in of_project):
            continue
        splits = WHOLE
        if part:
            splits = nodes(own.record) if nodes else city_shares(own.record)
        amounts = tuple(
            (line, won)
            for line, name, won in _parts(own.record, phase, splits)
            if name == wanted and all(fits(line) for fits in of_line)
        )
        if amounts:
            found.append(Contribution(own, amounts, len(splits[0]) > 1))
    return found


def sum_steps(
    plan: Plan, some: Conditions, phase: Phase, found: Sequence[Contribution]
) -> tuple[Step, ...]:
    """How a sum came to be: the sum itself, then how projects were divided, if any were."""
    won = sum(own.won for own in found)
    largest = sorted(found, key=lambda own: -own.won)
    used = [_of_project(plan, own) for own in largest]
    if len(found) == 1:
        used = list(_of_lines(plan, found[0]))
    asked = in_words([own for own in some if own.phase is None])
    rule = MESSAGES.both("rule.sum", phase=both(label_of(phase)), conditions=asked)
    step = Step(rule=rule, result=exact_amount(won), records=tuple(used))
    part = _part(some)
    divided = [own for own in largest if own.divided]
    return (step, _division(plan, part, divided)) if part and divided else (step,)


def _part(some: Conditions) -> Condition | None:
    return next((own for own in some if own.part), None)


def _parts(
    project: Project, phase: Phase, splits: Splits
) -> Iterator[tuple[FundingLine, str, int]]:
    """The lines with each part of their amounts, so that the parts of all lines are exact."""
    names, weights = splits
    lines = [line for line in project.money if line.phase is phase]
    before = (0,) * len(names)
    for line, so_far in zip(lines, accumulate(line.amount for line in lines), strict=True):
        after = largest_remainder(so_far, weights) if len(names) > 1 else (so_far,)
        for name, now, then in zip(names, after, before, strict=True):
            yield line, name, now - then
        before = after


def _of_project(plan: Plan, own: Contribution) -> Used:
    return Used(
        place=own.project.place,
        name=named(own.project.record),
        origin=origin(plan, own.project.record, "money"),
        amount=own.won,
    )


def _of_lines(plan: Plan, own: Contribution) -> Iterator[Used]:
    whence = origin(plan, own.project.record, "money")
    for line, won in own.amounts:
        source, use = both(label_of(line.source)), both(label_of(line.use))
        yield Used(
            place=place(own.project.place, "money", key_text(line)),
            name=Text(f"{line.year} {source.ko} {use.ko}", f"{line.year} {source.en} {use.en}"),
            origin=whence,
            amount=won,
        )


def _division(plan: Plan, part: Condition, divided: Sequence[Contribution]) -> Step:
    """Which projects count in part only, and by what."""
    count = MESSAGES.both("projects", count=len(divided))
    if not part.tree:
        rule = MESSAGES.both("rule.joint", part=part.text)
        return Step(rule=rule, result=count, records=tuple(_whole(plan, own) for own in divided))
    walks = [own for own in every(plan, "Crosswalk") if own.record.tree == part.tree]
    used = tuple(
        Used(
            place=own.place,
            name=MESSAGES.both("crosswalk"),
            said=MESSAGES.both("mappings", count=len(own.record.mappings)),
            origin=origin(plan, own.record),
        )
        for own in walks
    )
    return Step(rule=MESSAGES.both("rule.crosswalk", part=part.text), result=count, records=used)


def _whole(plan: Plan, own: Contribution) -> Used:
    """The same lines as a whole, beside the part of them that a city counts."""
    project = own.project.record
    part, whole = exact_amount(own.won), exact_amount(sum(line.amount for line, _ in own.amounts))
    return Used(
        place=place(own.project.place, "shares"),
        name=named(project),
        said=MESSAGES.both("part-of", part=part, whole=whole),
        origin=origin(plan, project, "shares"),
    )
