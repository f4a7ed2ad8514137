"""Cells of a CSV file are those of Python's csv module."""

import csv
from io import StringIO

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mitgrim.deliberation.cells import FEW, NEVER_CLOSED, SHORT, _cell, cells_of

SEED = np.uint64(7)
Rows = list[list[bytes]]


def read(data: bytes, columns: int, most: int = 10_000) -> tuple[Rows, int, int]:
    """The rows, with their quotes; where the reading ended and how many cells it found there."""
    numbers, known, at, found = cells_of(np.frombuffer(data, np.uint8), 0, columns, most, SEED)
    cells = [
        [data[begin:end] for begin, end, of in known.tolist() if of == column]
        for column in range(columns)
    ]
    rows = [
        [own[number] for own, number in zip(cells, row, strict=True)] for row in numbers.T.tolist()
    ]
    return rows, at, found


def told(cell: bytes) -> str:
    text = cell.decode()
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


@given(st.text('a가,"\n\r ', max_size=40), st.integers(1, 4))
@example('"a""b",\n', 2)
@example('""', 1)
@example('a"b,"c\n', 2)
@example('a,"b"c\n', 2)
@example("a\r\n\r\n\rb", 1)
def test_rows_are_those_of_the_csv_module(text: str, columns: int) -> None:
    right, found = [], columns
    try:
        for row in filter(None, csv.reader(StringIO(text, newline=""), strict=True)):
            found = len(row)
            if found != columns:
                break
            right.append(row)
    except csv.Error:
        found = NEVER_CLOSED
    rows, _, last = read(text.encode(), columns)
    assert ([list(map(told, row)) for row in rows], last) == (right, found)


@given(st.lists(st.binary(min_size=1, max_size=2 * SHORT), min_size=1, max_size=60))
def test_different_cells_have_different_numbers(given_cells: list[bytes]) -> None:
    cells = [own.translate(None, b',"\r\n') or b"x" for own in given_cells]
    rows, _, _ = read(b"\n".join(own + b"," + own for own in cells), 2)
    assert rows == [[own, own] for own in cells]


@pytest.mark.parametrize("name", ["{}", "participant-{:08}"], ids=["short", "long"])
def test_there_may_be_any_number_of_different_cells(name: str) -> None:
    cells = [name.format(own).encode() for own in range(4 * FEW + 1)]
    rows, _, _ = read(b"\n".join([*cells, *cells]), 1)
    assert rows == [[own] for own in [*cells, *cells]]


def thue_morse(number: int) -> bytes:
    """Cells that FNV-1a alone gives one hash from every seed: two bytes differ in their highest
    bit, in an order whose sums cancel out."""
    order = [own.bit_count() & 1 for own in range(128)]
    bits = [(number >> at) & 1 for at in range(8)]
    return b"".join("ļ".encode() if own == bit else b"D<" for own in order for bit in bits)


def test_cells_that_were_made_to_be_alike_are_told_apart_by_their_hash() -> None:
    cells = [thue_morse(number) for number in range(256)]
    assert len(set(cells)) == len(cells)
    for seed in (0, 7, 2**63 + 11):
        keys = {_cell(np.frombuffer(own, np.uint8), 0, 0, np.uint64(seed))[1] for own in cells}
        assert len(keys) == len(cells)


def test_reading_ends_where_it_was_asked_to() -> None:
    assert read(b"a,b\nc,d\ne,f\n", 2, most=2) == ([[b"a", b"b"], [b"c", b"d"]], 7, 2)
