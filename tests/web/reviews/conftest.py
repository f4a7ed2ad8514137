"""What the tests of committees share: the clock."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

Later = Callable[[timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Sets the clock: so long after now, or before."""
    real = timezone.now

    def to(by: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + by)

    return to
