"""사전절차 on a time line: when each gate is passed, over the money by year that it opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mitgrim.documents.drawing import (
    COLOURS,
    INK,
    QUIET,
    RULE,
    WIDTH,
    Caption,
    box,
    drawing,
    rule,
    words,
)
from mitgrim.documents.markup import Markup, element
from mitgrim.plan import Gate, Label, Nation, Phase, Project, Use, label_of
from mitgrim.web.pages.words import named, say
from mitgrim.wording import HUNDRED_MILLION, Lang, date_text, rounded_amount

_LEFT: Final = 165
_RIGHT: Final = 20
_ROW: Final = 40
_HEAD: Final = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A gate as the time line has it: what it is called, its day, what it opens, what is early."""

    gate: Gate
    name: str
    day: date | None
    opens: tuple[Use, ...]
    early: tuple[int, ...]

    @property
    def is_done(self) -> bool:
        """Whether it was passed."""
        return self.gate.done is not None


def openings(nation: Nation, project: Project) -> tuple[Opening, ...]:
    """A project's gates by day, each with the years in which money comes before it."""
    kinds = {kind.id: kind for kind in nation.gate_kinds}
    found = []
    for gate in project.gates:
        kind = kinds.get(gate.kind)
        opens = gate.opens or (kind.opens if kind else ())
        day = gate.done or gate.planned
        years = {
            line.year
            for line in project.money
            if line.phase is Phase.PLANNED and line.use in opens and line.amount > 0
        }
        found.append(
            Opening(
                gate=gate,
                name=named(kind.name if kind else Label(), gate.kind or gate.id),
                day=day,
                opens=opens,
                early=tuple(sorted(year for year in years if day and year < day.year)),
            )
        )
    return tuple(sorted(found, key=lambda own: (own.day or date.max, own.gate.id)))


def money_by_use(project: Project) -> dict[Use, dict[int, int]]:
    """The planned won of each use, by year."""
    found: dict[Use, dict[int, int]] = {}
    for line in project.money:
        if line.phase is Phase.PLANNED:
            years = found.setdefault(line.use, {})
            years[line.year] = years.get(line.year, 0) + line.amount
    return {use: found[use] for use in Use if use in found}


def time_line(nation: Nation, project: Project, years: Sequence[int], lang: Lang) -> Markup:
    """The drawing; the table beside it says the same."""
    gates, money = openings(nation, project), money_by_use(project)
    scale = _Scale(years)
    height = _HEAD + _ROW * (len(gates) + len(money)) + 8
    early = {(use, year) for own in gates for use in own.opens for year in own.early}
    rows = [
        *(_gate(own, n, scale, lang) for n, own in enumerate(gates)),
        *(
            _uses(use, by_year, len(gates) + n, scale, early, lang)
            for n, (use, by_year) in enumerate(money.items())
        ),
    ]
    caption = Caption(
        id="gates",
        title=say("drafting.gates.drawing", name=named(project.name)),
        description=say("drafting.gates.drawing-description", n=len(gates)),
    )
    return Markup(
        drawing(caption, _years(scale, height), *rows, width=WIDTH, height=height, kind="gates")
    )


class _Scale:
    """Where years and days lie across the drawing."""

    def __init__(self, years: Sequence[int]) -> None:
        self.first, self.last = min(years), max(years)
        self.years = range(self.first, self.last + 1)
        self.wide = (WIDTH - _LEFT - _RIGHT) / len(self.years)

    def year(self, year: int) -> float:
        return _LEFT + (year - self.first) * self.wide

    def day(self, day: date) -> float:
        begun = (day - date(day.year, 1, 1)).days / 366
        inside = self.year(day.year) + begun * self.wide
        return min(max(inside, _LEFT - 6), WIDTH - _RIGHT + 6)


def _years(scale: _Scale, height: float) -> Markup:
    marks = [
        (
            words(
                str(year), scale.year(year) + scale.wide / 2, _HEAD / 2, anchor="middle", fill=QUIET
            ),
            rule(scale.year(year), _HEAD, scale.year(year), height),
        )
        for year in scale.years
    ]
    return element("g", *marks, rule(WIDTH - _RIGHT, _HEAD, WIDTH - _RIGHT, height))


def _gate(own: Opening, row: int, scale: _Scale, lang: Lang) -> Markup:
    y = _HEAD + _ROW * row + _ROW / 2
    label = words(_short(own.name), 0, y, bold=True)
    if own.day is None:
        return element("g", label, words(say("drafting.gates.undated"), _LEFT + 8, y, fill=QUIET))
    x = scale.day(own.day)
    after = x + 16 if x < WIDTH * 0.68 else x - 16
    anchor = "start" if x < WIDTH * 0.68 else "end"
    day = date_text(own.day, lang, weekday=False)
    state = say("drafting.gates.done-on" if own.is_done else "drafting.gates.planned-on", day=day)
    return element(
        "g",
        label,
        rule(_LEFT, y, WIDTH - _RIGHT, y),
        _diamond(x, y, own),
        words(state, after, y, anchor=anchor),
    )


def _diamond(x: float, y: float, own: Opening) -> Markup:
    """Filled where the gate was passed, open where it is planned."""
    points = f"{x:g},{y - 10:g} {x + 10:g},{y:g} {x:g},{y + 10:g} {x - 10:g},{y:g}"
    fill = COLOURS[0].fill if own.is_done else "#ffffff"
    return element("polygon", points=points, fill=fill, stroke=COLOURS[0].fill, stroke_width=3)


def _uses(
    use: Use,
    by_year: dict[int, int],
    row: int,
    scale: _Scale,
    early: set[tuple[Use, int]],
    lang: Lang,
) -> Markup:
    y = _HEAD + _ROW * row
    bars = [
        _bar(won, scale.year(year), y, scale.wide, (use, year) in early, lang)
        for year, won in by_year.items()
    ]
    return element("g", words(named(label_of(use)), 0, y + _ROW / 2, fill=INK), *bars)


def _bar(won: int, x: float, y: float, wide: float, is_early: bool, lang: Lang) -> Markup:
    """A year's money; what comes before its gate is edged and marked with a sign."""
    text = rounded_amount(won, HUNDRED_MILLION, 0 if won % HUNDRED_MILLION.factor == 0 else 1, lang)
    text = text.removesuffix(HUNDRED_MILLION.ko).removeprefix("KRW ")
    colour = COLOURS[5] if is_early else COLOURS[3]
    shown = f"⚠ {text}" if is_early else text
    edge = element(
        "rect", x=x + 3, y=y + 6, width=max(wide - 6, 0), height=_ROW - 12, fill="none",
        stroke=INK if is_early else RULE, stroke_width=2 if is_early else 1,
        stroke_dasharray="5 3" if is_early else None,
    )  # fmt: skip
    return element(
        "g",
        box(x + 3, y + 6, wide - 6, _ROW - 12, colour),
        edge,
        words(shown, x + wide / 2, y + _ROW / 2, anchor="middle", class_=f"on-{colour.name}"),
    )


def _short(text: str) -> str:
    most = 11
    return text if len(text) <= most else f"{text[: most - 1]}…"
