"""The rules that a case can ask: a day and what the case puts in, and the answer by name.

Every key of a case is a word of `terms.csv`, in Korean or English.
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Final

from mitgrim.law import CaseFunction, Inputs, Terms
from mitgrim.programmes.innovation_cities.law import committees, recruitment
from mitgrim.programmes.innovation_cities.law.act import act
from mitgrim.programmes.innovation_cities.law.clocks import NamedDuty, duties_of
from mitgrim.programmes.innovation_cities.law.hiring import counts_as_local, hiring
from mitgrim.programmes.innovation_cities.law.minor_change import CostChange, minor_change
from mitgrim.wording import percent

Output = dict[str, Any]


@cache
def terms() -> Terms:
    """The words that the programme's cases are written in; duties go by their names."""
    return Terms.load(__package__).with_names({own.id: own.name for own in act().clocks})


def case_files() -> tuple[Traversable, ...]:
    """The programme's own cases, by name."""
    folder = files(__package__) / "cases"
    found = [file for file in folder.iterdir() if file.name.endswith(".yaml")]
    return tuple(sorted(found, key=lambda file: file.name))


def _rule(answer: Callable[[date, Inputs], Output]) -> CaseFunction:
    """A function of a day and inputs as a rule: what it did not read is a mistake of the case."""

    def rule(day: date, values: Mapping[str, Any]) -> Mapping[str, Any]:
        inputs = Inputs(values, terms())
        output = answer(day, inputs)
        inputs.finish()
        return output

    return rule


def _hiring(day: date, inputs: Inputs) -> Output:
    found = hiring(
        inputs.term("city"),
        inputs.whole("year", day.year, least=1),
        inputs.each("fields", lambda own: _field(day, own)),
        rounding=inputs.choice("rounding", recruitment.Rounding, None),
    )
    return {
        "fields": [_field_result(own) for own in found.fields],
        "official": _hires(found.official),
        "overall": _hires(found.overall),
        "undecided": list(found.undecided),
        "findings": [own.id for own in found.findings],
    }


def _field(day: date, inputs: Inputs) -> recruitment.ExamField:
    return recruitment.ExamField(
        notice=inputs.text("notice", ""),
        announced=inputs.day("announced", day),
        name=inputs.text("name"),
        planned=inputs.whole("planned"),
        stages=inputs.each("stages", _stage),
        hired=inputs.whole("hired", None),
        local_hired=inputs.whole("local_hired", None),
        applicants=inputs.whole("applicants", None),
        local_applicants=inputs.whole("local_applicants", None),
        career=inputs.flag("career", False),
        research=inputs.flag("research", False),
        degree=inputs.term("degree", ""),
        branch=_branch(inputs.inner("branch")) if inputs.has("branch") else None,
        claimed=inputs.choice("claimed", recruitment.HiringException, None),
    )


def _stage(inputs: Inputs) -> recruitment.ExamStage:
    return recruitment.ExamStage(
        name=inputs.text("name", ""),
        planned=inputs.whole("planned"),
        passers=inputs.whole("passers"),
        local_passers=inputs.whole("local_passers"),
        cut_score=inputs.number("cut_score", None),
        waiting=inputs.numbers("waiting", None),
    )


def _branch(inputs: Inputs) -> recruitment.Branch:
    branch = recruitment.Branch(
        area=inputs.term("area"),
        hires=inputs.flag("hires", False),
        posting_years=inputs.whole("posting_years", 0),
    )
    inputs.finish()
    return branch


def _field_result(result: recruitment.FieldResult) -> Output:
    return {
        "name": result.field.name,
        "rate": _percent(result.rate),
        "applies": result.applies,
        "exceptions": [own.value for own in result.exceptions],
        "stages": [
            {
                "name": own.name,
                "minimum": own.minimum,
                "missing": own.missing,
                "extra": own.extra,
                "excused": own.excused,
                "unfilled": own.unfilled,
            }
            for own in result.stages
        ],
    }


def _percent(share: Fraction) -> str:
    """A percentage as the law prints it, `18%`."""
    whole = share * 100
    return f"{whole}%" if whole.denominator == 1 else percent(share, 1)


