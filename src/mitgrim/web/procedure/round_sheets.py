"""How a round stands as a table for spreadsheets (부처 협의 현황)."""

from collections.abc import Callable
from typing import Final

from mitgrim.documents.sheets import Sheet, Value, write_csv, write_xlsx
from mitgrim.web.pages.words import named, say
from mitgrim.web.procedure.rounds import Seat, Table

COLUMNS: Final = ("body", "standing", "received", "late", "due", "reference", "note")


def sheet_of(table: Table) -> Sheet:
    """A line for each body, in the language of the page."""
    return Sheet(
        name=say("procedure.round.sheet"),
        head=tuple(say(f"procedure.sheet.{own}") for own in COLUMNS),
        rows=tuple(_row(own) for own in table.seats),
    )


def _row(seat: Seat) -> tuple[Value, ...]:
    answer = seat.answer
    return (
        named(seat.invitation.organisation.name),
        seat.standing_name,
        answer.received if answer else None,
        say("procedure.round.late") if seat.late else "",
        seat.due,
        answer.reference if answer else "",
        answer.note if answer else "",
    )


def _xlsx(sheet: Sheet) -> bytes:
    return write_xlsx([sheet])


WRITERS: Final[dict[str, tuple[Callable[[Sheet], bytes], str]]] = {
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (write_csv, "text/csv; charset=utf-8"),
}
