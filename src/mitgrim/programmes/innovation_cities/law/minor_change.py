"""경미한 변경 (시행령 제3조의2제3항): whether a change may skip the national committee."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mitgrim.law import Law
from mitgrim.law.errors import refuse
from mitgrim.programmes.innovation_cities.law.act import MESSAGES, act
from mitgrim.wording import Text, in_both, percent, prose_amount

MOST_PLACES: Final = 20  # a won in any budget is more than 10⁻¹⁸ of it


@dataclass(frozen=True, slots=True)
class CostChange:
    """A cost before and after, in won, and whether the change is within its limit."""

    before: int
    after: int
    limit: Fraction
    within: bool

    @property
    def share(self) -> Fraction | None:
        """The size of the change against the cost before; None where that was nothing."""
        return Fraction(abs(self.after - self.before), self.before) if self.before else None

    @property
    def text(self) -> str:
        """The change as it is printed, `10.0%`; a dash where there was no cost before.

        It has as many places as it takes to tell a change over the limit from the limit.
        """
        if self.share is None:
            return "—"
        shown = (percent(self.share, 1, places) for places in range(1, MOST_PLACES))
        limit = (percent(self.limit, 1, places) for places in range(1, MOST_PLACES))
        pairs = zip(shown, limit, strict=True)
        return next((one for one, other in pairs if self.within or one != other), "—")

    def in_words(self, name: Text) -> Text:
        """The test in a sentence that stands alone; `name` says of what it is."""
        kind = "within" if self.within else "over" if self.before else "new"
        return MESSAGES.both(
            f"law.minor-change.{kind}",
            name=name,
            before=in_both(lambda lang: prose_amount(self.before, lang)),
            after=in_both(lambda lang: prose_amount(self.after, lang)),
            share=self.text,
            limit=percent(self.limit, 1),
        )


@dataclass(frozen=True, slots=True)
class MinorChange:
    """Both tests with their figures: the total and every city. Either test alone is not enough.

    `by_other_law` is the other ground: the change merely reflects what another law has fixed.
    """

    total: CostChange
    cities: Mapping[str, CostChange]
    by_other_law: bool

    @property
    def within_limits(self) -> bool:
        """Whether the total and each city stay within their limits."""
        return self.total.within and all(own.within for own in self.cities.values())

    @property
    def minor(self) -> bool:
        """Whether the change need not return to the national committee."""
        return self.by_other_law or self.within_limits

    @property
    def over(self) -> tuple[str, ...]:
        """The cities whose change is over the limit."""
        return tuple(city for city, own in self.cities.items() if not own.within)


def minor_change(
    before: Mapping[str, int],
    after: Mapping[str, int],
    total_before: int,
    total_after: int,
    day: date,
    *,
    by_other_law: bool = False,
    law: Law | None = None,
) -> MinorChange:
    """Compare the confirmed plan's costs with the changed ones, in won by city and in all.

    The totals come apart, since a joint project counts once in them. A city that comes or goes is
    not a minor change. Raises LawError for an amount below zero.
    """
    parameters = (law or act()).parameters
    amounts = (*before.values(), *after.values(), total_before, total_after)
    if lowest := min(0, *amounts):
        raise refuse("law.minor-change.negative", messages=MESSAGES, amount=f"{lowest:,}")
    limit = parameters.at("minor-change.city", day).share
    return MinorChange(
        total=_change(total_before, total_after, parameters.at("minor-change.total", day).share),
        cities={
            city: _change(before.get(city, 0), after.get(city, 0), limit)
            for city in dict.fromkeys((*before, *after))
        },
        by_other_law=by_other_law,
    )


def _change(before: int, after: int, limit: Fraction) -> CostChange:
    if not before:
        return CostChange(before, after, limit, within=not after)
    within = Fraction(abs(after - before), before) <= limit
    return CostChange(before, after, limit, within)
