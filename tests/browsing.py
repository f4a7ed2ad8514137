"""A real browser, and what the tests of pages ask of it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
QUIET: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium of this machine; where there is none, the test is skipped, but not in CI."""
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("no chromium here: install it (apt install chromium) to try the pages in it")
    # Playwright keeps an event loop in this thread, where Django then refuses to ask its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as player:
        running = player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


def too_wide(page: Page) -> int:
    """How many pixels of a page a reader would have to scroll sideways for."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))
