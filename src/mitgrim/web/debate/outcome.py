"""What the votes of a debate come to, as anyone may read it; nothing of fewer than five people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from mitgrim.deliberation.groups import (
    FEWEST_TOLD,
    Bridge,
    OpinionGroups,
    bridging,
    by_city,
    opinion_groups,
)
from mitgrim.deliberation.picture import Mark, Picture, picture
from mitgrim.deliberation.statements import Stand
from mitgrim.deliberation.telling import letter
from mitgrim.deliberation.votes import AGREE, DISAGREE, PASS, Votes, votes_of
from mitgrim.web.debate.exporting import Row

PLACES: Final = 4  # of a coordinate on the map
Told = dict[str, Any]


def outcome_of(votes: Votes) -> Told:
    """Everything that the page of results says, as JSON; statements are named by their numbers."""
    people = len(votes.participants)
    if people < FEWEST_TOLD:
        return {"few": True}
    whole = opinion_groups(votes)
    cities = by_city(votes)
    return {
        "few": False,
        "people": people,
        "votes": len(votes.vote),
        "statements": len(votes.statements),
        "whole": _groups(whole),
        "map": _map(whole) if whole.stability.holds else None,
        "cities": {city: _groups(own) for city, own in cities.items()},
        "consensus": {
            name: [_share(own) for own in _of_enough(whole.consensus[direction])]
            for name, direction in (("agree", AGREE), ("disagree", DISAGREE))
        },
        "bridging": [_bridge(own) for own in bridging(whole, cities)],
        "tallies": _tallies(votes),
    }


def votes_in(rows: Iterable[Row]) -> Votes:
    """The same votes as `mitgrim groups` reads them from the file."""
    held = list(rows)
    return votes_of(
        [str(own.participant) for own in held],
        [str(own.statement) for own in held],
        [own.vote for own in held],
        [own.city for own in held],
    )


def picture_in(told: Mapping[str, Any]) -> Picture:
    """The map as it was kept."""
    marks = tuple(Mark(group=g, x=x, y=y, people=n) for g, x, y, n in told["marks"])
    return Picture(marks=marks, sizes=tuple(told["sizes"]), hidden=told["hidden"])


def _groups(own: OpinionGroups) -> Told:
    """The groups of some votes, and what each stands for, where they hold."""
    told: Told = {
        "count": own.grouping.count,
        "holds": own.stability.holds,
        "agreement": round(own.stability.agreement, 2),
        "same": round(own.stability.same_count, 2),
        "groups": [],
    }
    if own.stability.holds:
        # Where one group is small, the sizes of the others would tell how small.
        sized = all(len(members) >= FEWEST_TOLD for members in own.members)
        for at, (members, stands) in enumerate(zip(own.members, own.representative, strict=True)):
            large = len(members) >= FEWEST_TOLD
            told["groups"].append(
                {
                    "letter": letter(at),
                    "people": len(members) if sized else None,
                    "small": not large,
                    "stands": [_stand(each) for each in _of_enough(stands)] if large else [],
                }
            )
    return told


def _of_enough(stands: Iterable[Stand]) -> list[Stand]:
    return [own for own in stands if own.seen >= FEWEST_TOLD]


def _share(own: Stand) -> Told:
    return {"statement": int(own.statement), "share": own.share, "seen": own.seen}


def _stand(own: Stand) -> Told:
    # Of a few others the share would tell what they said.
    elsewhere = own.elsewhere if own.others >= FEWEST_TOLD else None
    return {**_share(own), "agrees": own.direction == AGREE, "elsewhere": elsewhere}


def _bridge(own: Bridge) -> Told:
    """A bridge with the lowest share of each city: its groups may be of a few."""
    least: dict[str, float] = {}
    for each in own.supports:
        least[each.city] = min(each.share, least.get(each.city, 1.0))
    return {"statement": int(own.statement), "least": own.least, "cities": least}


def _map(whole: OpinionGroups) -> Told:
    own = picture(whole)
    marks = [[m.group, round(m.x, PLACES), round(m.y, PLACES), m.people] for m in own.marks]
    sized = all(size >= FEWEST_TOLD for size in own.sizes)
    return {
        "marks": marks,
        "sizes": own.sizes if sized else [0] * len(own.sizes),
        "hidden": own.hidden if own.hidden >= FEWEST_TOLD else 0,
    }


def _tallies(votes: Votes) -> Sequence[Told]:
    """What all say to each statement on which enough voted."""
    count = len(votes.statements)
    by = {
        choice: np.bincount(votes.statement[votes.vote == choice], minlength=count).tolist()
        for choice in (AGREE, PASS, DISAGREE)
    }
    found = []
    for at, statement in enumerate(votes.statements):
        own = {"agree": by[AGREE][at], "pass": by[PASS][at], "disagree": by[DISAGREE][at]}
        seen = sum(own.values())
        if seen >= FEWEST_TOLD:
            found.append({"statement": int(statement), **own, "seen": seen})
    return found
