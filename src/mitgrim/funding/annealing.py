"""The walk itself, in machine code: a project takes another option, and what that ties follows.

Compiled by numba at the first call and kept beside this file. Plain arrays only; `searching`
prepares them. A state keeps prerequisites, exclusions and `must` at every step. Budgets and
groups may be overdrawn on the way, at their price.
"""

import numpy as np
from numba import njit

NONE = -1
MOST_CHANGES = 16
FULL = 1.0 + 1e-10  # what rounding may add to a budget
CLOSED = 100.0  # from this pressure on, all projects may leave
MARGIN = 1.0 + 1e-4  # shares are held against the money of the sweep before
# How often two projects change together, and how far apart they stand: a city's lie together.
EXCHANGES = 0.5
NEAR = 60


@njit(cache=True)
def _over(part):
    """How far over a budget a sum is; the least too much counts a thousandth, or it would stay."""
    return part - 1.0 + 1e-3 if part > FULL else 0.0


@njit(cache=True)
def _most(at):
    most = 0
    for row in range(len(at) - 1):
        most = max(most, at[row + 1] - at[row])
    return 2 * MOST_CHANGES * most


@njit(cache=True)
def _written_down(problem):
    """Room for what changes of a try were before: so many of each, where, and what was there."""
    use_at, gain_at, member_at = problem[0], problem[3], problem[7]
    rows, cells, groups = _most(use_at), _most(gain_at), _most(member_at)
    return (
        np.zeros(3, np.int64),
        np.empty(rows, np.int64), np.empty(rows),
        np.empty(cells, np.int64), np.empty(cells),
        np.empty(groups, np.int64), np.empty(groups),
        np.zeros(3),
    )  # fmt: skip


@njit(cache=True)
def _take(p, new, sign, state, problem, wish, before_all):
    """Move an option in (+1) or out (-1) of the sums, and say what that does to the energy."""
    used, cells, won, total = state
    (use_at, use_row, use_part, gain_at, gain_cell, gain_part, cost, member_at, member, weight,
     dear, least, most, group_dear) = problem  # fmt: skip
    counts, rows, row_was, others, other_was, groups, group_was, _ = before_all
    energy = 0.0
    count = counts[0]
    for at in range(gain_at[new], gain_at[new + 1]):
        cell = gain_cell[at]
        before = cells[cell]
        after = before + sign * gain_part[at]
        cells[cell] = after
        others[count], other_was[count] = cell, before
        count += 1
        energy += weight[cell] * (min(1.0, after) - min(1.0, before))
    counts[0] = count
    count = counts[1]
    for at in range(use_at[new], use_at[new + 1]):
        row = use_row[at]
        before = used[row]
        after = before + sign * use_part[at]
        used[row] = after
        rows[count], row_was[count] = row, before
        count += 1
        energy -= dear[row] * (_over(after) - _over(before))
    counts[1] = count
    if wish is not None:
        energy = _liked(new, sign, energy, wish)
    amount = sign * cost[new]
    total[0] += amount
    count = counts[2]
    for at in range(member_at[p], member_at[p + 1]):
        group = member[at]
        before = won[group]
        after = before + amount
        won[group] = after
        groups[count], group_was[count] = group, before
        count += 1
        low = max(0.0, least[group] - after) - max(0.0, least[group] - before)
        high = max(0.0, after - most[group]) - max(0.0, before - most[group])
        energy -= group_dear[0] * (low + high)
    counts[2] = count
    return energy


@njit(cache=True)
def _begin(state, wish, before_all):
    """Forget what was before the last try."""
    counts, single = before_all[0], before_all[7]
    counts[:] = 0
    single[0] = state[3][0]
    if wish is not None:
        single[1], single[2] = wish[1][0], wish[1][1]


@njit(cache=True)
def _undo(state, wish, before_all):
    """Put back what was before a try: quicker than to compute it, and exact."""
    used, cells, won, total = state
    counts, rows, row_was, others, other_was, groups, group_was, single = before_all
    for at in range(counts[0] - 1, -1, -1):
        cells[others[at]] = other_was[at]
    for at in range(counts[1] - 1, -1, -1):
        used[rows[at]] = row_was[at]
    for at in range(counts[2] - 1, -1, -1):
        won[groups[at]] = group_was[at]
    total[0] = single[0]
    if wish is not None:
        wish[1][0], wish[1][1] = single[1], single[2]


