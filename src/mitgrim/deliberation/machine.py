"""What takes time, in machine code: sums over pairs, k-means, distances.

Compiled by numba at the first call and kept beside this file. Plain arrays only.
"""

import numpy as np
from numba import njit

BLOCK = 1_000  # people whose places and distances stay near the processor
PACKED = 16_000  # people whose sums of -1, 0 and 1 fit into 16 bits, each counted up to twice


@njit(cache=True)
def by_person(who, what, vote, people, statements):
    """Votes person by person, and of each by statement: where everybody's begin, statements, votes.

    Counted into place twice instead of compared, for there are few of both. Last comes where a
    second vote of somebody on a statement stands, or -1.
    """
    ends = _begins(what, statements)
    said = np.empty(len(what), np.int64)  # the person and the vote, statement by statement
    for row in range(len(what)):
        said[ends[what[row]]] = who[row] * 4 + vote[row] + 1
        ends[what[row]] += 1
    first = _begins(who, people)
    place = first.copy()
    statement, own = np.empty(len(what), np.int32), np.empty(len(what), np.int8)
    begin, twice = 0, -1
    for number in range(statements):
        for each in said[begin : ends[number]]:
            person = each >> 2
            at = place[person]
            if at > first[person] and statement[at - 1] == number:
                twice = at
            statement[at], own[at] = number, (each & 3) - 1
            place[person] = at + 1
        begin = ends[number]
    return first, statement, own, twice


@njit(cache=True)
def _begins(keys, most):
    """Where the rows of every key begin when they stand key by key; last, where all end."""
    begins = np.zeros(most + 1, np.int64)
    for key in keys:
        begins[key + 1] += 1
    for at in range(most):
        begins[at + 1] += begins[at]
    return begins


@njit(cache=True)
def count_into(found, group, first, statement, vote):
    """How many of every group said -1, 0 and 1 to every statement; of no group is -1."""
    for person in range(len(group)):
        if group[person] >= 0:
            own = found[group[person]]
            for at in range(first[person], first[person + 1]):
                own[statement[at], vote[at] + 1] += 1


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
def leftmost(places, most):
    """The first different places from left to right, and of those above each other from below."""
    found = np.empty((min(most, len(places)), 2))
    before_x = before_y = -np.inf
    for at in range(len(found)):
        x = y = np.inf
        for person in range(len(places)):
            own_x, own_y = places[person]
            later = own_x > before_x or (own_x == before_x and own_y > before_y)
            if later and (own_x < x or (own_x == x and own_y < y)):
                x, y = own_x, own_y
        if x == np.inf:
            return found[:at]
        found[at] = before_x, before_y = x, y
    return found


@njit(cache=True)
def lloyd(places, centres, most):
    """k-means from some centres, until nobody changes: labels, centres, the sum of squares."""
    x, y = places[:, 0].copy(), places[:, 1].copy()
    labels = np.full(len(x), -1)
    nearest = np.empty(len(x))
    found = np.empty(len(x), np.int64)
    centres = centres.copy()
    sums = np.zeros((len(centres), 3))
    for _ in range(most):
        _nearest(x, y, centres, nearest, found)
        changed = 0
        for person in range(len(x)):
            old, new = labels[person], found[person]
            if old != new:  # of few, after the first steps
                changed += 1
                labels[person] = new
                if old >= 0:
                    sums[old, 0] -= x[person]
                    sums[old, 1] -= y[person]
                    sums[old, 2] -= 1.0
                sums[new, 0] += x[person]
                sums[new, 1] += y[person]
                sums[new, 2] += 1.0
        if changed == 0:
            break
        for own in range(len(centres)):
            if sums[own, 2] > 0:
                centres[own, 0] = sums[own, 0] / sums[own, 2]
                centres[own, 1] = sums[own, 1] / sums[own, 2]
    return labels, centres, nearest.sum()


@njit(cache=True)
def _nearest(x, y, centres, nearest, found):
    """The nearest centre of everybody and the square of its distance, several people at a time."""
    nearest[:] = np.inf
    for begin in range(0, len(x), BLOCK):
        # Of a part that is counted from 0 nobody asks whether an index counts from the end.
        own_x, own_y = x[begin : begin + BLOCK], y[begin : begin + BLOCK]
        least, label = nearest[begin : begin + BLOCK], found[begin : begin + BLOCK]
        for own in range(len(centres)):
            across, down = centres[own]
            for person in range(len(own_x)):
                far = (own_x[person] - across) ** 2 + (own_y[person] - down) ** 2
                nearer = far < least[person]
                label[person] = own if nearer else label[person]
                least[person] = min(far, least[person])


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