def _hires(hires: recruitment.Hires) -> Output:
    return {"local": hires.local, "all": hires.all, "percent": hires.text}


def _candidate(day: date, inputs: Inputs) -> Output:
    kinds = act().parameters.at("hiring.schools", day).words
    schools = {kind: inputs.term(kind) for kind in kinds if inputs.has(kind)}
    return {"local": counts_as_local(inputs.term("city"), day, schools)}


def _region(rule: str) -> Callable[[date, Inputs], Output]:
    def answer(day: date, inputs: Inputs) -> Output:
        region = act().regions.of(rule, inputs.term("city"), day)
        return {"region": list(region.areas), "article": region.article}

    return answer


def _clocks(day: date, inputs: Inputs) -> Output:
    found = duties_of(inputs.whole("year", day.year, least=1), inputs.term("who", ""))
    listed = [_duty(own) for own in found]
    return {"count": len(listed), "duties": listed} | {
        own.duty.clock.id: _duty(own) for own in found
    }


def _duty(named: NamedDuty) -> Output:
    return {
        "what": named.duty.clock.name.ko,
        "due": named.due,
        "who": [own.ko for own in named.who],
        "whom": [own.ko for own in named.whom],
        "article": named.duty.clock.article,
    }


def _minor_change(day: date, inputs: Inputs) -> Output:
    before, after = inputs.amounts("before"), inputs.amounts("after")
    found = minor_change(
        before,
        after,
        inputs.whole("total_before", sum(before.values())),
        inputs.whole("total_after", sum(after.values())),
        day,
        by_other_law=inputs.flag("by_other_law", False),
    )
    return {
        "minor": found.minor,
        "total": _cost_change(found.total),
        "cities": {city: _cost_change(own) for city, own in found.cities.items()},
        "over": list(found.over),
    }


def _cost_change(change: CostChange) -> Output:
    return {"change": change.text, "within": change.within}


def _committee(day: date, inputs: Inputs) -> Output:
    appointed = committees.Committee(
        members=inputs.whole("members"),
        chairs=inputs.whole("chairs"),
        seats=_seats(inputs.inner("seats")),
    )
    found = committees.composition(_which(day, inputs), appointed, day)
    return {"fit": not found, "wrong": [own.id for own in found]}


def _seats(inputs: Inputs) -> dict[committees.Seat, int]:
    seats = {own: inputs.whole(own.value, 0) for own in committees.Seat}
    inputs.finish()
    return seats


def _sitting(day: date, inputs: Inputs) -> Output:
    found = committees.sitting(
        _which(day, inputs),
        day,
        members=inputs.whole("members"),
        present=inputs.whole("present"),
        in_favour=inputs.whole("in_favour"),
    )
    return {
        "quorum": found.quorum,
        "quorate": found.quorate,
        "needed": found.needed,
        "carried": found.carried,
    }


def _which(day: date, inputs: Inputs) -> str:
    """The committee that a case names, or the one of its city."""
    if inputs.has("committee-of"):
        return str(inputs.term("committee-of"))
    return committees.committee_of(inputs.term("city"), day)


def _body(day: date, inputs: Inputs) -> Output:
    bodies = act().bodies
    found = (
        bodies.called(inputs.text("former"), day)
        if inputs.has("former")
        else bodies.at(inputs.term("id"), day)
    )
    return {"name": found.name.ko, "id": found.id}


def _parameter(day: date, inputs: Inputs) -> Output:
    found = act().parameters.at(inputs.text("id"), day)
    return {"value": found.value, "unit": found.unit, "article": found.article}


RULES: Final[Mapping[str, CaseFunction]] = MappingProxyType(
    {
        "hiring": _rule(_hiring),
        "hiring-candidate": _rule(_candidate),
        "hiring-region": _rule(_region("hiring")),
        "purchase-region": _rule(_region("purchase")),
        "clocks": _rule(_clocks),
        "minor-change": _rule(_minor_change),
        "committee": _rule(_committee),
        "sitting": _rule(_sitting),
        "body": _rule(_body),
        "parameter": _rule(_parameter),
    }
)
