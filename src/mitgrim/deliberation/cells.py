"""The cells of a CSV file as numbers, in machine code: each different cell is looked at once.

As RFC 4180 has them, and the `csv` module with `strict`; lines may end in any of the three ways,
and empty ones count for nothing. Compiled by numba at the first call and kept beside this file.
"""

import numpy as np
from numba import njit

COMMA, QUOTE, LINE, RETURN = 44, 34, 10, 13
NEVER_CLOSED = -1  # a cell whose quotes do not end where the cell does
FEW = 1_024  # different cells at first
SHORT = 7  # bytes that fit into a number with the column before them
BYTE, HALF = np.uint64(8), np.uint64(32)
PRIME, SPREAD = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)  # of FNV-1a; odd, no order


@njit(cache=True)
def cells_of(data, at, columns, most, seed):
    """The first rows of a file from a byte on: their cells by number, every different cell, and
    how the reading ended.

    `numbers[column, row]` counts the different cells of a column in the order in which they come;
    `known` has begin, end and column of each of them, quotes included. Reading ends at the end of
    the file, after `most` rows, or at a row that is wrong: last come where, and how many cells were
    found in the last row or `NEVER_CLOSED`. Nobody who does not know the seed can write cells that
    take long to tell apart.
    """
    numbers = np.empty((columns, most), np.int32)
    known = np.empty((FEW, 5), np.int64)  # begin, end, column, number there, key
    slots = np.zeros(4 * FEW, np.int32)  # the number of a different cell from 1 on, or 0
    different = np.zeros(columns, np.int64)
    row, count, column = 0, 0, columns
    while at < len(data) and row < most:
        if data[at] == LINE or data[at] == RETURN:
            at += 1
            continue
        column = 0
        while True:
            begin = at
            at, key = _cell(data, at, column, seed)
            if at == NEVER_CLOSED:
                return numbers[:, :row], known[:count, :3], begin, NEVER_CLOSED
            if column < columns:
                slot, number = _found(slots, known, data, begin, at, column, key, seed)
                if number < 0:
                    if count == len(known):
                        known, slots = _wider(known, seed)
                        slot = _free(slots, key, seed)
                    number = count
                    known[number, 0], known[number, 1], known[number, 2] = begin, at, column
                    known[number, 3], known[number, 4] = different[column], key
                    different[column] += 1
                    count += 1
                    slots[slot] = count
                numbers[column, row] = known[number, 3]
            column += 1
            if at == len(data) or data[at] != COMMA:
                break
            at += 1
        if column != columns:
            break
        row += 1
    return numbers[:, :row], known[:count, :3], at, column


@njit(inline="always")
def _cell(data, at, column, seed):
    """Where the cell ends that begins here, or NEVER_CLOSED, and its key: itself, if it is short;
    else less than zero, and others may have the same."""
    size, begin, key = len(data), at, np.uint64(column + 1)
    if at < size and data[at] == QUOTE:
        inside = True
        at += 1
        while at < size and (inside or data[at] == QUOTE):
            inside ^= data[at] == QUOTE
            at += 1
        if inside or (at < size and not _ends(data[at])):
            return NEVER_CLOSED, np.int64(0)
        for own in data[begin:at]:
            key = (key << BYTE) | np.uint64(own)
    else:
        while at < size and (data[at] > COMMA or not _ends(data[at])):
            key = (key << BYTE) | np.uint64(data[at])
            at += 1
    if at - begin <= SHORT:
        return at, np.int64(key)
    key = seed
    for own in data[begin:at]:
        key = (key ^ np.uint64(own)) * PRIME
        key ^= key >> HALF  # or cells can be made that are alike from every seed
    return at, -np.int64(key >> np.uint64(1)) - 1


@njit(inline="always")
def _ends(byte):
    return byte in (COMMA, LINE, RETURN)


@njit(inline="always")
def _found(slots, known, data, begin, end, column, key, seed):
    """The slot of a cell and its number, or a free one and -1."""
    slot = _slot(key, seed, len(slots))
    while slots[slot]:
        number = slots[slot] - 1
        if known[number, 4] == key:
            first = known[number, 0]
            same = key >= 0
            if not same and known[number, 2] == column and known[number, 1] - first == end - begin:
                at = 0
                while at < end - begin and data[first + at] == data[begin + at]:
                    at += 1
                same = at == end - begin
            if same:
                return slot, number
        slot = (slot + 1) & (len(slots) - 1)
    return slot, -1


@njit(cache=True)
def _free(slots, key, seed):
    slot = _slot(key, seed, len(slots))
    while slots[slot]:
        slot = (slot + 1) & (len(slots) - 1)
    return slot


@njit(inline="always")
def _slot(key, seed, count):
    mixed = np.uint64(key) ^ seed
    mixed = (mixed ^ (mixed >> HALF)) * SPREAD
    return np.int64((mixed ^ (mixed >> HALF)) & np.uint64(count - 1))


@njit(cache=True)
def _wider(known, seed):
    """Twice the room for different cells, and their slots."""
    wider = np.empty((2 * len(known), known.shape[1]), known.dtype)
    wider[: len(known)] = known
    slots = np.zeros(4 * len(wider), np.int32)
    for number in range(len(known)):
        slots[_free(slots, known[number, 4], seed)] = number + 1
    return wider, slots
