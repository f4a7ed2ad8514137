"""Opinions at a consultation's size: a table of 10,000 rows in, 5,000 out for spreadsheets.

Claims: the table is taken in in under ten seconds, telling how far it is; 5,000 are sent as CSV
while they are read, and as a workbook that is written to disk first, both with a peak of memory
that does not grow with what people wrote.
On SQLite, or on the database that MITGRIM_DATABASE names, which must be empty. `likeness` compares
500 open opinions, as many as a page does, all of one small vocabulary: the worst case.
Run: `python -m benchmarks.opinions`.
"""

import argparse
import io
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

WORDS: Final = (
    "공원", "주차장", "도서관", "버스", "노선", "사업비", "어린이집", "병원", "정류장", "산책로",
    "체육관", "확충", "축소", "이전", "반대", "찬성", "예산", "일정", "안전", "교통", "환경",
)  # fmt: skip
MEGABYTE: Final = 2**20


def texts(count: int, chance: random.Random) -> list[str]:
    """Made-up opinions of three sentences or so."""
    return [
        " ".join(chance.choices(WORDS, k=chance.randrange(12, 40))) + f" 의견입니다 {n}."
        for n in range(count)
    ]


def timed(name: str, do: Callable[[], Any]) -> Any:
    """Do it, and print how long it took and the process' peak of memory so far."""
    begun = time.perf_counter()
    value = do()
    took = time.perf_counter() - begun
    print(f"{name:42} {took:8.2f} s   peak {peak():6.0f} MB")
    return value


def peak() -> float:
    """The most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=10_000)
    asked.add_argument("--sent", type=int, default=5_000)
    asked.add_argument("--compared", type=int, default=500)
    own = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitgrim.web.settings")
    os.environ.setdefault("MITGRIM_DATA", tempfile.mkdtemp(prefix="mitgrim-opinions-"))
    import django

    django.setup()
    _measure(own.rows, own.sent, own.compared)


def _measure(rows: int, sent: int, compared: int) -> None:
    from mitgrim.wording import groups

    workspace = _workspace()
    made = texts(rows, random.Random(1))
    file = _table(made)
    print(f"{rows:,} rows, {len(file) / MEGABYTE:.1f} MB as XLSX; {sent:,} sent")
    _take_in(workspace, file)
    _send(workspace, sent)
    timed(f"compare {compared:,} for likeness", lambda: groups(made[:compared]))


def _workspace() -> Any:
    """The small plan in a new database."""
    from django.core.management import call_command

    from mitgrim.web.revisions.services import open_workspace
    from mitgrim.web.running.demonstration.people import add_demo_people
    from tests.cast import small_plan

    call_command("migrate", verbosity=0)
    plan = small_plan()
    add_demo_people(plan, password="not used")
    return open_workspace(by=None, plan=plan, message="measured")


def _take_in(workspace: Any, file: bytes) -> None:
    """A table of opinions is read, looked at row by row, saved."""
    from mitgrim.codec.sheets import sheet_rows
    from mitgrim.web.opinions.importing import Mapped, bring, keep, rows_of, take_in
    from mitgrim.web.opinions.kinds import Column
    from mitgrim.web.people.models import Person
    from mitgrim.web.revisions.queries import national_branch

    officer = Person.objects.get(login="officer")
    read = timed("read the table", lambda: sheet_rows(file))
    brought = bring(by=officer, workspace=workspace, section="jeju", name="measured", rows=read)
    head = national_branch(workspace).head
    mapped = Mapped(columns={Column.TEXT: 0, Column.NAME: 1}, revision=head.number, place="jeju")
    heard: list[int] = []
    taken = timed(
        "look at every row",
        lambda: take_in(
            rows_of(brought)[1:], mapped, by=officer, workspace=workspace, revision=head,
            told=heard.append,
        ),
    )  # fmt: skip
    timed("save them", lambda: keep(brought, taken))
    print(
        f"taken in {len(taken.opinions):,}, refused {len(taken.wrong):,}, told {len(heard)} times"
    )


def _send(workspace: Any, sent: int) -> None:
    """Opinions as a browser gets them."""
    from mitgrim.documents.opinion_table import cells, heads
    from mitgrim.documents.sheets import csv_lines
    from mitgrim.web.opinions.queries import Reach, table_segments
    from mitgrim.web.opinions.table import AT_ONCE, chunks, opinion_rows, workbook
    from mitgrim.wording import Lang

    segments = table_segments(workspace, Reach(sections=("jeju",), drafts=("jeju",)))[:sent]

    def rows() -> Any:
        return opinion_rows(workspace, segments.iterator(AT_ONCE))

    def as_csv() -> Iterator[bytes]:
        told = (cells(own, Lang.KO) for own in rows())
        return (line.encode() for line in csv_lines(heads(Lang.KO), told))

    for form, parts in (("CSV", as_csv), ("XLSX", lambda: chunks(workbook(rows())))):
        begun, before = time.perf_counter(), peak()
        stream = parts()
        size = len(next(stream))
        first = time.perf_counter() - begun
        size += sum(map(len, stream))
        whole = time.perf_counter() - begun
        print(f"send {sent:,} as {form}, {size / MEGABYTE:.1f} MB: first byte {first:.2f} s,"
              f" whole {whole:.2f} s, {peak() - before:.0f} MB more than before")  # fmt: skip


def _table(made: list[str]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("의견", "성명"), *((own, "김하나") for own in made)]):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return file.getvalue()


if __name__ == "__main__":
    main()
