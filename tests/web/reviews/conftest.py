"""What the tests of committees share: a key to seal with, and the clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from mitgrim.adoption.keys import make_key

Later = Callable[[timedelta], None]


@pytest.fixture
def key(settings: Any, tmp_path: Path) -> str:
    """The installation has a key to seal with; the public one."""
    file = tmp_path / "seal.key"
    public = make_key(file)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seal_key=str(file))
    return public


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Sets the clock: so long after now, or before."""
    real = timezone.now

    def to(by: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + by)

    return to
