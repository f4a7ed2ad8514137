"""What is told of an answer across conditions: for machines, and in sentences."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from statistics import median
from typing import Final, NamedTuple

from mitgrim.funding.answers import WORTH_TELLING, Answer, finite
from mitgrim.funding.floors import Freed
from mitgrim.funding.parameters import Bound
from mitgrim.funding.robustness import Robustness
from mitgrim.funding.said import MESSAGES
from mitgrim.funding.sweeps import Chosen, Outcome
from mitgrim.funding.words import (
    Sentence,
    amount_text,
    city_text,
    group_text,
    listed,
    points_text,
    say,
    share_text,
    variant_text,
)
from mitgrim.plan import Plan
from mitgrim.wording import Text

HUNDRED: Final = 100


def outcome_json(outcome: Outcome) -> dict[str, object]:
    """What was found under some conditions, for machines; projects as in every answer."""
    return {
        "status": outcome.status.value,
        "value": finite(outcome.value),
        "bound": finite(outcome.bound),
        "gap": finite(outcome.gap),
        "projects": list(_options(outcome.chosen, outcome.chosen)),
    }


def comparison_json(answer: Answer, before: Outcome, after: Outcome) -> dict[str, object]:
    """What other conditions do to an answer, for machines."""
    found = _difference(answer, before, after)
    return {
        **outcome_json(after),
        "lost": before.value - after.value,
        "stays": list(found.stays),
        "leaves": list(found.leaves),
        "joins": list(_options(after.chosen, found.joins)),
        "changes": list(_options(after.chosen, found.changes)),
    }


def comparison_said(answer: Answer, before: Outcome, after: Outcome) -> Iterator[Sentence]:
    """What other conditions do to an answer: its value, what goes, what joins, what stays."""
    if not after.found:
        yield say(f"compare.{after.status}", "head")
        return
    lost = before.value - after.value
    way = "same" if abs(lost) < WORTH_TELLING else "less" if lost > 0 else "more"
    yield say(
        f"compare.{way}",
        "head",
        before=share_text(before.value),
        after=share_text(after.value),
        bound=share_text(after.bound),
        points=points_text(abs(lost)),
    )
    found = _difference(answer, before, after)
    yield from _by_city(answer, "compare.leaves", found.leaves)
    yield from _by_city(answer, "compare.joins", found.joins)
    if found.changes:
        yield say("compare.changes", "head", count=len(found.changes))
    for id in found.changes:
        yield say(
            "compare.change",
            "item",
            project=answer.name(id),
            before=_way(answer, id, before.chosen),
            after=_way(answer, id, after.chosen),
        )
    yield from _by_city(answer, "compare.stays", found.stays)


class _Difference(NamedTuple):
    """By the ids of projects, in the plan's order."""

    stays: tuple[str, ...]
    leaves: tuple[str, ...]
    joins: tuple[str, ...]
    changes: tuple[str, ...]


def _difference(answer: Answer, before: Outcome, after: Outcome) -> _Difference:
    kinds: dict[str, list[str]] = {own: [] for own in _Difference._fields}
    for id in answer.projects:
        was, is_now = before.chosen.get(id), after.chosen.get(id)
        if was or is_now:
            kind = (
                "joins" if not was else "leaves" if not is_now
                else "stays" if was == is_now else "changes"
            )  # fmt: skip
            kinds[kind].append(id)
    return _Difference(**{kind: tuple(ids) for kind, ids in kinds.items()})


def _by_city(answer: Answer, message: str, ids: Sequence[str]) -> Iterator[Sentence]:
    """How many projects there are of a kind, and which, a line for each city."""
    if not ids:
        return
    yield say(message, "head", count=len(ids))
    for city, own in groupby(ids, key=lambda id: answer.projects[id].city):
        names = [answer.name(id) for id in own]
        yield say(
            "of-city",
            "item",
            city=city_text(answer.plan, city),
            count=len(names),
            projects=listed(names),
        )


def robustness_json(
    answer: Answer, asked: int, spread: int, found: Robustness
) -> dict[str, object]:
    """In what part of the scenarios each project is done, for machines."""
    return {
        "robustness": {
            "scenarios": asked,
            "spread": spread,
            "answered": found.answered,
            "values": list(found.values),
            "projects": [
                {"id": id, "share": found.shares[id], "alike": found.alike[id]}
                for id in answer.projects
                if id in found.shares
            ],
        }
    }


def robustness_said(
    answer: Answer, asked: int, spread: int, found: Robustness
) -> Iterator[Sentence]:
    """What stays in whatever happens to the budgets, what only at times, and what never."""
    yield say("robust.head", "head", asked=asked, answered=found.answered, spread=spread)
    if not found.answered:
        yield say("robust.none")
        return
    yield say(
        "robust.values",
        least=share_text(found.values[0]),
        middle=share_text(median(found.values)),
        most=share_text(found.values[-1]),
    )
    shares = {id: found.shares.get(id, 0.0) for id in answer.problem.projects}
    yield from _by_city(answer, "robust.always", [id for id, own in shares.items() if own == 1])
    sometimes = {id: own for id, own in shares.items() if 0 < own < 1}
    if sometimes:
        yield say("robust.sometimes", "head", count=len(sometimes))
    chosen = {answer.problem.projects[own] for own in answer.portfolio}
    for id, share in sorted(sometimes.items(), key=lambda own: -own[1]):
        yield say(
            "robust.in-answer" if id in chosen else "robust.not-in-answer",
            "item",
            project=answer.name(id),
            share=f"{share:.0%}",
        )
    yield from _by_city(answer, "robust.never", [id for id, own in shares.items() if own == 0])


def floors_json(answer: Outcome, found: Sequence[Freed]) -> dict[str, object]:
    """What each floor costs, and all of them, for machines."""
    return {
        "floors": [
            {
                "groups": [{"kind": group.kind.value, "id": group.id} for group in own.floors],
                "costs": own.outcome.value - answer.value if answer.found else None,
                **outcome_json(own.outcome),
            }
            for own in found
        ]
    }


def floors_said(plan: Plan, answer: Outcome, found: Sequence[Freed]) -> Iterator[Sentence]:
    """What attainment each floor costs, and all of them."""
    if not found:
        yield say("floors.none", "head")
        return
    head = "floors.head" if answer.found else "floors.no-answer"
    yield say(head, "head", value=share_text(answer.value))
    for own in found:
        what = MESSAGES.both("floors.all") if len(own.floors) > 1 else _floor(plan, own.floors[0])
        if not own.outcome.found:
            yield say("floors.still-none", "item", floor=what)
            continue
        yield say(
            "floors.floor" if answer.found else "floors.then",
            "item",
            floor=what,
            value=share_text(own.outcome.value),
            points=points_text(own.outcome.value - answer.value),
        )


def _floor(plan: Plan, bound: Bound) -> Text:
    """A floor: `제주 5%`."""
    name = group_text(plan, bound.kind.value, bound.id)
    extents = []
    if bound.least:
        extents.append(amount_text(bound.least))
    if bound.least_share:
        percent = f"{(bound.least_share * HUNDRED).normalize():f}%"
        extents.append(Text(percent, percent))
    return listed([name, listed(extents)], " ")


def _options(chosen: Chosen, ids: Iterable[str]) -> Iterator[Mapping[str, object]]:
    for id in ids:
        variant, start = chosen[id]
        yield {"id": id, "variant": variant, "start": start}


def _way(answer: Answer, id: str, chosen: Chosen) -> Text:
    variant, start = chosen[id]
    scale = variant_text(answer.projects[id], variant)
    return MESSAGES.both("way", scale=scale, year=str(start))
