"""The money of a project in one phase as a grid: years across, source × use × budget line down.

Amounts are whole won, shown in a unit without rounding and read in it exactly. A line of the grid
has one certainty; where the years of a source and a use differ in it, they stand in two lines.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from mitgrim.codec import Mistyped, typed, typed_back
from mitgrim.plan import Certainty, FundingLine, FundingSource, Period, Phase, Project, Use
from mitgrim.plan.attributes import Attribute, table
from mitgrim.web.drafting.entries import Entry, Reading
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import said
from mitgrim.wording import HUNDRED_MILLION, MILLION, WON, MoneyUnit, Text

UNITS: Final[Mapping[str, MoneyUnit]] = {
    "million": MILLION,
    "eok": HUNDRED_MILLION,
    "won": WON,
}
SPARE: Final = 2  # empty lines at the end, to type into without asking for one
_OF_A_LINE: Final = ("source", "use", "programme_line", "certainty")
_LINE: Final = {own.name: own for own in table("FundingLine")}
_DECLARED: Final = next(own for own in table("Project") if own.name == "declared_total")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """An amount as typed, what it comes to in won, and what is wrong with it."""

    name: str
    year: int
    text: str
    won: int | None = None
    error: str = ""

    @property
    def year_text(self) -> str:
        """The year, as a label has it."""
        return str(self.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the grid: what its amounts have in common, the amounts, and their sum."""

    name: str
    number: int
    texts: Mapping[str, str]
    cells: Sequence[Cell]
    total: str
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A grid to be shown: lines, the sums under them, and what is missing to the declared total."""

    years: Sequence[int]
    lines: Sequence[Line]
    sums: Sequence[tuple[int, str]]
    total: str
    declared: str
    declared_error: str
    residue: str
    is_off: bool
    unit: MoneyUnit


def years_of(project: Project, period: Period | None) -> tuple[int, ...]:
    """The years of a project's grid: its own, the plan's, and every year it has money in."""
    years = {line.year for line in project.money}
    for own in (project.period, period):
        years.update(own.years if own else ())
    return tuple(sorted(years))


def money_entry(project: Project, phase: Phase, unit: MoneyUnit) -> Entry:
    """A project's money in one phase as the texts of a form."""
    rows: dict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    for line in sorted(project.money, key=_order):
        if line.phase is phase:
            rows[_shared(line)][line.year] = line.amount
    fields: dict[str, list[str]] = {"declared_total": [_text(project.declared_total, unit)]}
    for number, (shared, amounts) in enumerate(rows.items()):
        for name, text in zip(_OF_A_LINE, shared, strict=True):
            fields[f"rows.{number}.{name}"] = [text]
        for year, won in amounts.items():
            fields[f"rows.{number}.y{year}"] = [_text(won, unit)]
    return Entry(fields)


def with_money(
    project: Project, entry: Entry, phase: Phase, years: Sequence[int], reading: Reading
) -> Project:
    """A project with the money that was typed for one phase; its other phases stay as they are.

    What can't be read is among the problems of the reading.
    """
    others = tuple(line for line in project.money if line.phase is not phase)
    lines = [
        line
        for number in entry.rows("rows")
        for line in _lines(f"rows.{number}", entry, phase, years, reading)
    ]
    _refuse_twice(lines, reading)
    declared = _amount(_DECLARED, entry.text("declared_total"), "declared_total", reading)
    return replace(project, money=(*others, *(line for _, line in lines)), declared_total=declared)


def grid(entry: Entry, years: Sequence[int], unit: MoneyUnit, problems: Mapping[str, Text]) -> Grid:
    """The grid of what was typed, with sums over all that can be read."""
    numbers = entry.rows("rows")
    first_new = max(numbers, default=-1) + 1
    shown = [*numbers, *range(first_new, first_new + SPARE)]
    lines = [
        _line(entry, number, place, years, unit, problems) for place, number in enumerate(shown)
    ]
    sums = [(year, sum(line.cells[at].won or 0 for line in lines)) for at, year in enumerate(years)]
    total = sum(won for _, won in sums)
    declared = _silently(_DECLARED, entry.text("declared_total"), unit)
    residue = None if declared is None else declared - total
    return Grid(
        years=years,
        lines=lines,
        sums=[(year, _text(won, unit)) for year, won in sums],
        total=_text(total, unit),
        declared=entry.text("declared_total"),
        declared_error=_problem(problems, "declared_total"),
        residue=_text(residue, unit),
        is_off=bool(residue),
        unit=unit,
    )


