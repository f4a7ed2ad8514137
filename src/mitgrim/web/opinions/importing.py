"""A table of opinions that somebody brought: which column is what, and each row as an opinion.

What is wrong with a row is said of that row, by its number in the file; the others are taken in.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from mitgrim.plan import NATION, section_name, section_numbers
from mitgrim.web.opinions.anchoring import Anchored, AnchorRefusal, anchored, reading_manifest
from mitgrim.web.opinions.kinds import Column, ImportState, Moderation, OpinionSource
from mitgrim.web.opinions.models import LONGEST_TEXT, BroughtTable, Opinion, Segment
from mitgrim.web.opinions.privacy import must_hold_no_number, text_key
from mitgrim.web.opinions.queries import terms_of
from mitgrim.web.opinions.services import OpinionRefusal, made, new_codes
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.people.services import record
from mitgrim.web.revisions.models import StoredRevision, Workspace
from mitgrim.web.revisions.queries import plan_of
from mitgrim.wording import Refusal, Text, search_key

BATCH: Final = 500
TOLD: Final = 200  # rows that are told of by their numbers
LONGEST: Final = {Column.NAME: 100, Column.BODY: 200}
_DAY: Final = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(?:\D.*)?")
_WORDS: Final[Mapping[Column, tuple[str, ...]]] = {
    Column.TEXT: ("의견", "내용", "opinion", "text", "comment"),
    Column.NAME: ("성명", "이름", "제출자", "작성자", "name", "author"),
    Column.BODY: ("기관", "단체", "소속", "부처", "organisation", "organization", "body"),
    Column.SAID: ("일자", "날짜", "접수일", "제출일", "date", "said"),
    Column.PLACE: ("대상", "사업", "위치", "place", "project"),
}
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """Which column of a table holds what, and what holds for every row."""

    columns: Mapping[Column, int]
    revision: int
    place: str
    source: OpinionSource = OpinionSource.TABLE

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the table."""
        columns = {own.value: at for own, at in self.columns.items()}
        return {
            "columns": columns, "revision": self.revision, "place": self.place,
            "source": self.source.value,
        }  # fmt: skip

    @classmethod
    def from_json(cls, asked: Mapping[str, Any]) -> "Mapped":
        """What was kept."""
        columns = {Column(own): int(at) for own, at in asked["columns"].items()}
        return cls(
            columns=columns, revision=asked["revision"], place=asked["place"],
            source=OpinionSource(asked["source"]),
        )  # fmt: skip


@dataclass(slots=True)
class Taken:
    """What became of the rows of a table."""

    opinions: list[Opinion] = field(default_factory=list)
    wrong: list[tuple[int, Text]] = field(default_factory=list)


def guessed(head: Sequence[str]) -> dict[Column, int]:
    """Which columns probably hold what, by their heads; a column is guessed once."""
    found: dict[Column, int] = {}
    keys = [search_key(own) for own in head]
    for column, words in _WORDS.items():
        for word in words:
            at = next(
                (n for n, own in enumerate(keys) if word in own and n not in found.values()), None
            )
            if at is not None and column not in found:
                found[column] = at
    if Column.TEXT not in found and head:
        found[Column.TEXT] = next(n for n in range(len(head)) if n not in found.values() or n == 0)
    return found


@transaction.atomic
def bring(*, by: Person, workspace: Workspace, section: str, name: str, rows: Rows) -> BroughtTable:
    """Put the rows of a table aside until its columns are said."""
    own = BroughtTable.objects.create(
        workspace=workspace, section=section, by=by, name=name[:200],
        body=json.dumps(rows, ensure_ascii=False).encode(),
    )  # fmt: skip
    record(by, "opinion.bring", f"{workspace.pk}/{section}", rows=len(rows) - 1)
    return own


def rows_of(table: BroughtTable) -> list[list[str]]:
    """The rows that were put aside, with their head; none once they were taken in."""
    rows: list[list[str]] = json.loads(bytes(table.body)) if table.body else []
    return rows


def take_in(
    rows: Rows,
    mapped: Mapped,
    *,
    by: Person,
    workspace: Workspace,
    revision: StoredRevision,
    told: Callable[[int], None] = lambda done: None,
) -> Taken:
    """The opinions of rows, not saved, and what is wrong with the others; `told` hears how far."""
    taken = Taken()
    codes: dict[str, Iterator[str]] = {}
    places = _Places(by, revision, mapped.place)
    state = Moderation.WAITING if terms_of(workspace).moderated else Moderation.SHOWN
    known = _known(workspace)
    for number, row in enumerate(rows, start=2):  # as a spreadsheet counts, the head being 1
        try:
            own = _opinion(row, mapped, places)
            about = own.pop("about")
            key = (text_key(own["text"]), about.anchor.place, own["name"], own["body"])
            if key in known:
                raise OpinionRefusal("row-there-already")
        except Refusal as refusal:
            taken.wrong.append((number, refusal.message))
        else:
            known.add(key)
            if about.section not in codes:
                codes[about.section] = new_codes(about.section)
            taken.opinions.append(
                made(
                    code=next(codes[about.section]), workspace=workspace, about=about,
                    source=mapped.source, entered_by=by, state=state.value, **own,
                )
            )  # fmt: skip
        if number % BATCH == 0:
            told(number)
    return taken


