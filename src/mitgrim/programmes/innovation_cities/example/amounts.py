"""How much each example project costs and who pays, so that the published totals come out.

Everything here counts in 억원 and is exact: weights first, then the largest remainder, then what
a source class has too much moves to the class that has too little.
"""

from collections.abc import Sequence

from mitgrim.plan import largest_remainder
from mitgrim.programmes.innovation_cities.example.slots import Slot, randomness, totals_by_item
from mitgrim.programmes.innovation_cities.reading import rows

CLASSES = ("national", "local", "private-and-other")
LOCAL = CLASSES.index("local")

Split = tuple[int, ...]


def project_totals(slots: Sequence[Slot]) -> dict[str, int]:
    """Each project's total in 억원; each sector's, and so each field's, is as calibrated."""
    fixed = {slot.id: slot.declared or slot.centre for slot in slots}
    amounts = dict(fixed)
    for bucket, total in totals_by_item().items():
        members = [slot for slot in slots if slot.bucket == bucket]
        free = [slot for slot in members if not fixed[slot.id]]
        rest = total - sum(fixed[slot.id] for slot in members)
        parts = largest_remainder(rest, [_weight(slot) for slot in free])
        amounts.update(zip((slot.id for slot in free), parts, strict=True))
    return amounts


def _weight(slot: Slot) -> int:
    usual = {row["action"]: int(row["eok"]) for row in rows("example_actions.csv")}
    scale = {row["city"]: int(row["scale"]) for row in rows("example_cities.csv")}
    chance = randomness("weight", slot.id).randrange(65, 150)
    return usual[slot.action] * scale[slot.city.id] * chance


def class_splits(slots: Sequence[Slot], amounts: dict[str, int]) -> dict[str, Split]:
    """Each project's total by source class in 억원; every class sums to its published total."""
    centres = {slot.id: _half_and_half(slot.centre) for slot in slots if slot.centre}
    free = [slot for slot in slots if not slot.centre]
    splits = [list(_usual_split(slot, amounts[slot.id])) for slot in free]
    targets = {row["source_class"]: int(row["eok"]) for row in rows("example_classes.csv")}
    taken = [sum(split[i] for split in centres.values()) for i in range(len(CLASSES))]
    _balance(splits, [targets[name] - taken[i] for i, name in enumerate(CLASSES)])
    return centres | {slot.id: tuple(split) for slot, split in zip(free, splits, strict=True)}


def _half_and_half(eok: int) -> Split:
    return (eok // 2, eok - eok // 2, 0)


def _usual_split(slot: Slot, eok: int) -> Split:
    kind = next(row for row in rows("example_kinds.csv") if row["kind"] == slot.kind)
    chance = randomness("split", slot.id)
    return largest_remainder(eok, [int(kind[name]) + chance.randrange(-6, 7) for name in CLASSES])


def _balance(splits: list[list[int]], targets: Sequence[int]) -> None:
    """Move what classes have above their targets to those below, in proportion to what is there.

    Rows keep their sums. Changes `splits`.
    """
    for surplus in range(len(targets)):
        for deficit in range(len(targets)):
            above = sum(split[surplus] for split in splits) - targets[surplus]
            below = targets[deficit] - sum(split[deficit] for split in splits)
            if above > 0 and below > 0:
                moves = largest_remainder(min(above, below), [split[surplus] for split in splits])
                for split, move in zip(splits, moves, strict=True):
                    split[surplus] -= move
                    split[deficit] += move
