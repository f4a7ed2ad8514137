"""A form's controls, made from an attribute table: what to show, what to call it, what it holds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from mitgrim.plan import Label, label_of
from mitgrim.plan.attributes import Attribute
from mitgrim.web.drafting.entries import Entry, choices_of, fillable
from mitgrim.web.drafting.references import Group
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.wording import Lang, Text

MOST_SELECTED: Final = 80  # more than so many are looked for by typing
MOST_CHECKED: Final = 20
# Texts that run over lines.
LONG: Final = frozenset({"description", "notes", "text", "reason", "relies_on", "evidence", "note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A thing to choose."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOrigin:
    """Where a field's value comes from, and the source that its form names for it."""

    kind: str
    text: str
    source: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A field of a form, or a group of fields, or rows of them.

    `kind` names the part of the template that draws it.
    """

    kind: str
    name: str
    label: str
    help: str = ""
    unit: str = ""
    lang: str = ""
    required: str = ""
    attribute: str = ""
    text: str = ""
    texts: Sequence[str] = ()
    error: str = ""
    options: Sequence[tuple[str, Sequence[Option]]] = ()
    offered: str = ""
    parts: "Sequence[Control]" = ()
    rows: "Sequence[Row]" = ()
    blank: "Row | None" = None
    empty: bool = False
    place: str = ""
    origin: "FieldOrigin | None" = None

    @property
    def id(self) -> str:
        """The element's id."""
        return f"f-{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One of any number of records in a record."""

    name: str
    number: int
    parts: Sequence[Control]

    @property
    def mark(self) -> str:
        """The sign for its number in a row that the browser copies."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What controls are drawn from: the texts, what is wrong with them, what there is to choose."""

    entry: Entry
    groups: Callable[[str], tuple[Group, ...]]
    problems: dict[str, Text] = field(default_factory=dict)
    lists: dict[str, Sequence[Option]] = field(default_factory=dict)

    def controls(self, record: str, prefix: str = "", skip: Iterable[str] = ()) -> list[Control]:
        """The controls of a record's attributes."""
        left_out = frozenset(skip)
        return [
            self.control(own, f"{prefix}{own.name}")
            for own in fillable(record)
            if own.name not in left_out
        ]

    def control(self, own: Attribute, name: str) -> Control:
        """One attribute's control."""
        if own.record:
            return self._nested(own, name)
        if own.element == "label" and not own.is_list:
            return self._label(own, name)
        if own.type.startswith("choice:"):
            return self._select(own, name, self._labels(own))
        if own.type == "list:" + own.element and own.element.startswith("choice:"):
            return self._checked(own, name, self._labels(own))
        if own.refers_to:
            return self._reference(own, name)
        return self._plain(own, name)

    def _plain(self, own: Attribute, name: str) -> Control:
        text = self.entry.text(name)
        kind = _KINDS.get(own.element, "line") if not own.is_list else "line"
        if kind == "line" and own.name in LONG:
            kind = "long"
        if kind == "date" and name in self.problems:
            kind = "line"  # a date field would not show what it can't read
        if own.type == "id" and own.name == "id":
            kind = "hidden"
        return self._made(own, name, kind, text=text, empty=not text.strip())

    def _label(self, own: Attribute, name: str) -> Control:
        parts = [
            Control(
                kind="line",
                name=f"{name}.{lang}",
                label=say(f"drafting.label.{lang}"),
                lang=lang,
                text=self.entry.text(f"{name}.{lang}"),
                error=self._problem(f"{name}.{lang}"),
            )
            for lang in ("ko", "en")
        ]
        return self._made(own, name, "label", parts=parts, empty=not parts[0].text.strip())

    def _nested(self, own: Attribute, name: str) -> Control:
        if not own.is_list:
            parts = self.controls(own.record, f"{name}.")
            empty = not any(text.strip() for _, text in self.entry.under(name))
            return self._made(own, name, "group", parts=parts, empty=empty)
        rows = [self._row(own, name, number) for number in self.entry.rows(name)]
        blank = Drawing(entry=Entry(), groups=self.groups, lists=self.lists)
        empty_row = blank._row(own, name, 0, marked=True)
        return self._made(own, name, "rows", rows=rows, blank=empty_row, empty=not rows)

    def _row(self, own: Attribute, name: str, number: int, *, marked: bool = False) -> Row:
        """A row; a marked one has a sign for its number, for the browser to fill in."""
        depth = name.count("__")
        row = f"{name}.{'__' + 'n' * (depth + 1) + '__' if marked else number}"
        return Row(name=row, number=number + 1, parts=self.controls(own.record, f"{row}."))

    def _reference(self, own: Attribute, name: str) -> Control:
        groups = self.groups(own.refers_to)
        count = sum(len(group) for _, group in groups)
        if own.is_list and count <= MOST_CHECKED:
            return self._checked(own, name, groups)
        if count <= MOST_SELECTED:
            return self._select(own, name, groups, several=own.is_list)
        return self._typed(own, name, groups)

    def _typed(self, own: Attribute, name: str, groups: tuple[Group, ...]) -> Control:
        """A reference that is looked for by typing; the list is shared by the page."""
        key = own.refers_to
        offered = {id: named(label) for _, group in groups for id, label in group}
        self.lists[key] = [Option(value=text, text="") for text in offered.values()]
        texts = [offered.get(text, text) for text in self.entry.texts(name)]
        return self._made(
            own, name, "typed", texts=[*texts, ""] if own.is_list else texts[:1] or [""],
            offered=key, empty=not texts,
        )  # fmt: skip

    def _select(
        self, own: Attribute, name: str, groups: tuple[Group, ...], *, several: bool = False
    ) -> Control:
        chosen = self.entry.texts(name) or (
            () if own.default in ("-", "null") else (_default(own),)
        )
        kind = "several" if several else "select"
        options = _options(groups, chosen)
        texts = [*self.entry.texts(name), ""] if several else ()
        return self._made(
            own, name, kind, options=options, texts=texts, text=next(iter(chosen), ""),
            empty=not self.entry.texts(name),
        )  # fmt: skip

    def _checked(self, own: Attribute, name: str, groups: tuple[Group, ...]) -> Control:
        chosen = self.entry.texts(name)
        return self._made(own, name, "checked", options=_options(groups, chosen), empty=not chosen)

    def _labels(self, own: Attribute) -> tuple[Group, ...]:
        return ((Label(), tuple((each.value, label_of(each)) for each in choices_of(own))),)

    def _made(self, own: Attribute, name: str, kind: str, **more: object) -> Control:
        english = current() is Lang.EN
        unit = say(f"drafting.unit.{own.unit}") if own.unit else ""
        return Control(
            kind=kind,
            name=name,
            attribute=own.name,
            label=own.en if english else own.ko,
            help=own.help_en if english else own.help_ko,
            unit=unit,
            required=own.required,
            error=self._problem(name),
            **more | ({"empty": False} if "." in name else {}),  # type: ignore[arg-type]
        )

    def _problem(self, name: str) -> str:
        return self.problems[name].in_(current()) if name in self.problems else ""


_KINDS: Final = {
    "date": "date",
    "time": "line",
    "year": "number",
    "integer": "number",
    "decimal": "number",
    "won": "amount",
}


def _default(own: Attribute) -> str:
    return own.default.strip('"')


def _options(groups: tuple[Group, ...], chosen: Sequence[str]) -> list[tuple[str, list[Option]]]:
    """Everything to choose, and what was chosen before and is not among it."""
    made = [
        (
            named(head),
            [Option(value=id, text=named(label), chosen=id in chosen) for id, label in group],
        )
        for head, group in groups
    ]
    offered = {id for _, group in groups for id, _ in group}
    lost = [Option(value=id, text=id, chosen=True) for id in chosen if id and id not in offered]
    return [*made, (say("drafting.option.unknown"), lost)] if lost else made
