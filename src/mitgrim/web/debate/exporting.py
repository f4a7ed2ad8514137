"""The votes of a debate as anyone may have them: participants numbered anew, cities of many alone.

What is computed is computed from these rows, so that the file gives the same groups as the page.
"""

import csv
import hmac
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.utils.encoding import force_bytes

from mitgrim.web.debate.models import Debate, Participant
from mitgrim.web.debate.queries import votes_of_debate

HEAD: Final = ("participant", "statement", "vote", "city")
AT_ONCE: Final = 10_000
FEWEST_TOLD: Final = 5  # as `mitgrim.deliberation` has it, which needs not be installed to vote


@dataclass(frozen=True, slots=True)
class Row:
    """A vote as it is given out."""

    participant: int
    statement: int
    vote: int
    city: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many took part by what they said of themselves, where that is told of enough of them.

    `rest` are all others together: those who said nothing, and the few of each other kind. It is 0
    or at least five, so that nobody can work out how many the few are.
    """

    told: Mapping[str, int]
    rest: int


def counted(counts: Mapping[str, int], fewest: int = FEWEST_TOLD) -> Counted:
    """Counts that tell of nobody: the smallest join the rest until that is large enough.

    The key `""` is of those who said nothing.
    """
    told = {own: count for own, count in counts.items() if own and count >= fewest}
    rest = sum(counts.values()) - sum(told.values())
    while 0 < rest < fewest and told:
        smallest = min(told, key=lambda own: (told[own], own))
        rest += told.pop(smallest)
    return Counted(told, rest)


def export_rows(debate: Debate) -> list[Row]:
    """The votes that count, participant by participant, in an order that leads back to nobody.

    Those of fewer than five people are not told at all.
    """
    votes = list(
        votes_of_debate(debate)
        .order_by()
        .values_list("participant_id", "statement__number", "value")
        .iterator(AT_ONCE)
    )
    numbers = renumbered({own for own, _, _ in votes}, debate.pk)
    if len(numbers) < FEWEST_TOLD:
        return []
    cities = dict(Participant.objects.filter(debate=debate).values_list("pk", "city"))
    told = counted(_counts(cities[own] for own in numbers)).told
    rows = [
        Row(numbers[own], statement, value, cities[own] if cities[own] in told else "")
        for own, statement, value in votes
    ]
    return sorted(rows, key=lambda row: (row.participant, row.statement))


def renumbered(participants: Iterable[int], debate: int) -> dict[int, int]:
    """New numbers from 1 on, in an order that only the site's key gives: not that of joining."""
    key = sha256(b"mitgrim.debate.export" + force_bytes(settings.SECRET_KEY)).digest()

    def place(own: int) -> bytes:
        return hmac.digest(key, f"{debate}.{own}".encode(), "sha256")

    return {own: at for at, own in enumerate(sorted(participants, key=place), start=1)}


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """The file, some thousand lines at a time."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(HEAD)
    for number, own in enumerate(rows, start=1):
        writer.writerow((own.participant, own.statement, own.vote, own.city))
        if number % AT_ONCE == 0:
            yield made.getvalue()
            made.seek(0)
            made.truncate()
    yield made.getvalue()


def _counts(values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for own in values:
        found[own] = found.get(own, 0) + 1
    return found


def took_part(debate: Debate, field: str) -> Counted:
    """Who voted, by city or age band."""
    people = Participant.objects.filter(pk__in=votes_of_debate(debate).values("participant"))
    return counted(_counts(people.order_by().values_list(field, flat=True)))
