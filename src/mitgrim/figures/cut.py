"""Prose with its figures put in: for documents piece by piece, for everyone else as a text."""

from dataclasses import dataclass
from typing import Final

from mitgrim.figures.evaluate import evaluate
from mitgrim.figures.language import Figure, parse
from mitgrim.figures.problems import FigureProblem
from mitgrim.figures.values import Value
from mitgrim.plan import Plan
from mitgrim.wording import Lang, particle

_HEDGES: Final = ("약", "about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure in its place in prose: as it was typed, and what it comes to."""

    figure: Figure
    value: Value | FigureProblem
    hedged: bool = False

    @property
    def problem(self) -> FigureProblem | None:
        """Why it can't be shown, or None."""
        return self.value if isinstance(self.value, FigureProblem) else None

    def value_text(self, lang: Lang = Lang.KO) -> str:
        """The value alone, the part to link to how it came to be; with a problem, as typed."""
        if isinstance(self.value, FigureProblem):
            return self.figure.written
        return self.value.text(lang, hedged=self.hedged)

    def particle(self, lang: Lang = Lang.KO) -> str:
        """The particle that fits the value, to set after it; English has none."""
        if not self.figure.pair or self.problem or lang != Lang.KO:
            return ""
        return particle(self.value_text(lang), self.figure.pair)

    def text(self, lang: Lang = Lang.KO) -> str:
        return self.value_text(lang) + self.particle(lang)


def cut(plan: Plan, text: str) -> tuple[str | Shown, ...]:
    """Prose as texts and evaluated figures in turn; nothing is lost, and nothing raises."""
    cuts: list[str | Shown] = []
    before = ""
    for part in parse(text):
        if isinstance(part, Figure):
            hedged = before.rstrip().endswith(_HEDGES)
            cuts.append(Shown(figure=part, value=evaluate(plan, part.asks), hedged=hedged))
            before = ""
        else:
            cuts.append(part)
            before = part
    return tuple(cuts)


def in_words(plan: Plan, text: str, lang: Lang = Lang.KO) -> str:
    """Prose with figures put in; one that has no value stays as it was typed."""
    return "".join(own if isinstance(own, str) else own.text(lang) for own in cut(plan, text))
