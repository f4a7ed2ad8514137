"""지역인재 의무채용 (혁신도시법 제29조의2, 시행령 제30조의2): how many locals each stage must pass.

At each stage of an exam the local passers must be at least the rate of the *planned* number; if
they are fewer, further local candidates pass above the planned number. Six exceptions stand
outside the duty, and with them two rates: the official one, without the excepted hires, and the
one of all hires.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Final

from mitgrim.law import Law
from mitgrim.law.errors import refuse
from mitgrim.programmes.innovation_cities.law.act import MESSAGES, act
from mitgrim.programmes.innovation_cities.law.recruitment import (
    SET_ASIDE,
    ExamField,
    ExamStage,
    FieldResult,
    Hiring,
    HiringException,
    Rounding,
    StageResult,
    hires_of,
    name_of,
)
from mitgrim.programmes.innovation_cities.law.splitting import splitting

RULE: Final = "hiring"
HALF: Final = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What an exception is judged by: the field, and the law on the day of its announcement."""

    law: Law
    field: ExamField
    region: tuple[str, ...]
    rate: Fraction

    def whole(self, id: str) -> int:
        return self.law.parameters.at(id, self.field.announced).whole

    def words(self, id: str) -> tuple[str, ...]:
        return self.law.parameters.at(id, self.field.announced).words


def hiring(
    city: str,
    year: int,
    fields: Iterable[ExamField],
    law: Law | None = None,
    rounding: Rounding | None = None,
) -> Hiring:
    """The rule over all that one institution of a city announced in a year.

    Rate and region are those of the day of the announcement. Without `rounding` the law's is taken.
    Raises LawError for a day on which the rule was not in force, and for a field of another year.
    """
    known, announced = law or act(), tuple(fields)
    for field in announced:
        if field.announced.year != year:
            raise refuse("law.hiring.other-year", messages=MESSAGES, field=field.name, year=year)
    grounds = [_ground(known, city, field) for field in announced]
    recruits = _recruits(grounds)
    results = tuple(_of_field(own, recruits, rounding) for own in grounds)
    return Hiring(
        city=city,
        year=year,
        fields=results,
        official=hires_of(own.field for own in results if own.counted),
        overall=hires_of(announced),
        undecided=tuple(field.place for field in announced if field.hires is None),
        findings=splitting(results, known),
    )


def counts_as_local(
    city: str, day: date, schools: Mapping[str, str], law: Law | None = None
) -> bool:
    """Whether a candidate is local: the highest school decides, not where one lives.

    `schools` gives the area of each kind of school of the law that the candidate finished or is
    about to finish. A university elsewhere excludes the graduate of a high school of the region.
    """
    known = law or act()
    kinds = known.parameters.at("hiring.schools", day).words
    region = known.regions.of(RULE, city, day).areas
    return next((schools[kind] in region for kind in reversed(kinds) if kind in schools), False)


def _ground(law: Law, city: str, field: ExamField) -> _Ground:
    day = field.announced
    region = law.regions.of(RULE, city, day).areas
    return _Ground(law, field, region, law.parameters.at("hiring.rate", day).share)


def _recruits(grounds: Iterable[_Ground]) -> Counter[str]:
    """What a year recruits by field: each one's small announcements count together."""
    recruits: Counter[str] = Counter()
    for ground in grounds:
        if not any(_OF_FIELD[own](ground) for own in SET_ASIDE):
            recruits[name_of(ground.field)] += ground.field.planned
    return recruits


def _of_field(
    ground: _Ground, recruits: Mapping[str, int], rounding: Rounding | None
) -> FieldResult:
    exceptions = [own for own in HiringException if own in _OF_FIELD and _OF_FIELD[own](ground)]
    few = recruits[name_of(ground.field)] <= ground.whole("hiring.few.most")
    if few and not SET_ASIDE & set(exceptions):
        exceptions.insert(0, HiringException.FEW)
    stages = () if exceptions else _stages(ground, rounding)
    if any(own.excused for own in stages):
        exceptions.append(HiringException.BELOW_CUT)
    left_out = set(ground.words("hiring.official.excludes"))
    return FieldResult(
        field=ground.field,
        rate=ground.rate,
        exceptions=tuple(exceptions),
        stages=stages,
        counted=not left_out & set(exceptions),
    )


def _stages(ground: _Ground, rounding: Rounding | None) -> tuple[StageResult, ...]:
    rounded = rounding or Rounding(*ground.words("hiring.rounding"))
    return tuple(_of_stage(own, ground.rate, rounded) for own in ground.field.stages)


def _of_stage(stage: ExamStage, rate: Fraction, rounding: Rounding) -> StageResult:
    minimum = _rounded(rate * stage.planned, rounding)
    missing = max(0, minimum - stage.local_passers)
    if stage.waiting is None:
        return StageResult(stage.name, minimum, missing, missing, 0, 0)
    fit = sum(stage.cut_score is None or score >= stage.cut_score for score in stage.waiting)
    extra = min(missing, fit)
    excused = min(missing - extra, len(stage.waiting) - fit)
    return StageResult(stage.name, minimum, missing, extra, excused, missing - extra - excused)


def _rounded(exact: Fraction, rounding: Rounding) -> int:
    match rounding:
        case Rounding.UP:
            return ceil(exact)
        case Rounding.DOWN:
            return floor(exact)
        case Rounding.NEAREST:
            return floor(exact + HALF)


def _career(ground: _Ground) -> bool:
    return ground.field.career


def _research(ground: _Ground) -> bool:
    field = ground.field
    return field.research and field.degree in ground.words("hiring.research.degrees")


def _branch(ground: _Ground) -> bool:
    branch = ground.field.branch
    if branch is None or branch.area in ground.region:
        return False
    return branch.hires or branch.posting_years >= ground.whole("hiring.branch.years")


def _few_locals(ground: _Ground) -> bool:
    everyone, local = ground.field.applicants, ground.field.local_applicants
    # Where nobody applied there is no share, and one that is not stated can't be claimed.
    return bool(everyone) and local is not None and Fraction(local, everyone or 1) <= ground.rate


_OF_FIELD: Final[Mapping[HiringException, Callable[[_Ground], bool]]] = {
    HiringException.CAREER: _career,
    HiringException.RESEARCH: _research,
    HiringException.BRANCH: _branch,
    HiringException.FEW_LOCALS: _few_locals,
}
