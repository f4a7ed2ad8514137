"""Bodies: offices that outlive their names."""

from dataclasses import dataclass
from datetime import date

from mitgrim.law.errors import NO_TEXT, refuse
from mitgrim.law.tables import Table
from mitgrim.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A name of an office from a day to a day; the next row of the same id is its successor."""

    id: str
    name: Text
    valid_from: date
    valid_to: date | None = None
    article: str
    source: str
    confidence: str
    note: Text = NO_TEXT

    @property
    def known(self) -> bool:
        return bool(self.name.ko)


class Bodies(Table[Body]):
    """Bodies by id and day."""

    kind = "body"

    def called(self, name: str, day: date) -> Body:
        """Who does on a day what the body of this name, Korean or English, once did."""
        ids = {body.id for body in self if name in (body.name.ko, body.name.en)}
        if not ids:
            raise refuse("unknown-body", name=name)
        if len(ids) > 1:
            raise refuse("ambiguous-body", name=name, ids=", ".join(sorted(ids)))
        return self.at(ids.pop(), day)

    def successor(self, body: Body) -> Body | None:
        """The next name of the same office, or None."""
        later = [own for own in self.history(body.id) if own.valid_from > body.valid_from]
        return later[0] if later else None
