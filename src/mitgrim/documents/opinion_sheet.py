"""The 의견 조치계획 as a workbook, written row by row: it takes as much memory for ten as for all.

What people wrote is text and stays text: nothing is taken for a formula or an address, and what
begins like a formula is marked as text, so that it stays one when somebody saves the sheet as CSV.
"""

from collections.abc import Iterable
from typing import IO, Any, Final

from mitgrim.documents.opinion_table import COLUMNS, OpinionRow, cells, heads
from mitgrim.documents.sheets import FORMULA
from mitgrim.documents.words import Words
from mitgrim.wording import Lang

_WIDTHS: Final = {"opinion": 60, "reason": 50, "place": 36, "revision": 36, "who": 18}
_USUAL: Final = 14
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_opinions(rows: Iterable[OpinionRow], file: IO[bytes], lang: Lang = Lang.KO) -> int:
    """Write the rows as they come into a binary file; gives how many they were."""
    import xlsxwriter

    count = 0
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet(Words(lang)("opinions.sheet"))
        formats = _formats(book)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(name, _USUAL))
        for column, head in enumerate(heads(lang)):
            sheet.write_string(0, column, head, formats["head"])
        for count, row in enumerate(rows, start=1):
            for column, text in enumerate(cells(row, lang)):
                kind = "guarded" if text.startswith(FORMULA) else "text"
                sheet.write_string(count, column, text, formats[kind])
        sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
    return count


def _formats(book: Any) -> dict[str, Any]:
    text = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#CDD1D5"}
    return {
        "head": book.add_format({**text, "bold": True, "bg_color": "#EEF2F7"}),
        "text": book.add_format(text),
        "guarded": book.add_format({**text, "quote_prefix": True}),
    }
