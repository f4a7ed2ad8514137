"""How a value came to be: rule by rule, back to the records and to where those come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from mitgrim.figures.problems import MESSAGES
from mitgrim.plan import (
    OWN,
    FieldProvenance,
    Label,
    Observation,
    Plan,
    Provenance,
    ProvenanceKind,
    Source,
    key_text,
    label_of,
)
from mitgrim.wording import WON, Text, in_both, prose_amount, rounded_amount

NOTHING: Final = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a record's value comes from: published in a source, made up, or typed here."""

    kind: ProvenanceKind
    source: str = ""
    title: Text | None = None
    detail: str = ""

    @property
    def text(self) -> Text:
        """`공표: 「보도자료」 3쪽`, `예시`, `입력`."""
        kind = both(label_of(self.kind))
        document = self.title or Text(self.source, self.source)
        where = listed([own for own in (document, Text(self.detail, self.detail)) if own.ko])
        return Text(f"{kind.ko}: {where.ko}", f"{kind.en}: {where.en}") if where.ko else kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A record that a step used: its place in the plan, what it gave, where that comes from.

    `amount` is what it adds to a sum, in won; anything else that it gave is `said`. `note` is the
    evidence that the record itself names.
    """

    place: str
    name: Text
    origin: Origin
    amount: int | None = None
    said: Text = NOTHING
    note: str = ""

    @property
    def value(self) -> Text:
        return self.said if self.amount is None else exact_amount(self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rule, what came out of it, and the records it was carried out on, the largest first."""

    rule: Text
    result: Text
    records: tuple[Used, ...] = ()

    def first(self, most: int) -> tuple[tuple[Used, ...], Text | None]:
        """The first records, and what the others come to; nothing where none is left out."""
        rest = self.records[most:]
        if not rest:
            return self.records, None
        amounts = [own.amount for own in rest]
        if any(amount is None for amount in amounts):
            return self.records[:most], MESSAGES.both("rest", count=len(rest))
        sum_ = exact_amount(sum(amount for amount in amounts if amount is not None))
        return self.records[:most], MESSAGES.both("rest-amount", count=len(rest), sum=sum_)


def both(label: Label, otherwise: str = "") -> Text:
    """A label as a text, in the other language where one is missing."""
    return Text(str(label) or otherwise, label.en or str(label) or otherwise)


def called(record: Any) -> Label:
    """What a person calls a record: its name or title, else its id or key."""
    for attribute in ("short", "name", "title", "text"):
        label = getattr(record, attribute, None)
        if isinstance(label, Label) and label:
            return label
    return Label(ko=key_text(record) or str(getattr(record, "id", "")) or type(record).__name__)


def named(record: Any) -> Text:
    """The same in both languages."""
    return both(called(record))


def origin(plan: Plan, record: Any, *fields: str) -> Origin:
    """Where a record, or one field of it, comes from, with the title of its source."""
    own: Provenance | FieldProvenance = getattr(record, "provenance", None) or OWN
    if isinstance(record, Observation) and record.source:
        own = Provenance(kind=ProvenanceKind.PUBLISHED, source=record.source)
    for field in fields:
        own = own.of(field) if isinstance(own, Provenance) else own
    source: Source | None = next((s for s in plan.nation.sources if s.id == own.source), None)
    title = both(source.title, source.id) if source else None
    return Origin(kind=own.kind, source=own.source, title=title, detail=own.detail)


def exact_amount(won: int) -> Text:
    """An amount in words if they lose nothing, else to the won."""
    words = in_both(lambda lang: prose_amount(won, lang))
    exact = in_both(lambda lang: rounded_amount(won, WON, 0, lang))
    return Text(
        exact.ko if words.ko.startswith("약") else words.ko,
        exact.en if words.en.startswith("about") else words.en,
    )


def listed(texts: Sequence[Text]) -> Text:
    return Text(", ".join(own.ko for own in texts), ", ".join(own.en for own in texts))
