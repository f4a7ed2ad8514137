"""Visitors with a browser of their own, and what they notice."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route

from mitgrim.web.pages.contrast import COOKIE as CONTRAST
from mitgrim.web.pages.contrast import Contrast
from mitgrim.web.pages.language import COOKIE as LANGUAGE
from mitgrim.web.people.models import Person
from mitgrim.wording import Lang
from tests.browsing import too_wide

Size = Literal["desk", "tablet", "phone"]
SIZES: Final[dict[Size, tuple[int, int]]] = {
    "desk": (1280, 900),
    "tablet": (768, 1024),
    "phone": (390, 844),
}
# Every page is tried both ways.
DESK: Final[dict[str, Any]] = {"size": "desk", "lang": Lang.KO, "contrast": Contrast.NORMAL}
PHONE: Final[dict[str, Any]] = {"size": "phone", "lang": Lang.EN, "contrast": Contrast.HIGH}
BOTH_WAYS: Final = pytest.mark.parametrize("how", [DESK, PHONE], ids=["desk", "phone"])
AXE: Final = Path(__file__).parents[2] / "frontend" / "testing" / "axe.min.js"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass(kw_only=True)
class Visitor:
    """Somebody with a browser: their cookies and windows are theirs alone."""

    site: "Site"
    context: BrowserContext

    def open(self, path: str, *, status: int = 200) -> Page:
        """A new window on a page, which must answer with this status."""
        page = self.context.new_page()
        url = self.site.url + path
        page.on("console", self.site.hear if status < 400 else _deaf(self.site, url))
        page.on("pageerror", lambda error: self.site.complaints.append(str(error)))
        response = page.goto(url)
        assert response is not None
        assert (path, response.status) == (path, status)
        page.wait_for_function(_FOCUS_GIVEN)
        return page

    def login(self, person: Person) -> "Visitor":
        """Sign somebody in without the form."""
        client = Client()
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        self._keep(name, client.cookies[name].value)
        return self

    def _keep(self, name: str, value: str) -> None:
        self.context.add_cookies([{"name": name, "value": value, "url": self.site.url}])


@dataclass
class Site:
    """The running site, and what visitors' browsers asked of others or complained of."""

    browser: Browser
    url: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(
        self,
        person: Person | None = None,
        *,
        size: Size = "desk",
        lang: Lang = Lang.KO,
        contrast: Contrast = Contrast.NORMAL,
        **options: Any,
    ) -> Visitor:
        """Somebody with a browser of their own, signed in if a person is named."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        context.route(re.compile(rf"^(?!{re.escape(self.url)}/|data:)"), self._refuse)
        visitor = Visitor(site=self, context=context)
        visitor._keep(LANGUAGE, lang.value)
        visitor._keep(CONTRAST, contrast.value)
        self.visitors.append(visitor)
        return visitor.login(person) if person else visitor

    def open(self, path: str, **who: Any) -> Page:
        """A page as a new visitor sees it: `site.open("/login/", size="phone", lang=Lang.EN)`."""
        status = who.pop("status", 200)
        return self.visitor(**who).open(path, status=status)

    def hear(self, message: ConsoleMessage) -> None:
        """Note what a browser's console says: breaches of the CSP are among it."""
        self.complaints.append(message.text)

    def close(self) -> None:
        """Close every visitor's browser."""
        for visitor in self.visitors:
            visitor.context.close()

    def _refuse(self, route: Route, request: Request) -> None:
        self.outside.append(request.url)
        route.abort()


def _deaf(site: Site, url: str) -> Any:
    """Hears all but that the page itself is an error, which was expected."""

    def hear(message: ConsoleMessage) -> None:
        if message.location.get("url") != url:
            site.hear(message)

    return hear


