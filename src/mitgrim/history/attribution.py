"""Who wrote this number: of every place of a section, the revision that last changed it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mitgrim.history.diff import Change
from mitgrim.history.shape import ABSENT

Writer = int | str


@dataclass(frozen=True, slots=True)
class Attribution:
    """작성 이력: who wrote what of a section.

    A place that is not named was written with the longest part of it that is: `busan` tells of the
    whole section, `busan/projects/p-2/name` of one name that was edited later. It holds as much as
    was edited, however long the section is. A writer is opaque: the id of a revision, say.
    """

    writers: Mapping[str, Writer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "writers", MappingProxyType(dict(self.writers)))

    def writer_of(self, place: str) -> Writer:
        """Who last changed what stands at a place; raises KeyError for another section's."""
        for part in _parts(place):
            if part in self.writers:
                return self.writers[part]
        raise KeyError(place)

    def as_json(self) -> dict[str, Writer]:
        """Writers by place, as plain values to be kept."""
        return dict(self.writers)

    @classmethod
    def from_json(cls, writers: Mapping[str, Writer]) -> "Attribution":
        """What `as_json` gave."""
        return cls(writers)


def attributed(
    previous: Attribution | None, changes: Iterable[Change], writer: Writer
) -> Attribution:
    """Who wrote what after one more revision, whose changes are those from `diff_sections`.

    Without a previous attribution, all of the section is the writer's. A record that is removed
    takes what was known of it along; one that comes back is the work of who brought it back.
    """
    made = tuple(changes)
    if previous is None:
        names = {change.place.partition("/")[0] for change in made}
        return Attribution(dict.fromkeys(names, writer))
    changed = {change.place for change in made}
    kept = {
        place: own
        for place, own in previous.writers.items()
        if not any(part in changed for part in _parts(place))
    }
    there = (change.place for change in made if change.after is not ABSENT)
    return Attribution(kept | dict.fromkeys(there, writer))


def _parts(place: str) -> Iterator[str]:
    """A place, then what it lies in, step by step outwards."""
    while place:
        yield place
        place = place.rpartition("/")[0]