@njit(cache=True)
def _liked(option, sign, gain, wish):
    """Add an option to what is liked (+1), or take it away (-1): what that does to the energy.

    Its gain counts as far as there is too little value.
    """
    liked, sums, least, dear = wish
    before = sums[1]
    after = before + gain
    sums[0] += sign * liked[option]
    sums[1] = after
    missing = max(0.0, least - after) - max(0.0, least - before)
    return sign * liked[option] - dear * missing


@njit(cache=True)
def _change(p, new, chosen, state, problem, wish, before_all):
    energy = 0.0
    if chosen[p] != NONE:
        energy += _take(p, chosen[p], -1.0, state, problem, wish, before_all)
    if new != NONE:
        energy += _take(p, new, 1.0, state, problem, wish, before_all)
    chosen[p] = new
    return energy


@njit(cache=True)
def _since(option, finished, start, finish):
    return finish[option] + 1 if finished else start[option]


@njit(cache=True)
def _followed(count, who, what, chosen, ties, candidates):
    """Complete a list of changes by what they force; the new length, or 0 where they can't be.

    `who[i]` takes `what[i]`. A project that needs another brings it along; one that loses what it
    needs goes; of two that exclude each other the other goes.
    """
    # In one piece: handing all arrays on to smaller functions takes half as long again.
    (first_at, first_pair, second_at, second_pair, need, finished, exclude_at, exclude,
     start, finish, must) = ties  # fmt: skip
    candidate_at, candidate, _, _ = candidates
    at = 0
    while at < count:
        p, new = who[at], what[at]
        at += 1
        if new == NONE and must[p]:
            return 0
        for index in range(second_at[p], second_at[p + 1]):
            pair = second_pair[index]
            other = need[pair, 0]
            own = chosen[other]
            for i in range(count):
                if who[i] == other:
                    own = what[i]
            if own != NONE and (
                new == NONE or _since(new, finished[pair], start, finish) > start[own]
            ):
                for i in range(count):
                    if who[i] == other:
                        return 0
                if count == MOST_CHANGES:
                    return 0
                who[count], what[count] = other, NONE
                count += 1
        if new == NONE:
            continue
        for index in range(exclude_at[p], exclude_at[p + 1]):
            other = exclude[index]
            own = chosen[other]
            named = False
            for i in range(count):
                if who[i] == other:
                    own, named = what[i], True
            if own != NONE:
                if named or count == MOST_CHANGES:
                    return 0
                who[count], what[count] = other, NONE
                count += 1
        for index in range(first_at[p], first_at[p + 1]):
            pair = first_pair[index]
            other = need[pair, 1]
            own = chosen[other]
            named = False
            for i in range(count):
                if who[i] == other:
                    own, named = what[i], True
            if own != NONE and _since(own, finished[pair], start, finish) <= start[new]:
                continue
            if named or count == MOST_CHANGES:
                return 0
            found = NONE
            for i in range(candidate_at[other], candidate_at[other + 1]):
                if (
                    candidate[i] != NONE
                    and _since(candidate[i], finished[pair], start, finish) <= start[new]
                ):
                    found = candidate[i]
                    break
            if found == NONE:
                return 0
            who[count], what[count] = other, found
            count += 1
    return count


@njit(cache=True)
def _sums_again(chosen, state, problem, wish, before_all):
    """The sums of a state made anew: rounding must not add up over millions of steps."""
    used, cells, won, total = state
    used[:] = 0.0
    cells[:] = 0.0
    won[:] = 0.0
    total[0] = 0.0
    if wish is not None:
        wish[1][:] = 0.0
    for p in range(len(chosen)):
        if chosen[p] != NONE:
            before_all[0][:] = 0
            _take(p, chosen[p], 1.0, state, problem, wish, before_all)


@njit(cache=True)
def _keeps_to_all(chosen, must, state, group_rules):
    used, won, total = state[0], state[2], state[3][0]
    least, least_share, most, most_share = group_rules
    for p in range(len(chosen)):
        if must[p] and chosen[p] == NONE:
            return False
    for row in range(len(used)):
        if used[row] > FULL:
            return False
    slack = 1e-10 * max(1.0, total)
    for group in range(len(won)):
        if won[group] < max(least[group], least_share[group] * total) - slack:
            return False
        if won[group] > min(most[group], most_share[group] * total) + slack:
            return False
    return True


