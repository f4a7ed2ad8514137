"""The clock of the procedure's tests."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from tests.web.procedure.asking import noon

At = Callable[[date], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the day."""
    return lambda day: monkeypatch.setattr(timezone, "now", lambda: noon(day))
