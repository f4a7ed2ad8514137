"""채용: what an institution announces and hires in a year, and what the rule says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from mitgrim.checks import Finding
from mitgrim.law.errors import refuse
from mitgrim.programmes.innovation_cities.law.act import MESSAGES
from mitgrim.wording import percent


class HiringException(StrEnum):
    """적용 예외: the six of the decree (제30조의2제4항), in its order."""

    FEW = "few"
    CAREER = "career"
    RESEARCH = "research"
    BRANCH = "branch"
    BELOW_CUT = "below-cut"
    FEW_LOCALS = "few-locals"


SET_ASIDE = {HiringException.CAREER, HiringException.RESEARCH, HiringException.BRANCH}


class Rounding(StrEnum):
    """What becomes of a fraction of a person in the minimum."""

    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamStage:
    """시험 단계: how many it was planned to pass, how many passed, and how many of them are local.

    `cut_score` is the score announced beforehand, None if none was. `waiting` are the scores of the
    local candidates who did not pass; None if they are not known, and then enough are supposed.
    """

    name: str = ""
    planned: int
    passers: int
    local_passers: int
    cut_score: Decimal | None = None
    waiting: tuple[Decimal, ...] | None = None

    def __post_init__(self) -> None:
        _in_order(self.name, self.local_passers, self.passers)
        _in_order(self.name, 0, self.planned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """지역본부·지사: where it lies, and whether it hires itself or for how long one works there."""

    area: str
    hires: bool = False
    posting_years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamField:
    """시험분야: one exam field of one announcement.

    `hired` and `local_hired` are None until it is over; then the last stage's are taken where they
    are not given. `claimed` is the exception that the institution says it falls under.
    """

    notice: str = ""
    announced: date
    name: str
    planned: int
    stages: tuple[ExamStage, ...] = ()
    hired: int | None = None
    local_hired: int | None = None
    applicants: int | None = None
    local_applicants: int | None = None
    career: bool = False
    research: bool = False
    degree: str = ""
    branch: Branch | None = None
    claimed: HiringException | None = None

    def __post_init__(self) -> None:
        _in_order(self.name, 0, self.planned)
        if self.applicants is not None and self.local_applicants is not None:
            _in_order(self.name, self.local_applicants, self.applicants)
        if hires := self.hires:
            _in_order(self.name, hires.local, hires.all)

    @property
    def place(self) -> str:
        """Where findings say that they are."""
        return "/".join(filter(None, (self.notice, self.name)))

    @property
    def hires(self) -> "Hires | None":
        """Who was hired, or None while that is open."""
        if self.hired is not None and self.local_hired is not None:
            return Hires(self.local_hired, self.hired)
        if self.stages:
            return Hires(self.stages[-1].local_passers, self.stages[-1].passers)
        return None


@dataclass(frozen=True, slots=True)
class Hires:
    """A rate with its numerator and its denominator, which are never kept apart from it."""

    local: int
    all: int

    def __add__(self, other: "Hires") -> "Hires":
        return Hires(self.local + other.local, self.all + other.all)

    @property
    def text(self) -> str:
        """The rate as it is printed, `40.7%`; a dash where nobody was hired."""
        return percent(self.local, self.all) if self.all else "—"


@dataclass(frozen=True, slots=True)
class StageResult:
    """What the rule asks of a stage: the minimum, how many are missing, and what to do about it.

    Of those `missing`, `extra` pass above the planned number, `excused` need not since the
    candidates left are below the cut score, and for `unfilled` no local candidate is left.
    """

    name: str
    minimum: int
    missing: int
    extra: int
    excused: int
    unfilled: int


@dataclass(frozen=True, slots=True)
class FieldResult:
    """What the rule says of an exam field; without stages where it does not apply.

    `counted` is whether its hires are in the official rate.
    """

    field: ExamField
    rate: Fraction
    exceptions: tuple[HiringException, ...]
    stages: tuple[StageResult, ...]
    counted: bool

    @property
    def set_aside(self) -> bool:
        """Whether its recruits are no part of what a year recruits in the field."""
        return bool(set(self.exceptions) & SET_ASIDE)

    @property
    def applies(self) -> bool:
        """Whether the rule binds. A cut score excuses single candidates, not the field."""
        return set(self.exceptions) <= {HiringException.BELOW_CUT}


@dataclass(frozen=True, slots=True)
class Hiring:
    """An institution's hiring of one year: by field, both rates, and findings.

    Fields whose hires are not known yet are in neither rate; `undecided` names them.
    """

    city: str
    year: int
    fields: tuple[FieldResult, ...]
    official: Hires
    overall: Hires
    undecided: tuple[str, ...]
    findings: tuple[Finding, ...]


def name_of(field: ExamField) -> str:
    """A field's name without the spaces that make two of one."""
    return "".join(field.name.split())


def hires_of(fields: Iterable[ExamField]) -> Hires:
    """The hires of several fields; those not known yet are left out."""
    return sum((field.hires for field in fields if field.hires), Hires(0, 0))


def _in_order(name: str, less: int, more: int) -> None:
    if not 0 <= less <= more:
        raise refuse(
            "law.hiring.counts", messages=MESSAGES, name=name or "—", less=str(less), more=str(more)
        )
