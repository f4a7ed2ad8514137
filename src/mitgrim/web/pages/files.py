"""Files that are taken away from a page."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from mitgrim.documents.sheets import Value, csv_lines


def csv_file(
    name: str, head: Iterable[str], rows: Iterable[Iterable[Value]]
) -> StreamingHttpResponse:
    """A table for spreadsheets, sent while its rows are read; no cache keeps it."""
    lines = (line.encode() for line in csv_lines(head, rows))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Cache-Control"] = "private, no-store"
    return response
