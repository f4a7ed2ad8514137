"""What a form page edits: a record of a section, or the money of a project in one phase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Protocol

from mitgrim.codec import Mistyped, typed
from mitgrim.figures.lineage import origin as origin_of
from mitgrim.plan import (
    FieldProvenance,
    Label,
    Phase,
    ProvenanceKind,
    Section,
    key_text,
    mint,
    place,
)
from mitgrim.plan.attributes import Attribute, attribute_names, table
from mitgrim.web.drafting.controls import Control, Drawing, FieldOrigin
from mitgrim.web.drafting.entries import Entry, Reading, entry_of, fillable, made, read
from mitgrim.web.drafting.grid import UNITS, Grid, grid, in_unit, money_entry, with_money, years_of
from mitgrim.web.drafting.queries import Draft, record_at
from mitgrim.web.drafting.references import groups_of, known_of
from mitgrim.web.drafting.services import with_origins, with_record
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import said, say
from mitgrim.web.revisions.queries import draft_plan, nation_of
from mitgrim.wording import WON, MoneyUnit, Text

# The project form's parts; what a table has and no part names stands in the last one.
PARTS: Final[Sequence[tuple[str, tuple[str, ...]]]] = (
    ("what", ("name", "action", "other_actions", "description", "status")),
    ("who", ("lead", "partners", "owner", "due", "period")),
    ("where", ("areas", "point")),
    ("outcome", ("indicators", "effects")),
    ("relations", ("prerequisites", "alternatives", "links")),
    ("rest", ()),
)
ELSEWHERE: Final = frozenset({"money", "declared_total", "gates"})  # on pages of their own
FIRST: Final = frozenset({"name", "action", "description", "lead", "owner", "due", "period"})
_SOURCE: Final = next(own for own in table("FieldProvenance") if own.name == "source")


class Editor(Protocol):
    """What edits one record of a section through a form."""

    draft: Draft
    collection: str
    key: str

    @property
    def place(self) -> str:
        """The name under which unsaved texts of this form are kept."""

    def at(self, section: Section) -> Any:
        """The record as a section has it, or None."""

    def entry(self, record: Any) -> Entry:
        """The record as texts."""

    def edited(self, before: Any, entry: Entry, problems: dict[str, Text]) -> Any:
        """The record with what was typed; None where something can't be read."""

    def label(self, name: str) -> str:
        """What a field of the form is called."""


@dataclass(frozen=True, kw_only=True)
class RecordEditor:
    """A record of any collection; `only` narrows the form to some of its attributes."""

    draft: Draft
    collection: str
    record: str
    key: str = ""
    only: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        part = ":gates" if self.only == {"gates"} else ""
        return place(self.draft.name, self.collection, f"{self.key or 'new'}{part}")

    @property
    def record_place(self) -> str:
        """The record's place in the plan."""
        return place(self.draft.name, self.collection, self.key)

    @property
    def skip(self) -> frozenset[str]:
        """The attributes that are not in this form."""
        if self.only:
            return attribute_names(self.record) - self.only
        elsewhere = ELSEWHERE if self.record == "Project" else frozenset()
        return frozenset({"id", "city"}) & attribute_names(self.record) | elsewhere

    def at(self, section: Section) -> Any:
        return record_at(section, self.record_place) if self.key else None

    def entry(self, record: Any) -> Entry:
        return Entry() if record is None else entry_of(record)

    def edited(self, before: Any, entry: Entry, problems: dict[str, Text]) -> Any:
        reading = reading_of(self.draft, problems)
        values = read(self.record, entry, reading, skip=self.skip)
        changed = {own for own in values if before and getattr(before, own) != values[own]}
        origins = self._origins(before, entry, changed, problems)
        if problems:
            return None
        if before is not None:
            return with_origins(replace(before, **values), before, origins)
        own = {name: "" if name == "id" else self.draft.name for name in ("id", "city")
               if name in attribute_names(self.record)}  # fmt: skip
        return with_origins(made(self.record, own | values, reading), None, origins)

    def label(self, name: str) -> str:
        return label_in(self.record, name)

    def controls(self, entry: Entry, record: Any, problems: Mapping[str, Text]) -> "Form":
        """The form's controls in their parts, and the lists that they share."""
        drawing = Drawing(
            entry=entry, groups=partial(groups_of, self.draft.branch), problems=dict(problems)
        )
        drawn = {
            own.attribute: self._with_origin(own, record, entry)
            for own in drawing.controls(self.record, skip=self.skip)
        }
        return Form(parts=self._parts(drawn), lists=drawing.lists)

    def _parts(self, drawn: dict[str, Control]) -> list[tuple[str, list[Control]]]:
        if self.record != "Project" or self.only:
            return [("", list(drawn.values()))]
        left = dict(drawn)
        parts = []
        for id, names in PARTS:
            own = [left.pop(name) for name in names if name in left] or list(left.values())
            parts.append((say(f"drafting.part.{id}"), own))
        return parts

    def _with_origin(self, control: Control, record: Any, entry: Entry) -> Control:
        if record is None or "provenance" not in attribute_names(self.record):
            return replace(control, place=f"{self.record_place}/{control.attribute}")
        own = record.provenance.of(control.attribute)
        told = origin_of(draft_plan(self.draft.branch), record, control.attribute)
        is_own_field = isinstance(own, FieldProvenance)
        start = f"origin.{control.attribute}"
        return replace(
            control,
            place=f"{self.record_place}/{control.attribute}",
            origin=FieldOrigin(
                kind=own.kind.value,
                text=told.text.in_(current()),
                source=entry.text(f"{start}.source") or (own.source if is_own_field else ""),
                detail=entry.text(f"{start}.detail") or (own.detail if is_own_field else ""),
            ),
        )

    def _origins(
        self, before: Any, entry: Entry, changed: set[str], problems: dict[str, Text]
    ) -> dict[str, FieldProvenance | None]:
        """The sources that were named for single fields; an emptied one is taken away."""
        found: dict[str, FieldProvenance | None] = {}
        for own in fillable(self.record):
            name = f"origin.{own.name}.source"
            if name not in entry.fields:
                continue
            held = _field_origin(before, own.name)
            source, detail = entry.text(name).strip(), entry.text(f"origin.{own.name}.detail")
            if (source, detail) == (held.source, held.detail) if held else not source:
                continue
            if not source:
                if own.name not in changed:
                    found[own.name] = None
                continue
            try:
                id = typed(_SOURCE, source, known=known_of(self.draft.branch, "sources"))
            except Mistyped as wrong:
                problems[name] = wrong.message
                continue
            found[own.name] = FieldProvenance(
                field=own.name, kind=ProvenanceKind.PUBLISHED, source=id, detail=detail
            )
        return found


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form's controls by part, and the lists of what can be typed in them."""

    parts: list[tuple[str, list[Control]]]
    lists: Mapping[str, Sequence[Any]]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong: the element's id, its label, and why."""
        return [found for _, own in self.parts for control in own for found in _errors(control)]


