"""Made-up votes in the shape of real ones: groups, heavy tails, passes, late statements."""

import numpy as np

from mitgrim.deliberation.votes import Column, Votes, votes_of


def columns(
    people: int, statements: int, density: float, seed: int, groups: int = 3
) -> tuple[Column, Column, Column]:
    """Participants, statements and votes of so many people, by row.

    Each group leans its own way on a third of the statements and as all do on the rest. Some vote
    on a few statements and few on nearly all; early statements are seen by more.
    """
    random = np.random.default_rng(seed)
    group = random.choice(groups, people, p=_sizes(groups))
    common = random.normal(0, 0.6, statements)
    lean = np.where(random.random((groups, statements)) < 1 / 3, 1.6, 0.0)
    lean *= random.choice([-1, 1], (groups, statements))
    heavy = random.lognormal(0, 0.9, people)
    counts = np.clip(np.round(heavy / heavy.mean() * density * statements), 1, statements)
    early = 1 / (1 + np.arange(statements) / statements)
    early /= early.sum()
    who, what = [], []
    for own, count in enumerate(counts.astype(int).tolist()):
        keys = random.exponential(size=statements) / early
        what.append(np.argpartition(keys, count - 1)[:count])
        who.append(np.full(count, own))
    person, statement = np.concatenate(who), np.concatenate(what)
    opinion = common[statement] + lean[group[person], statement] + random.logistic(size=len(person))
    vote = np.where(np.abs(opinion) < 0.35, 0, np.sign(opinion)).astype(int)
    return person, statement, vote


def _sizes(groups: int) -> np.ndarray:
    sizes = np.arange(groups, 0, -1, dtype=float)
    return np.asarray(sizes / sizes.sum())


def made_up(people: int, statements: int, density: float, seed: int, groups: int = 3) -> Votes:
    """The same as votes."""
    return votes_of(*columns(people, statements, density, seed, groups))