def in_unit(entry: Entry, before: MoneyUnit, after: MoneyUnit) -> Entry:
    """The texts of a grid in another unit; what can't be read stays as it was typed."""
    fields = {}
    for name, texts in entry.fields.items():
        last = name.rpartition(".")[2]
        is_amount = name == "declared_total" or (last[:1] == "y" and last[1:].isdecimal())
        won = _silently(_DECLARED, entry.text(name), before) if is_amount else None
        fields[name] = list(texts) if won is None else [_text(won, after)]
    return Entry(fields)


def _order(line: FundingLine) -> tuple[Any, ...]:
    return (
        list(FundingSource).index(line.source),
        list(Use).index(line.use),
        line.programme_line,
        list(Certainty).index(line.certainty) if line.certainty else -1,
        line.year,
    )


def _shared(line: FundingLine) -> tuple[str, ...]:
    certainty = line.certainty.value if line.certainty else ""
    return line.source.value, line.use.value, line.programme_line, certainty


def _text(won: int | None, unit: MoneyUnit) -> str:
    return typed_back(_DECLARED, won, unit=unit)


def _lines(
    row: str, entry: Entry, phase: Phase, years: Sequence[int], reading: Reading
) -> list[tuple[str, FundingLine]]:
    """The funding lines of one line of the grid, with the names of their cells."""
    names = {year: f"{row}.y{year}" for year in years}
    filled = [year for year, name in names.items() if entry.text(name).strip()]
    if not filled:
        return []
    shared = {own: _choice(row, own, entry, reading) for own in _OF_A_LINE}
    amounts = {
        year: _amount(_LINE["amount"], entry.text(names[year]), names[year], reading)
        for year in filled
    }
    if shared["source"] is None or shared["use"] is None:
        return []
    return [
        (names[year], FundingLine(year=year, phase=phase, amount=won, **shared))
        for year, won in amounts.items()
        if won is not None
    ]


def _choice(row: str, name: str, entry: Entry, reading: Reading) -> Any:
    own = _LINE[name]
    known = reading.known(own.refers_to) if own.refers_to else None
    try:
        return typed(own, entry.text(f"{row}.{name}"), known=known)
    except Mistyped as wrong:
        reading.problems[f"{row}.{name}"] = wrong.message
        return None


def _amount(own: Attribute, text: str, name: str, reading: Reading) -> int | None:
    if not text.strip():
        return None
    try:
        won: int = typed(own, text, unit=reading.unit)
    except Mistyped as wrong:
        reading.problems[name] = wrong.message
        return None
    return won


def _refuse_twice(lines: Sequence[tuple[str, FundingLine]], reading: Reading) -> None:
    seen: set[tuple[Any, ...]] = set()
    for name, line in lines:
        key = (line.year, line.source, line.use, line.programme_line)
        if key in seen:
            reading.problems[name] = said("drafting.money.twice", year=str(line.year))
        seen.add(key)


def _line(
    entry: Entry,
    number: int,
    place: int,
    years: Sequence[int],
    unit: MoneyUnit,
    problems: Mapping[str, Text],
) -> Line:
    row = f"rows.{number}"
    cells = [_cell(entry, f"{row}.y{year}", year, unit, problems) for year in years]
    own = [_problem(problems, f"{row}.{name}") for name in _OF_A_LINE]
    has_money = any(cell.text.strip() for cell in cells)
    return Line(
        name=row,
        number=place + 1,
        texts={name: entry.text(f"{row}.{name}") for name in _OF_A_LINE},
        cells=cells,
        total=_text(sum(cell.won or 0 for cell in cells), unit) if has_money else "",
        error=" ".join(text for text in own if text),
    )


def _cell(
    entry: Entry, name: str, year: int, unit: MoneyUnit, problems: Mapping[str, Text]
) -> Cell:
    text = entry.text(name)
    return Cell(
        name=name,
        year=year,
        text=text,
        won=_silently(_LINE["amount"], text, unit),
        error=_problem(problems, name),
    )


def _silently(own: Attribute, text: str, unit: MoneyUnit) -> int | None:
    try:
        return typed(own, text, unit=unit) if text.strip() else None
    except Mistyped:
        return None


def _problem(problems: Mapping[str, Text], name: str) -> str:
    return problems[name].in_(current()) if name in problems else ""
