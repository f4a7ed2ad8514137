"""Pages as a reader with a slow line and a slow telephone has them, from the real server.

Claims: a page shows something within a second, and is under 150 kB compressed, without fonts. The
example plan, served by `mitgrim serve` on SQLite, in Chromium without a window: 1.6 Mbit/s, 150 ms
there and back, a processor four times as slow. `again` is the next visit, with what the browser
kept. Run: `python -m benchmarks.pages_in_a_browser`, about five minutes.
"""

import os
import shutil
import statistics
import tempfile
from collections import Counter
from typing import Any, Final

from benchmarks.workspace import HOST, load, served

RUNS: Final = 3
SLOW_LINE: Final = {
    "offline": False, "latency": 150,
    "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8,
}  # fmt: skip
SLOWER: Final = 4
FIRST_PAINT: Final = """() => new Promise(found => {
  const seen = () => performance.getEntriesByName("first-contentful-paint")[0];
  const wait = () => seen() ? found(seen().startTime) : setTimeout(wait, 20);
  wait();
})"""
PLAN: Final = "/work/innovation-cities-2018/"
PAGES: Final = {
    "portal: overview": "/",
    "portal: a city": "/cities/jeju/",
    "portal: list of projects": "/projects/",
    "workspace: my work": "/work/",
    "workspace: a draft's tree": f"{PLAN}jeju/",
    "workspace: history": f"{PLAN}jeju/history/",
}
KINDS: Final = ("Document", "Stylesheet", "Script", "Font")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["MITGRIM_DATA"] = scratch
        os.environ["DJANGO_SETTINGS_MODULE"] = "mitgrim.web.settings"
        import django

        django.setup()
        session = _signed_in()
        print(f"load of the machine {load()}\n")
        print(f"| page | first paint | again | {' | '.join(map(str.lower, KINDS))} | other |")
        print(f"| --- |{' ---: |' * (len(KINDS) + 3)}")
        with served() as base:
            _measure(base, session)
        print(f"\nload of the machine at the end {load()}")


def _signed_in() -> str:
    """The session of a planner in Jeju, of a site with the example."""
    from django.conf import settings
    from django.test import Client

    from mitgrim.web.people.models import Person
    from mitgrim.web.running.demonstration import make

    made = make()
    planner = next(own for own in made.people if own.city == "jeju")
    client = Client(HTTP_HOST=HOST)
    client.force_login(
        Person.objects.get(login=planner.login), "django.contrib.auth.backends.ModelBackend"
    )
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _measure(base: str, session: str) -> None:
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path in PAGES.items():
            visits = [_visit(browser, base + path, session) for _ in range(RUNS)]
            first = statistics.median(own[0] for own in visits)
            again = statistics.median(own[1] for own in visits)
            weighed = visits[-1][2]
            kinds = " | ".join(f"{weighed.pop(kind, 0) / 1000:.0f} kB" for kind in KINDS)
            rest = f"{weighed.total() / 1000:.0f} kB"
            print(f"| {name} | {first:,.0f} ms | {again:,.0f} ms | {kinds} | {rest} |")
        browser.close()


def _visit(browser: Any, address: str, session: str) -> tuple[float, float, Counter[str]]:
    """When something was painted on a first visit and on the next, and bytes by kind."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    if "/work/" in address:
        base = "/".join(address.split("/")[:3])
        context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_LINE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    kinds: dict[str, str] = {}
    weighed: Counter[str] = Counter()
    wire.on("Network.responseReceived", lambda own: kinds.update({own["requestId"]: own["type"]}))
    wire.on(
        "Network.loadingFinished",
        lambda own: weighed.update({kinds.get(own["requestId"], ""): own["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle", timeout=60_000)
    first = page.evaluate(FIRST_PAINT)
    of_first = Counter(weighed)
    page.goto(address, wait_until="load", timeout=60_000)
    again = page.evaluate(FIRST_PAINT)
    context.close()
    return first, again, of_first


if __name__ == "__main__":
    main()