@njit(cache=True)
def _value(cells, weight):
    value = 0.0
    for cell in range(len(cells)):
        value += weight[cell] * min(1.0, cells[cell])
    return value


@njit(cache=True)
def start(order, chosen, state, problem, ties, candidates, wish):
    """Have every project, in an order, take its best candidate with what that ties."""
    candidate_at, candidate, _, _ = candidates
    who = np.empty(MOST_CHANGES, np.int64)
    what = np.empty(MOST_CHANGES, np.int64)
    before_all = _written_down(problem)
    for p in order:
        who[0], what[0] = p, candidate[candidate_at[p]]
        if what[0] == chosen[p]:
            continue
        for i in range(_followed(1, who, what, chosen, ties, candidates)):
            before_all[0][:] = 0
            _change(who[i], what[i], chosen, state, problem, wish, before_all)


@njit(cache=True)
def walk(chosen, best, best_merit, heat, pressure, seed, state, problem, ties, candidates,
         group_rules, price, group_price, half, wish):  # fmt: skip
    """Walk a sweep for every heat, a try for each open project; the best merit that keeps to all.

    `heat` and `pressure` have the temperature and the dearness of overdrawing of every sweep.
    `half` is about half of all that could be spent. Merit is the value; or, where there is a
    `wish`, what it likes of the options of portfolios that have enough value for it.
    `chosen` is where the walk is, `best` the best portfolio found; both are written.
    """
    who = np.empty(MOST_CHANGES, np.int64)
    what = np.empty(MOST_CHANGES, np.int64)
    old = np.empty(MOST_CHANGES, np.int64)
    before_all = _written_down(problem)
    weight = problem[9]
    np.random.seed(seed)
    for sweep in range(len(heat)):
        _press(pressure[sweep], state, problem, group_rules, price, group_price, half)
        _sums_again(chosen, state, problem, wish, before_all)
        pool = candidates[2] if pressure[sweep] < CLOSED else candidates[3]
        for at in range(len(pool)):
            count = _proposed(at, pool, who, what, chosen, candidates)
            count = _followed(count, who, what, chosen, ties, candidates)
            energy = 0.0
            _begin(state, wish, before_all)
            for i in range(count):
                old[i] = chosen[who[i]]
                energy += _change(who[i], what[i], chosen, state, problem, wish, before_all)
            if energy < 0.0 and np.random.random() >= np.exp(energy / heat[sweep]):
                _undo(state, wish, before_all)
                for i in range(count - 1, -1, -1):
                    chosen[who[i]] = old[i]
        value = _value(state[1], weight)
        merit, enough = value, True
        if wish is not None:
            merit, enough = wish[1][0], value >= wish[2]
        if enough and merit > best_merit and _keeps_to_all(chosen, ties[10], state, group_rules):
            best_merit = merit
            best[:] = chosen
    return best_merit


@njit(cache=True)
def _press(pressure, state, problem, group_rules, price, group_price, half):
    """What overdrawing a budget and missing a group's bounds cost in this sweep."""
    (_, _, _, _, _, _, _, _, _, _, dear, low, high, group_dear) = problem
    least, least_share, most, most_share = group_rules
    for row in range(len(dear)):
        dear[row] = price[row] * pressure
    group_dear[0] = group_price * pressure
    # Of nothing, any project would be too large a share: the walk would never leave it.
    about = max(state[3][0], half)
    for group in range(len(low)):
        low[group] = max(least[group], least_share[group] * about * MARGIN)
        high[group] = most[group]
        if most_share[group] < 1.0:
            high[group] = min(high[group], most_share[group] * about / MARGIN)


@njit(cache=True)
def _proposed(at, pool, who, what, chosen, candidates):
    """Write down another candidate for a project, often with one for a project near it.

    Projects come in their order: what lies together in memory is at hand, and a sweep of a large
    problem takes half as long as one by chance.
    """
    p = pool[at]
    new = _any_candidate(p, candidates)
    if new == chosen[p]:
        return 0
    who[0], what[0] = p, new
    if np.random.random() < EXCHANGES:
        q = pool[(at + np.random.randint(1, NEAR)) % len(pool)]
        other = _any_candidate(q, candidates)
        if other != chosen[q] and q != p:
            who[1], what[1] = q, other
            return 2
    return 1


@njit(cache=True)
def _any_candidate(p, candidates):
    candidate_at, candidate, _, _ = candidates
    return candidate[np.random.randint(candidate_at[p], candidate_at[p + 1])]
