"""Parameters: the numbers and choices of the law, each for the days on which it holds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Final

from mitgrim.law.errors import MESSAGES, NO_TEXT, refuse
from mitgrim.law.tables import Table
from mitgrim.wording import Text

PERCENT: Final = "percent"
PERCENT_OVER: Final = "percent-over"
WORDS: Final = "words"
NUMBERS: Final = (PERCENT, PERCENT_OVER, "persons", "days", "years", "times-a-year")
UNITS: Final = (*NUMBERS, WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value of the law from a day to a day, with the article that gives it.

    `value` is None where the text is not known to us; the note then says so. The unit `percent` is
    a share to be reached, `percent-over` one to be exceeded (과반수 is over 50). `words` are
    choices separated by spaces. `confidence` is one of `plan.Confidence`.
    """

    id: str
    name: Text
    value: Decimal | str | None
    unit: str
    valid_from: date
    valid_to: date | None = None
    article: str
    source: str
    confidence: str
    note: Text = NO_TEXT

    @property
    def known(self) -> bool:
        """Whether there is a value; if not, the row states a gap."""
        return self.value is not None

    @property
    def number(self) -> Decimal:
        """The value of a parameter that is a number."""
        if not isinstance(self.value, Decimal):
            raise self._not("kind.number")
        return self.value

    @property
    def whole(self) -> int:
        """The value of a parameter that is a whole number."""
        if self.number != int(self.number):
            raise self._not("kind.whole")
        return int(self.number)

    @property
    def share(self) -> Fraction:
        """A percentage as an exact fraction."""
        if self.unit not in (PERCENT, PERCENT_OVER):
            raise self._not("kind.percentage")
        return Fraction(self.number) / 100

    @property
    def words(self) -> tuple[str, ...]:
        """The choices of a parameter in words."""
        if self.unit != WORDS or not isinstance(self.value, str):
            raise self._not("kind.words")
        return tuple(self.value.split())

    def least_of(self, whole: int) -> int:
        """The smallest count out of `whole` that reaches the share, or exceeds it."""
        exact = self.share * whole
        return floor(exact) + 1 if self.unit == PERCENT_OVER else ceil(exact)

    @property
    def said(self) -> Text:
        """The value with its unit: `18%`, `5명`."""
        return MESSAGES.both(f"unit.{self.unit}", value=str(self.value))

    def _not(self, what: str) -> ValueError:
        kind = MESSAGES.both(what)
        return refuse("wrong-kind", name=self.name, id=self.id, value=str(self.value), kind=kind)


class Parameters(Table[Parameter]):
    """The parameters of a law by id and day."""

    kind = "parameter"
