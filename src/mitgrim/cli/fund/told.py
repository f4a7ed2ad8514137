"""What a question to `mitgrim fund` comes to: for people, for machines, how the command ends."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mitgrim.cli.console import Console


class Told(NamedTuple):
    """What is told: to machines, to people, and the exit code."""

    json: Mapping[str, object]
    show: Callable[[Console], None]
    code: int = 0
