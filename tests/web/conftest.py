"""The web tests' shared fixtures."""

import pytest

from tests.web.cast import Cast, sign_up


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody signed up, and the small plan opened."""
    return sign_up()
