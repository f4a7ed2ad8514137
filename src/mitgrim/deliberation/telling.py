"""The groups of a debate for machines, and in sentences that claim no more than the votes bear."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from mitgrim.deliberation.groups import FEWEST_TOLD, Bridge, OpinionGroups, bridging
from mitgrim.deliberation.statements import Stand, shared
from mitgrim.deliberation.votes import AGREE, DISAGREE, MESSAGES, Votes
from mitgrim.wording import Text, Value

PLACES: Final = 6  # of a coordinate, so that machines write the same
LONGEST: Final = 120  # letters of a statement in a sentence


def as_json(whole: OpinionGroups, cities: Mapping[str, OpinionGroups]) -> dict[str, object]:
    """Everything for machines; a group is its place in the list `groups`."""
    own = whole.votes
    places = whole.places.round(PLACES).tolist()
    return {
        "participants": len(own.participants),
        "statements": len(own.statements),
        "votes": len(own.vote),
        **_of_groups(whole),
        "consensus": {
            name: [_stand(each) for each in whole.consensus[direction]]
            for name, direction in (("agree", AGREE), ("disagree", DISAGREE))
        },
        "shared": dict(zip(own.statements, shared(whole.tally).round(PLACES).tolist(), strict=True))
        if whole.grouping.count
        else {},
        "bridging": [_bridge(each) for each in bridging(whole, cities)],
        "projection": dict(zip(own.participants, places, strict=True)),
        "cities": {
            city: {**_of_groups(each), "took_part": _told(len(each.votes.participants))}
            for city, each in cities.items()
        },
    }


def _of_groups(own: OpinionGroups) -> dict[str, object]:
    return {
        "groups": [list(each) for each in own.members],
        "representative": [[_stand(each) for each in group] for group in own.representative],
        "stability": {
            "holds": own.stability.holds,
            "agreement": own.stability.agreement,
            "same_count": own.stability.same_count,
            "resamples": len(own.stability.agreements),
            "silhouettes": {str(count): fit for count, fit in own.grouping.silhouettes.items()},
        },
    }


def _stand(own: Stand) -> dict[str, Any]:
    return {
        "statement": own.statement,
        "vote": own.direction,
        "count": own.count,
        "seen": own.seen,
        "share": own.share,
        "elsewhere": own.elsewhere,
        "test": own.test,
        "ratio_test": own.ratio_test,
    }


def _bridge(own: Bridge) -> dict[str, Any]:
    return {
        "statement": own.statement,
        "least": own.least,
        "groups": [
            {"city": each.city, "group": each.group if each.group >= 0 else None,
             "agree": each.agree, "seen": each.seen, "share": each.share}
            for each in own.supports
        ],
    }  # fmt: skip


def _told(count: int) -> int | None:
    """A count of people, where it is large enough to be told."""
    return count if count >= FEWEST_TOLD else None


def said(
    whole: OpinionGroups,
    cities: Mapping[str, OpinionGroups],
    *,
    statements: Mapping[str, str] | None = None,
    names: Mapping[str, Text] | None = None,
) -> Iterator[Text]:
    """What the votes say, line by line: who took part, the groups and whether they hold, bridges.

    `statements` has the texts of statements and `names` those of cities; else ids stand for them.
    """
    words = _Words(statements or {}, names or {})
    yield from _who_took_part(whole.votes, cities, words)
    yield from _groups_said(whole, words)
    for direction, message in ((AGREE, "consensus.agree"), (DISAGREE, "consensus.disagree")):
        for own in whole.consensus[direction]:
            yield _say(message, statement=words.statement(own.statement), share=_percent(own.share))
    for city, each in cities.items():
        yield _say("city", city=words.city(city))
        yield from _groups_said(each, words)
    bridges = bridging(whole, cities)
    yield _say("bridging.head" if bridges else "bridging.none")
    for bridge in bridges:
        yield _say(
            "bridging.statement",
            statement=words.statement(bridge.statement),
            least=_percent(bridge.least),
        )


class _Words:
    def __init__(self, statements: Mapping[str, str], names: Mapping[str, Text]) -> None:
        self._statements = statements
        self._names = names

    def statement(self, id: str) -> str:
        text = self._statements.get(id, id)
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

    def city(self, id: str) -> Text:
        return self._names.get(id, Text(id, id))


def _who_took_part(
    votes: Votes, cities: Mapping[str, OpinionGroups], words: _Words
) -> Iterator[Text]:
    yield _say(
        "took-part",
        people=len(votes.participants),
        statements=len(votes.statements),
        votes=len(votes.vote),
    )
    few = []
    for city, own in cities.items():
        count = len(own.votes.participants)
        if count >= FEWEST_TOLD:
            yield _say("took-part.city", city=words.city(city), people=count)
        else:
            few.append(words.city(city))
    if few:
        listed = Text(", ".join(own.ko for own in few), ", ".join(own.en for own in few))
        yield _say("took-part.few", cities=listed, fewest=FEWEST_TOLD)
    nowhere = int((votes.city < 0).sum())
    if cities and nowhere >= FEWEST_TOLD:
        yield _say("took-part.nowhere", people=nowhere)
    yield _say("took-part.not-all")


def _groups_said(own: OpinionGroups, words: _Words) -> Iterator[Text]:
    if not own.grouping.count:
        yield _say("groups.none")
        return
    holds = own.stability.holds
    yield _say(
        "groups.hold" if holds else "groups.do-not-hold",
        count=own.grouping.count,
        agreement=f"{own.stability.agreement:.2f}",
        same=_percent(own.stability.same_count),
    )
    for number, (members, stands) in enumerate(zip(own.members, own.representative, strict=True)):
        if len(members) < FEWEST_TOLD:
            yield _say("groups.small", group=letter(number), fewest=FEWEST_TOLD)
            continue
        yield _say("groups.group", group=letter(number), people=len(members))
        for stand in stands:
            if stand.seen < FEWEST_TOLD:
                continue
            agrees = "agrees" if stand.direction == AGREE else "disagrees"
            few = ".of-few-others" if stand.others < FEWEST_TOLD else ""
            yield _say(
                f"groups.{agrees}{few}",
                statement=words.statement(stand.statement),
                share=_percent(stand.share),
                elsewhere=_percent(stand.elsewhere),
            )


def letter(group: int) -> str:
    """What a group is called."""
    return "ABCDEFGHIJ"[group]


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _say(message: str, /, **values: Value | Text) -> Text:
    return MESSAGES.both(message, **values)
