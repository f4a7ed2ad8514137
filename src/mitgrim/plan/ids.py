"""Ids: minted once with a random part, never reused, saying nothing about place or order."""

import random
import re
from collections.abc import Iterable
from typing import Final

PATTERN: Final = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(?:[-.][a-z0-9]+)*")
# Without 0/o, 1/i/l, so that an id read out on the telephone arrives as it left.
ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"


def is_id(text: str) -> bool:
    """Whether a text is a lower-case id of words joined by hyphens or full stops."""
    return PATTERN.fullmatch(text) is not None


def are_ids(texts: Iterable[str]) -> bool:
    """Whether all texts are ids."""
    return all(map(PATTERN.fullmatch, texts))


def mint(city: str, kind: str, randomness: random.Random | None = None) -> str:
    """A new id such as `busan-p-7f3k9q`.

    `kind` is the record's letter (`p` project, `i` indicator, `g` gate, `o` opinion). The random
    part has 31**6 (about 890 million) values; without `randomness` it comes from the system.
    """
    source = randomness or random.SystemRandom()
    return f"{city}-{kind}-" + "".join(source.choices(ALPHABET, k=6))
