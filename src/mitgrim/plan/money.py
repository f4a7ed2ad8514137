"""Money: integers in won, split without losing one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import lcm

from mitgrim.plan.kinds import Certainty, DeclaredUnit, Dimension, FundingSource, Phase, Use
from mitgrim.plan.records import OWN, Label, Provenance, Record


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FundingLine:
    """사업비: won of one project in one year, from one source, in one phase, for one use."""

    year: int
    source: FundingSource
    phase: Phase = Phase.PLANNED
    use: Use
    amount: int
    certainty: Certainty | None = None
    programme_line: str = ""

    def __repr__(self) -> str:
        return (
            f"FundingLine({self.year} {self.source.value} {self.phase.value} {self.use.value} "
            f"{self.amount:,} won)"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JointShare:
    """What a partner city pays of a joint project's planned total; the lead city pays the rest."""

    city: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceClass:
    """A class of sources as published: 국비, 지방비, 민간 등."""

    id: str
    number: int = 0
    name: Label = Label()
    sources: tuple[FundingSource, ...] = ()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The most that may be spent from a programme line in a year, in won."""

    year: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLine(Record):
    """내역사업: a ministry's budget line with its ceilings and its highest share of a cost."""

    id: str
    name: Label = Label()
    ministry: str = ""
    source: FundingSource = FundingSource.NATIONAL
    ratio: Decimal | None = None
    ceilings: tuple[Ceiling, ...] = ()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredTotal:
    """A total as somebody printed it, to be held against the computed one at its own precision."""

    dimension: Dimension
    tree: str = ""
    item: str = ""
    unit: DeclaredUnit = DeclaredUnit.WON
    value: Decimal
    places: int = 0
    provenance: Provenance = OWN


def largest_remainder(total: int, weights: Sequence[int | Decimal]) -> tuple[int, ...]:
    """Split won by weights so that the parts sum to the total; ties go to the earlier part.

    Raises ValueError when the weights are negative or all zero, as there is then no split.
    """
    exact = _whole(weights)
    whole = sum(exact)
    if whole <= 0 or min(exact) < 0:
        raise ValueError(f"weights must be non-negative and not all zero, got {list(weights)}")
    parts, remainders = zip(*(divmod(total * weight, whole) for weight in exact), strict=True)
    left = total - sum(parts)
    if not left:
        return parts
    order = sorted(range(len(parts)), key=lambda i: -remainders[i])
    larger = set(order[:left])
    return tuple(part + (i in larger) for i, part in enumerate(parts))


def _whole(weights: Sequence[int | Decimal]) -> list[int]:
    """Weights in the same proportions as whole numbers."""
    ratios = [weight.as_integer_ratio() for weight in weights]
    scale = lcm(*(denominator for _, denominator in ratios))
    return [numerator * (scale // denominator) for numerator, denominator in ratios]
