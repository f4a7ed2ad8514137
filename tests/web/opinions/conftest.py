"""What the tests of opinions share."""

import pytest

from mitgrim.web.runs import progress as progress_module


@pytest.fixture(autouse=True)
def _no_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's transaction is open for all of it: another connection could not write."""
    monkeypatch.setattr(progress_module, "BEAT", 3600.0)
