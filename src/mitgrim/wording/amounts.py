"""Won as Koreans and English readers write them, and percentages.

Amounts are whole won and every calculation here is exact. Halves round away from zero, so
that a cut reads as the mirror of the rise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from mitgrim.wording.language import Lang


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A unit in which a table or a headline counts won."""

    factor: int
    ko: str
    en: str

    def in_(self, lang: Lang) -> str:
        return self.ko if lang == Lang.KO else self.en


WON: Final = MoneyUnit(1, "원", "KRW")
THOUSAND: Final = MoneyUnit(10**3, "천원", "KRW thousand")
MILLION: Final = MoneyUnit(10**6, "백만원", "KRW million")
HUNDRED_MILLION: Final = MoneyUnit(10**8, "억원", "KRW 100 million")
TRILLION: Final = MoneyUnit(10**12, "조원", "KRW trillion")
MONEY_UNITS: Final = (WON, THOUSAND, MILLION, HUNDRED_MILLION, TRILLION)

_MYRIADS: Final = ((10**12, "조"), (10**8, "억"), (10**4, "만"), (1, ""))
_THOUSANDS: Final = (
    (10**12, " trillion"),
    (10**9, " billion"),
    (10**6, " million"),
    (10**3, " thousand"),
    (1, ""),
)


def table_amount(won: int, unit: MoneyUnit = MILLION, lang: Lang = Lang.KO) -> str:
    """An amount as a cell of a table: `1,715,000`, a decrease `△300` (in English `-300`).

    The cell can't say that it is rounded; put `table_note` over the table.
    """
    return _fixed(_half_up(Fraction(won, unit.factor)), 0, "△" if lang == Lang.KO else "-")


def table_note(amounts: Iterable[int], unit: MoneyUnit = MILLION, lang: Lang = Lang.KO) -> str:
    """The line over a table: its unit, and a warning if these amounts lose something in it."""
    rounded = any(won % unit.factor for won in amounts)
    if lang == Lang.KO:
        warning = ", 반올림으로 합계가 일치하지 않을 수 있음" if rounded else ""
        return f"(단위: {unit.ko}{warning})"
    warning = "; rounded, so totals may differ" if rounded else ""
    return f"(unit: {unit.en}{warning})"


def prose_amount(won: int, lang: Lang = Lang.KO) -> str:
    """An amount as a sentence has it: `4조 3,000억원`, `KRW 4.3 trillion`.

    Korean keeps two neighbouring steps of 10,000 (조 and 억, 억 and 만, 만 and 원), English three
    decimals. If that is not the whole amount it says so: `약 1조 7,150억원`, `about KRW 1.715
    trillion`. A decrease is `-3억원`, since △ belongs to tables.
    """
    size = abs(won)
    shown = _kept(size, lang)
    words = _korean(shown) if lang == Lang.KO else _english(shown)
    about = "" if shown == size else "약 " if lang == Lang.KO else "about "
    return f"{about}{'-' if won < 0 else ''}{words}"


def rounded_amount(won: int, unit: MoneyUnit, places: int = 0, lang: Lang = Lang.KO) -> str:
    """An amount in one unit for headlines and charts: `1.7조원`, `KRW 1.7 trillion`.

    It carries no 약: the place that shows it says that it is rounded. English has no word for
    억, so `527억원` is `KRW 52.7 billion`, rounded at the same won.
    """
    if lang == Lang.KO:
        count = _half_up(Fraction(won * 10**places, unit.factor))
        return f"{_fixed(count, places)}{unit.ko}"
    scale, word = min(step for step in _THOUSANDS if step[0] >= unit.factor)
    places += len(str(scale // unit.factor)) - 1
    count = _half_up(Fraction(won * 10**places, scale))
    return f"{'-' if count < 0 else ''}KRW {_fixed(abs(count), places)}{word}"


def percent(
    numerator: int | Fraction | Decimal, denominator: int | Fraction | Decimal, places: int = 1
) -> str:
    """A share with its sign, `40.7%`, rounded once from the exact fraction.

    A share of nothing is not 0 %: a zero denominator raises `ZeroDivisionError`.
    """
    if denominator == 0:
        raise ZeroDivisionError(f"{numerator} of 0 is not a percentage; say that there is no base")
    share = Fraction(numerator) / Fraction(denominator)
    return f"{_fixed(_half_up(share * 100 * 10**places), places)}%"


def _half_up(value: Fraction) -> int:
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def _fixed(count: int, places: int, minus: str = "-") -> str:
    """`count` units of the last decimal place, with thousands separators."""
    whole, rest = divmod(abs(count), 10**places)
    decimals = f".{rest:0{places}}" if places else ""
    return f"{minus if count < 0 else ''}{whole:,}{decimals}"


def _kept(size: int, lang: Lang) -> int:
    if lang == Lang.KO:
        step = next((factor // 10**4 for factor, _ in _MYRIADS[:-1] if size >= factor), 1)
    else:
        step = next((factor // 10**3 for factor, _ in _THOUSANDS[:-2] if size >= factor), 1)
    return _half_up(Fraction(size, step)) * step


def _korean(size: int) -> str:
    steps = []
    for factor, name in _MYRIADS:
        count, size = divmod(size, factor)
        if count:
            steps.append(f"{count:,}{name}")
    return f"{' '.join(steps) or '0'}원"


def _english(size: int) -> str:
    for scale, word in _THOUSANDS[:-2]:
        if size >= scale:
            decimals = _fixed(size * 1000 // scale, 3).rstrip("0").rstrip(".")
            return f"KRW {decimals}{word}"
    return f"KRW {size:,}"