def axe(page: Page) -> list[str]:
    """What axe finds wrong on a page: rule, what it asks for, and the elements."""
    page.evaluate(_axe_source())
    return list(page.evaluate(_RUN, list(RULES)))


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def hindrances(
    site: Site,
    pages: Iterable[tuple[str, Person | None]],
    *,
    keyboard: bool = False,
    size: Size = "desk",
    **how: Any,
) -> dict[str, list[str]]:
    """What keeps people from using pages, by address; a page that all can use is not in it.

    What axe finds, what is too wide for any screen, or enlarged fourfold, and what the keyboard does
    not come to, where it is asked; when all that loads by itself is there and what is folded is
    open. Everybody keeps one window, as people do. MITGRIM_PICTURES names a folder for a picture of
    every page.
    """
    windows: dict[Person | None, Page] = {}
    found: dict[str, list[str]] = {}
    for number, (path, person) in enumerate(pages):
        if person in windows:
            page = windows[person]
            response = page.goto(site.url + path)
            assert response is not None
            assert (path, response.status) == (path, 200)
        else:
            page = windows[person] = site.open(path, person=person, size=size, **how)
        page.wait_for_function(_FOCUS_GIVEN)
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
        missed = missed_by_keyboard(page) if keyboard else []
        page.evaluate(_UNFOLD)
        if folder := os.environ.get("MITGRIM_PICTURES"):
            name = "-".join([size, *map(str, how.values()), f"{number:02}"])
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
        wrong = [*axe(page), *(f"no key comes to {own}" for own in missed)]
        width, height = SIZES[size]
        for across in (NARROWEST, *(own for own, _ in SIZES.values()), width):
            page.set_viewport_size({"width": across, "height": height})
            if wide := too_wide(page):
                wrong.append(f"{wide} pixels too wide at {across}")
        if wrong:
            found[path] = wrong
    return found


def missed_by_keyboard(page: Page) -> list[str]:
    """What can be used with a mouse but is not come to with the tab key, or not seen when it is."""
    stops = page.evaluate(_WATCH)
    missed: list[str] = []
    for _ in range(2):  # the first round begins where the page put the focus
        for _ in range(stops + 2):
            page.keyboard.press("Tab")
        missed = page.evaluate("() => [...window.waiting].map(own => own.outerHTML)")
        if not missed:
            break
    page.evaluate("document.activeElement.blur()")  # the link that skips covers what is below it
    return missed


NARROWEST: Final = 320  # pixels: a desk of 1280 at 400 %; WCAG 2.2, 1.4.10
# A browser gives it with the first picture; a key that is quicker makes it complain.
_FOCUS_GIVEN: Final = "() => document.querySelector('[autofocus]')?.matches(':focus') ?? true"
_UNFOLD: Final = "document.querySelectorAll('details').forEach(own => { own.open = true; })"
_RUN: Final = """async rules => {
  const found = await axe.run({
    runOnly: rules,
    rules: {"target-size": {enabled: true}},
    resultTypes: ["violations"],
  });
  return found.violations.map(
    own => `${own.id}: ${own.help}: ${own.nodes.map(node => node.html).join("; ")}`
  );
}"""
# A group of radio buttons is one stop, the arrows do the rest; a day has one for each of its parts.
_WATCH: Final = """() => {
  const useful = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const shown = own => own.checkVisibility() && !own.disabled && own.type !== "hidden";
  window.waiting = new Set([...document.querySelectorAll(useful)].filter(shown));
  const groups = new Set();
  for (const own of window.waiting) {
    if (own.type !== "radio") continue;
    if (groups.has(own.name)) window.waiting.delete(own);
    groups.add(own.name);
  }
  const marked = own => own && getComputedStyle(own).outlineStyle === "solid";
  document.addEventListener("focusin", ({target}) => {
    if (marked(target) || marked(target.closest(".card"))) window.waiting.delete(target);
  });
  document.activeElement.blur();
  const parts = document.querySelectorAll("input[type^=date], input[type=time]").length * 6;
  return window.waiting.size + parts;
}"""
