"""A published plan, and programs that ask for it."""

import pytest

from tests.web.api.asking import Program, published
from tests.web.cast import Cast


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """The cast, with the small plan as opened made public."""
    published(cast, "첫 공개본")
    return cast


@pytest.fixture
def anybody(opened: Cast) -> Program:
    """A program without a token, in front of a published plan."""
    return Program()
