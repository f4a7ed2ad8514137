"""What pages of committees say of findings, of a change's size, and of sections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from mitgrim.adoption.voting import Threshold
from mitgrim.checks import Finding
from mitgrim.plan import NATION, Plan, city_label
from mitgrim.programmes import MinorChange
from mitgrim.web.pages.words import said, say
from mitgrim.web.reviews.models import Item, Motion
from mitgrim.web.reviews.queries import Known, branch_of_item
from mitgrim.web.revisions.queries import manifest
from mitgrim.web.workspace.views.frame import names_around
from mitgrim.web.workspace.wording import branch_text
from mitgrim.wording import Text, percent

SHOWN: Final = 20
HALF: Final = Fraction(1, 2)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """A member on the roll of a vote, who sat for them, and what they said."""

    name: str
    deputy: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """A vote that was counted: the question, what it came to, and the roll as it was frozen."""

    title: str
    outcome: str
    outcome_name: str
    count: Mapping[str, int]
    roll: tuple[RollLine, ...]


def voted(motions: Iterable[Motion]) -> list[Voted]:
    """The votes that were counted; their motions bring their amendments and votes with them."""
    return [
        Voted(
            title=question_text(own), outcome=own.outcome, outcome_name=own.outcome_name,
            count=own.count, roll=_roll(own),
        )
        for own in motions
        if own.closed
    ]  # fmt: skip


def question_text(motion: Motion) -> str:
    """What is voted on."""
    if motion.amendment is not None:
        return say("reviews.motion.amendment", title=motion.amendment.title)
    return say("reviews.motion.decision", verdict=motion.verdict_name)


def _roll(motion: Motion) -> tuple[RollLine, ...]:
    votes = {own.seat_id: own.choice_name for own in motion.votes.all()}
    return tuple(
        RollLine(
            name=own["name"], deputy=own["deputy"], said=votes.get(own["seat"]) or _unsaid(own)
        )
        for own in motion.roll
    )


def _unsaid(voter: Mapping[str, Any]) -> str:
    if voter["recused"]:
        return say("reviews.roll.recused")
    return say("reviews.roll.silent") if voter["present"] else say("reviews.roll.away")


def rule_text(known: Known | None) -> Text | None:
    """A quorum and a majority in a sentence."""
    if known is None:
        return None
    rule = known.rule
    return said("reviews.rule.text", quorum=_share(rule.quorum), majority=_share(rule.majority))


def _share(own: Threshold) -> Text:
    if own.over and own.share == HALF:
        return said("reviews.rule.half")
    kind = "over" if own.over else "at-least"
    return said(f"reviews.rule.{kind}", share=percent(own.share, 1))


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
        total=test.total.in_words(said("reviews.minor.total")),
        cities=tuple(
            own.in_words(Text(names[id].ko, names[id].en) if id in names else Text(id, id))
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
