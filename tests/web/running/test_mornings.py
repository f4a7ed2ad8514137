"""Reminders are put into the queue once a day, in the morning."""

from datetime import date, datetime

import pytest

from mitgrim.web.running.mornings import is_due

DAY = date(2018, 9, 3)


@pytest.mark.parametrize(
    ("hour", "last", "due"),
    [
        (7, None, False),
        (8, None, True),
        (8, DAY, False),
        (23, date(2018, 9, 2), True),
    ],
)
def test_they_are_due_from_the_morning_on_unless_they_were_queued(
    hour: int, last: date | None, due: bool
) -> None:
    assert is_due(datetime(2018, 9, 3, hour), last) is due  # noqa: DTZ001  # the site's own time