def _errors(control: Control) -> list[tuple[str, str, str]]:
    own = [(control.id, control.label, control.error)] if control.error else []
    parts = [*control.parts, *(part for row in control.rows for part in row.parts)]
    return [*own, *(found for part in parts for found in _errors(part))]


def _field_origin(record: Any, field: str) -> FieldProvenance | None:
    if record is None:
        return None
    own = record.provenance.of(field)
    return own if isinstance(own, FieldProvenance) else None


@dataclass(frozen=True, kw_only=True)
class MoneyEditor:
    """The money of a project in one phase."""

    draft: Draft
    key: str
    phase: Phase
    unit: str = "million"
    collection: str = "projects"

    @property
    def place(self) -> str:
        return place(self.draft.name, "projects", f"{self.key}:{self.phase.value}")

    @property
    def record_place(self) -> str:
        """The project's place in the plan."""
        return place(self.draft.name, "projects", self.key)

    @property
    def money_unit(self) -> MoneyUnit:
        """The unit that the grid counts in."""
        return UNITS[self.unit]

    def at(self, section: Section) -> Any:
        return record_at(section, self.record_place)

    def entry(self, record: Any) -> Entry:
        made = money_entry(record, self.phase, self.money_unit)
        return Entry({**made.fields, "unit": [self.unit]})

    def edited(self, before: Any, entry: Entry, problems: dict[str, Text]) -> Any:
        reading = reading_of(self.draft, problems, self.money_unit)
        record = with_money(before, entry, self.phase, self.years(before, entry), reading)
        return None if problems else with_origins(record, before)

    def label(self, name: str) -> str:
        row, _, field = name.removeprefix("rows.").partition(".")
        if not row.isdecimal():
            return label_in("Project", name)
        what = field[1:] if field[:1] == "y" else label_in("FundingLine", field)
        return say("drafting.money.cell", row=int(row) + 1, what=what)

    def years(self, project: Any, entry: Entry) -> tuple[int, ...]:
        """The years across: the project's, and those somebody typed into before."""
        typed_in = {
            int(last[1:])
            for last in (name.rpartition(".")[2] for name in entry.fields)
            if last[:1] == "y" and last[1:].isdecimal() and len(last) == len("y2018")
        }
        period = nation_of(self.draft.branch).period
        return tuple(sorted({*years_of(project, period), *typed_in}))

    def grid(self, project: Any, entry: Entry, problems: Mapping[str, Text]) -> Grid:
        """The grid to be shown."""
        return grid(entry, self.years(project, entry), self.money_unit, problems)

    def counted_in(self, entry: Entry, unit: str) -> Entry:
        """What was typed, in another unit."""
        other = in_unit(entry, self.money_unit, UNITS[unit])
        return Entry({**other.fields, "unit": [unit]})


def reading_of(draft: Draft, problems: dict[str, Text], unit: MoneyUnit = WON) -> Reading:
    """How a draft's forms are read."""
    return Reading(
        known=partial(known_of, draft.branch),
        mint=partial(mint, draft.name),
        unit=unit,
        problems=problems,
    )


def edited_section(editor: Editor, base: Section, record: Any) -> Section:
    """The section of a form's base with the record as edited."""
    before = editor.at(base)
    old = key_text(before) if before is not None else ""
    return with_record(base, editor.collection, old, record)


def name_of(record: Any) -> Text:
    """What a person calls a record, for messages."""
    for attribute in ("name", "title", "text"):
        label = getattr(record, attribute, None)
        if isinstance(label, Label) and label:
            return Text(label.ko, label.en or label.ko)
    return Text(*[key_text(record)] * 2) if record is not None else said("drafting.unnamed")


def label_in(record: str, name: str) -> str:
    """What a field is called by the way to it: `links.0.item` is 타 계획 연계 1 항목."""
    steps: list[str] = []
    inside = record
    for step in name.split("."):
        own = _attribute(inside, step) if inside else None
        if own:
            steps.append(own.en if current().value == "en" else own.ko)
            inside = own.record
        elif step.isdecimal():
            steps.append(str(int(step) + 1))
        elif step in ("ko", "en"):
            steps.append(say(f"drafting.label.{step}"))
        elif step == "origin":
            steps.append(say("drafting.origin.title"))
    return " ".join(steps)


def _attribute(record: str, name: str) -> Attribute | None:
    return next((own for own in table(record) if own.name == name), None)
