"""Figures in prose that are bound to the plan's records: the number in the sentence is the number
in the table.

    prose      = (text | "[[" expression "]]" [particle])…      "[[[[" is the text "[["
    expression = keyword word… ["/" word…] ["|" [unit] [places]]
    keyword    = 합계 | 비율 | 개수 | 이름 | 날짜 | 사업 | 지표 | 도시 | 절차 | …   (keywords.csv)
    word       = value | name "=" value
    value      = characters without spaces | a quoted text, '…' "…" ‘…’ “…”
    particle   = 을(를) | 를(을) | 을/를 | {을/를} | (으)로 | …      becomes the one that fits

Names are those of the attribute tables, values ids or labels, in Korean or English:
`[[합계 도시=부산 재원=국비 | 억원]]을(를)`, `[[비율 재원=국비]]`, `[[지표 local-hires 목표]]`.
Nothing is guessed: what fits two things or none, or is empty, is a `FigureProblem`.
"""

from mitgrim.figures.cut import Shown, cut, in_words
from mitgrim.figures.evaluate import evaluate
from mitgrim.figures.language import Expression, Figure, Word, parse, read, written
from mitgrim.figures.lineage import Origin, Step, Used
from mitgrim.figures.problems import FigureProblem
from mitgrim.figures.values import Kind, Value
from mitgrim.figures.words import prose_attributes

__all__ = [
    "Expression",
    "Figure",
    "FigureProblem",
    "Kind",
    "Origin",
    "Shown",
    "Step",
    "Used",
    "Value",
    "Word",
    "cut",
    "evaluate",
    "in_words",
    "parse",
    "prose_attributes",
    "read",
    "written",
]
