"""What takes time, in machine code: sums over pairs, k-means, distances.

Compiled by numba at the first call and kept beside this file. Plain arrays only.
"""

import numpy as np
from numba import njit

PACKED = 16_000  # people whose sums of -1, 0 and 1 fit into 16 bits, each counted up to twice


@njit(cache=True)
def ordered(who, what, people, statements):
    """The order of votes by participant and statement: counted twice, for there are few of both."""
    by_statement = _counted(what, np.arange(len(what)), statements)
    return _counted(who, by_statement, people)


@njit(cache=True)
def _counted(keys, order, most):
    begin = np.zeros(most + 1, np.int64)
    for key in keys:
        begin[key + 1] += 1
    for at in range(most):
        begin[at + 1] += begin[at]
    found = np.empty(len(order), np.int64)
    for own in order:
        key = keys[own]
        found[begin[key]] = own
        begin[key] += 1
    return found


@njit(cache=True)
def pairs(first, statement, vote, count):
    """For every two statements, over those who voted on both: Σ v·w, how many, Σ v and Σ w.

    `count` × `count` × 4, in its upper half; the diagonal has a statement with itself.
    """
    sums = np.zeros((count, count, 4), np.int32)
    # Four sums of 16 bits in one number, of v·w + 1, 1, v + 1 and w + 1: one addition a pair.
    packed = np.zeros((count, count), np.int64)
    added = np.zeros((3, 3), np.int64)
    for v in (-1, 0, 1):
        for w in (-1, 0, 1):
            added[v + 1, w + 1] = (v * w + 1) + (1 << 16) + ((v + 1) << 32) + ((w + 1) << 48)
    # Of an index without a sign nobody asks whether it counts from the end.
    what, said = statement.astype(np.uint32), (vote + 1).astype(np.uint8)
    for person in range(len(first) - 1):
        if person % PACKED == PACKED - 1:
            _unpack(packed, sums)
        for one in range(first[person], first[person + 1]):
            row, own = packed[what[one]], added[said[one]]
            for other in range(one, first[person + 1]):
                row[what[other]] += own[said[other]]
    _unpack(packed, sums)
    return sums


@njit(cache=True)
def _unpack(packed, sums):
    for one in range(len(packed)):
        for other in range(one, len(packed)):
            own = packed[one, other]
            many = (own >> 16) & 0xFFFF
            sums[one, other, 0] += (own & 0xFFFF) - many
            sums[one, other, 1] += many
            sums[one, other, 2] += ((own >> 32) & 0xFFFF) - many
            sums[one, other, 3] += (own >> 48) - many
    packed[:] = 0


@njit(cache=True)
def centred(sums):
    """The mean of every statement, and statements × statements: Σ of products of what is beyond."""
    count = len(sums)
    mean = np.zeros(count)
    for one in range(count):
        if sums[one, one, 1] > 0:
            mean[one] = sums[one, one, 2] / sums[one, one, 1]
    products = np.empty((count, count))
    for one in range(count):
        for other in range(one, count):
            both, many, mine, others = sums[one, other]
            beyond = both - mine * mean[other] - others * mean[one]
            beyond += many * mean[one] * mean[other]
            products[one, other] = beyond
            products[other, one] = beyond
    return mean, products


@njit(cache=True)
def placed(first, statement, vote, mean, axes):
    """Everybody's place: what they voted beyond each mean, along two axes, stretched.

    Who voted on few statements lies near the middle only for that: √(statements ÷ votes) corrects.
    """
    places = np.zeros((len(first) - 1, 2))
    for person in range(len(first) - 1):
        x = 0.0
        y = 0.0
        for at in range(first[person], first[person + 1]):
            own = vote[at] - mean[statement[at]]
            x += own * axes[0, statement[at]]
            y += own * axes[1, statement[at]]
        seen = first[person + 1] - first[person]
        stretch = np.sqrt(len(mean) / max(1, seen))
        places[person, 0] = x * stretch
        places[person, 1] = y * stretch
    return places


@njit(cache=True)
def lloyd(places, centres, most):
    """k-means from some centres, until nobody changes: labels, centres, the sum of squares."""
    labels = np.full(len(places), -1)
    centres = centres.copy()
    total = 0.0
    for _ in range(most):
        total = 0.0
        changed = 0
        sums = np.zeros((len(centres), 3))
        for person in range(len(places)):
            x = places[person, 0]
            y = places[person, 1]
            best = np.inf
            label = 0
            for own in range(len(centres)):
                across = x - centres[own, 0]
                down = y - centres[own, 1]
                far = across * across + down * down
                if far < best:
                    best, label = far, own
            if labels[person] != label:
                labels[person] = label
                changed += 1
            total += best
            sums[label, 0] += x
            sums[label, 1] += y
            sums[label, 2] += 1.0
        if changed == 0:
            break
        for own in range(len(centres)):
            if sums[own, 2] > 0:
                centres[own, 0] = sums[own, 0] / sums[own, 2]
                centres[own, 1] = sums[own, 1] / sums[own, 2]
    return labels, centres, total


@njit(cache=True, fastmath={"reassoc", "contract", "arcp"})
def distances(x, y, weight, begin):
    """The sum of distances from every place to those of each class: places × classes.

    Places stand class by class, those of class `c` are `begin[c]` to `begin[c + 1]`: what lies
    side by side is summed several at a time.
    """
    sums = np.zeros((len(x), len(begin) - 1))
    for one in range(len(x)):
        for own in range(len(begin) - 1):
            total = 0.0
            for other in range(begin[own], begin[own + 1]):
                across, down = x[one] - x[other], y[one] - y[other]
                total += np.sqrt(across * across + down * down) * weight[other]
            sums[one, own] = total
    return sums
