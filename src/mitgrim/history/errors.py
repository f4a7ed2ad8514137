"""What history refuses to do, said in both languages."""

from typing import Any, Final

from mitgrim.plan import City
from mitgrim.wording import Catalogue, Refusal, Text

_SAY: Final = Catalogue.load(__package__, "messages.toml")


class HistoryError(Refusal, ValueError):
    """Something that can't be done without losing or guessing."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.ko)
        self.message = message


class ChangeDoesNotApply(HistoryError):  # noqa: N818  # reads as the sentence it is
    """A change expects something else at its place than what stands there."""

    def __init__(self, place: str, expected: Any, found: Any) -> None:
        values = {"expected": repr(expected), "found": repr(found)}
        super().__init__(_SAY.both("change-does-not-apply", place=place, **values))
        self.place = place
        self.expected = expected
        self.found = found


class AssembleError(HistoryError):
    """Sections that do not make one plan; `reason` is `other-plan`, `twice` or `unknown-city`."""

    def __init__(self, reason: str, plan: str, city: City, found: str = "") -> None:
        name = Text(city.name.ko or city.id, city.name.en or city.id)
        values = {"id": city.id, "plan": plan, "found": found}
        super().__init__(_SAY.both(f"assemble.{reason}", name=name, **values))
        self.reason = reason
