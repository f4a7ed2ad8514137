"""Take the pictures of `docs/workspace.md`: a demonstration site is made, worked on and visited.

`.venv/bin/python docs/screenshots.py` writes them to `docs/screenshots/`; it needs the chromium
that the tests need. The site is on this machine alone and is thrown away afterwards.
"""

import base64
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FOLDER: Final = Path(__file__).parent / "screenshots"
PORT: Final = "8377"
SITE: Final = f"http://127.0.0.1:{PORT}"
PLAN: Final = "/work/innovation-cities-2018/"
JEJU: Final = f"{PLAN}jeju/"
CENTRE: Final = "제주 복합혁신센터 건립(예시)"
QUALITY: Final = 55
WAIT: Final = 60  # seconds for the site to answer
SIZES: Final = {"desk": (1280, 900), "phone": (390, 844)}
_SIGNS_IN: Final = re.compile(r"^([a-z-]+) +([a-z0-9]{4}(?:-[a-z0-9]{4}){2}) ", re.MULTILINE)

Passwords = dict[str, str]
Size = Literal["desk", "phone"]


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        demonstration(Path(folder) / "site") as passwords,
        sync_playwright() as player,
    ):
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        of_the_portal(browser)
        of_a_draft(browser, passwords)
        of_the_ministry(browser, passwords)
    total = sum(own.stat().st_size for own in FOLDER.glob("*.webp"))
    print(f"{len(list(FOLDER.glob('*.webp')))} pictures, {total // 1000} kB")


@contextmanager
def demonstration(data: Path) -> Iterator[Passwords]:
    """The example's site, running, and the passwords of its people."""
    run = [str(Path(sys.executable).with_name("mitgrim"))]
    made = subprocess.run(
        [*run, "demo", "--no-serve", str(data)], check=True, capture_output=True, text=True
    )
    serving = subprocess.Popen(
        [*run, "serve", "--port", PORT],
        env={**os.environ, "MITGRIM_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_an_answer()
        yield dict(_SIGNS_IN.findall(made.stdout))
    finally:
        serving.terminate()
        serving.wait()


def wait_for_an_answer() -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            urlopen(SITE).close()
        except URLError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(SITE)


def of_the_portal(browser: Browser) -> None:
    page = visitor(browser).new_page()
    for name, path in (("portal", "/"), ("city", "/cities/jeju/"), ("history", "/history/")):
        page.goto(SITE + path)
        take(page, name)
    page.goto(f"{SITE}/cities/jeju/")
    page.get_by_role("link", name=CENTRE).first.click()
    take(page, "project")
    page = visitor(browser, size="phone").new_page()
    page.goto(SITE)
    take(page, "portal-phone")


def of_a_draft(browser: Browser, passwords: Passwords) -> None:
    """Jeju and her colleague at one project, to the clash between them."""
    hers = signed_in(visitor(browser), "jeju", passwords)
    his = signed_in(visitor(browser), "jeju-colleague", passwords)
    take(hers, "my-work")
    hers.goto(SITE + JEJU)
    hers.get_by_role("link", name=CENTRE).first.click()
    project = hers.url
    his.goto(project)
    take(hers, "form")
    save(hers, "복합혁신센터를 짓고 돌봄 공간을 둔다.")
    save(his, "복합혁신센터를 짓는다.")
    take(his, "clash")
    hers.goto(f"{project}money/planned/")
    take(hers, "money")
    hers.goto(SITE + JEJU)
    take(hers, "draft")
    hers.goto(f"{SITE}{JEJU}history/")
    hers.locator("main form button").last.click()
    take(hers, "difference")
    editor = signed_in(visitor(browser), "jeju-editor", passwords)
    editor.goto(f"{SITE}{JEJU}hand-in/")
    take(editor, "hand-in")


def save(page: Page, description: str) -> None:
    page.locator('[name="description"]').fill(description)
    with page.expect_navigation():
        page.locator('.saving [name="_do"]').click()


def of_the_ministry(browser: Browser, passwords: Passwords) -> None:
    page = signed_in(visitor(browser, lang="en"), "officer", passwords)
    page.goto(SITE + PLAN)
    take(page, "ministry")


def visitor(browser: Browser, *, size: Size = "desk", lang: str = "ko") -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", locale="ko-KR"
    )
    context.add_cookies([{"name": "mitgrim-lang", "value": lang, "url": SITE}])
    return context


def signed_in(context: BrowserContext, login: str, passwords: Passwords) -> Page:
    page = context.new_page()
    page.goto(f"{SITE}/login/")
    page.locator('[name="username"]').fill(login)
    page.locator('[name="password"]').fill(passwords[login])
    page.locator("main form button").click()
    page.wait_for_load_state("networkidle")
    return page


def take(page: Page, name: str) -> None:
    """Write what the window shows, as WebP, which playwright itself does not offer."""
    page.wait_for_load_state("networkidle")
    page.evaluate("window.scrollTo(0, 0)")
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    (FOLDER / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))


if __name__ == "__main__":
    main()