@transaction.atomic
def keep(table: BroughtTable, taken: Taken) -> None:
    """Save what was taken in; a second time nothing happens. The rows themselves go."""
    held = BroughtTable.objects.select_for_update().get(pk=table.pk)
    if held.state == ImportState.DONE:
        return
    for own in taken.opinions:
        own.brought = held
    saved = Opinion.objects.bulk_create(taken.opinions, batch_size=BATCH)
    Segment.objects.bulk_create(
        (Segment(opinion=own, start=0, end=len(own.text), place=own.place) for own in saved),
        batch_size=BATCH,
    )
    held.state, held.body = ImportState.DONE.value, None
    held.taken = len(saved)
    held.wrong = [(row, text.ko, text.en) for row, text in taken.wrong]
    held.save()
    record(
        held.by, "opinion.import", f"{held.workspace_id}/{held.section}",
        table=held.pk, taken=held.taken, wrong=len(held.wrong),
    )  # fmt: skip


def _opinion(row: Sequence[str], mapped: Mapped, places: "_Places") -> dict[str, Any]:
    def cell(column: Column) -> str:
        at = mapped.columns.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""

    text = cell(Column.TEXT)
    if not text:
        raise OpinionRefusal("row-empty")
    if len(text) > LONGEST_TEXT:
        raise OpinionRefusal("too-long", limit=LONGEST_TEXT)
    name, body = cell(Column.NAME), cell(Column.BODY)
    for column, own in ((Column.NAME, name), (Column.BODY, body)):
        if len(own) > LONGEST[column]:
            raise OpinionRefusal("row-name-long", limit=LONGEST[column])
    must_hold_no_number(text, name, body)
    return {
        "about": places.of(cell(Column.PLACE)),
        "text": text,
        "name": name,
        "body": body,
        "said_on": day_of(cell(Column.SAID)),
    }


def day_of(text: str) -> date:
    """A day as Koreans write it, `2018. 8. 16.`, or as machines do; today where there is none."""
    today = timezone.localdate()
    if not text:
        return today
    digits = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    found = digits or _DAY.fullmatch(text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise OpinionRefusal("row-no-day", text=text[:20])
    if day > today:
        raise OpinionRefusal("said-in-future")
    return day


def _known(workspace: Workspace) -> set[tuple[str, str, str, str]]:
    """What is there already: the same text on the same place by the same author."""
    rows = Opinion.objects.filter(workspace=workspace, erased__isnull=True)
    return set(rows.values_list("text_key", "place", "name", "body").iterator(2000))


class _Places:
    """Finds what a row is about: a place, a project's id, number or name; else the usual place."""

    def __init__(self, by: Person, revision: StoredRevision, usual: str) -> None:
        self._by = by
        self._revision = revision
        self._usual = usual
        self._index = _index(revision)
        self._found: dict[str, Anchored | AnchorRefusal] = {}

    def of(self, text: str) -> Anchored:
        """What a cell means; raises a Refusal where it means nothing, or several things."""
        if text not in self._found:
            try:
                self._found[text] = self._look(text)
            except AnchorRefusal as refusal:
                self._found[text] = refusal
        found = self._found[text]
        if isinstance(found, AnchorRefusal):
            raise found
        return found

    def _look(self, text: str) -> Anchored:
        meant = {self._usual} if not text else self._index.get(search_key(text), {text})
        if len(meant) > 1:
            raise AnchorRefusal("ambiguous")
        about = anchored(self._revision, next(iter(meant)), reader=self._by)
        if not may(self._by, "opinion.enter", section=about.section):
            raise AnchorRefusal("no-place")
        return about


def _index(revision: StoredRevision) -> dict[str, set[str]]:
    plan = plan_of(reading_manifest(revision))
    found: dict[str, set[str]] = {}

    def add(text: str, place: str) -> None:
        if key := search_key(text):
            found.setdefault(key, set()).add(place)

    for section in plan.cities:
        city = section_name(section)
        numbers = section_numbers(plan.nation, section)
        add(section.city.name.ko, city)
        for own in section.projects:
            place = f"{city}/projects/{own.id}"
            each = (
                own.id,
                own.name.ko,
                own.name.en,
                numbers[own.id].ko if own.id in numbers else "",
            )
            for text in each:
                add(text, place)
    add(NATION, NATION)
    return found


def wrong_texts(table: BroughtTable) -> Iterable[tuple[int, Text]]:
    """The rows that were not taken in and why, as many as a page tells of."""
    return [(row, Text(ko, en)) for row, ko, en in table.wrong[:TOLD]]
