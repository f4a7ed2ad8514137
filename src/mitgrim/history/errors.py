"""What history refuses to do, said in both languages."""

from typing import Any, Final

from mitgrim.plan import City
from mitgrim.wording import Catalogue, Text

_SAY: Final = Catalogue.load(__package__, "messages.toml")


class HistoryError(ValueError):
    """Something that can't be done without losing or guessing; `message` has both languages."""

    @property
    def message(self) -> Text:
        """What is wrong, where, and what to do."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.message.ko


class ChangeDoesNotApply(HistoryError):  # noqa: N818  # reads as the sentence it is
    """A change expects something else at its place than what stands there."""

    def __init__(self, place: str, expected: Any, found: Any) -> None:
        super().__init__(place, expected, found)
        self.place = place
        self.expected = expected
        self.found = found

    @property
    def message(self) -> Text:
        return _SAY.both(
            "change-does-not-apply",
            place=self.place,
            expected=repr(self.expected),
            found=repr(self.found),
        )


class AssembleError(HistoryError):
    """Sections that do not make one plan; `reason` is `other-plan`, `twice` or `unknown-city`."""

    def __init__(self, reason: str, plan: str, city: City, found: str = "") -> None:
        super().__init__(reason, plan, city, found)
        self.reason = reason
        self.plan = plan
        self.city = city
        self.found = found

    @property
    def message(self) -> Text:
        name = Text(self.city.name.ko or self.city.id, self.city.name.en or self.city.id)
        return _SAY.both(
            f"assemble.{self.reason}",
            id=self.city.id,
            name=name,
            plan=self.plan,
            found=self.found,
        )
