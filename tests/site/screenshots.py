"""The pictures of the published course in `docs/pages/`, by `python -m tests.site.screenshots [SITE [NAME …]]`.

Enters: the folder of a live site. Leaves: a WebP each, small, as a reader sees the page; on paper as it is printed.
"""

import base64
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.chromium import ARGUMENTS, CHROMIUM
from tests.exercises.proofs import part
from tests.site.live.solving import mistake

FOLDER = Path(__file__).parents[2] / "docs" / "pages"
QUALITY = 60
WIDE, PHONE, NARROW, SHEET = (
    (1280, 860),
    (390, 860),
    (360, 780),
    (794, 1123),
)  # the last is A4 at 96 dots an inch
LOADED = "() => (document.querySelector('.dock progress')?.value ?? 0) > 2e6"

CHAT = """page_wire = await tap("the page's wire", both)
show(Visit(page_wire.url("/"), "The chat in a tab of its own", height=330))
show(page_wire)"""


def to_top(page: Page, selector: str, *, below: int = 70) -> None:
    """Scroll so that something stands below the bar."""
    page.locator(selector).first.evaluate(
        "(one, below) => scrollTo({ top: one.getBoundingClientRect().top + scrollY - below, behavior: 'instant' })",
        below,
    )


def to_note(page: Page) -> None:
    """A paragraph with a note beside it."""
    to_top(page, ".noted", below=130)


def to_wire(page: Page) -> None:
    """The second wire of the page, at work."""
    view = page.locator("wire-view").nth(1)
    view.scroll_into_view_if_needed()
    view.locator(".rw-msg").first.wait_for()
    view.locator(".rw-msg").nth(2).click()
    to_top(page, "wire-view >> nth=1")


def to_search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("masking key")
    page.locator("dialog mark").first.wait_for()


def to_term(page: Page) -> None:
    page.locator("main a[href*='glossary.html#']").nth(1).hover()
    page.get_by_role("tooltip").wait_for()


def to_frame_box(page: Page) -> None:
    page.locator("frame-box").scroll_into_view_if_needed()
    page.locator(".rw-box").wait_for()
    to_top(page, "frame-box")


def to_paper(page: Page) -> None:
    page.locator("wire-view").first.scroll_into_view_if_needed()
    page.locator(".rw-msg").first.wait_for()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    to_top(page, ".rw-static:visible")


def checked(page: Page, answer: str) -> None:
    """The first exercise with this answer, run in the page, and its verdict."""
    exercise, check = page.locator(".cell.exercise").first, page.locator(".cell.check").first
    exercise.locator(".run").click()
    exercise.locator("textarea").fill(answer)
    check.locator(".run").click()
    check.locator(".verdict").wait_for()
    page.locator(".dock span", has_text="Done.").wait_for()


def to_loading(page: Page) -> None:
    """The lesson was asked to run, and all has come but the largest file."""
    page.route("**/*.wasm*", lambda _: None)
    page.locator(".live-line .run").click()
    page.wait_for_function(LOADED)


def to_wrong(page: Page) -> None:
    checked(page, mistake("accept_key")[0])
    to_top(page, ".cell.exercise")


def to_right(page: Page) -> None:
    checked(page, part("accept_key").solution)
    to_top(page, ".cell.exercise")


def to_chat(page: Page) -> None:
    """The chat's page in the lesson, used, and its next poll held at the tap."""
    cell = page.locator(".cell").nth(place_of(page, "Visit(both.url"))
    cell.locator(".run").click()
    page.locator(".dock span", has_text="Done.").wait_for()
    cell.locator("textarea").fill(CHAT)
    cell.locator(".run").click()
    frame = cell.frame_locator("iframe")
    frame.locator("#name").fill("Ada")
    frame.locator("#text").fill("Hello from my own tab")
    frame.locator("button").click()
    frame.locator("#messages li", has_text="Hello from my own tab").wait_for()
    cell.get_by_role("button", name="Hold: stop everything").click()
    cell.locator(".rw-meta", has_text="held at the tap").first.wait_for()
    cell.scroll_into_view_if_needed()
    to_top(page, ".cell iframe", below=150)


def place_of(page: Page, text: str) -> int:
    """Which cell has this code."""
    codes = page.locator(".cell > .code code").all_text_contents()
    return next(place for place, code in enumerate(codes) if text in code)


def stay(_: Page) -> None:
    """The page as it comes."""


Shot = tuple[str, tuple[int, int], str, Callable[[Page], None]]
SHOTS: dict[str, Shot] = {
    "index": ("index", WIDE, "light", stay),
    "lesson": ("websocket-handshake", WIDE, "light", to_note),
    "wire": ("websocket-handshake", WIDE, "light", to_wire),
    "search": ("websocket-frames", WIDE, "light", to_search),
    "glossary": ("websocket-handshake", WIDE, "light", to_term),
    "phone": ("polling-loop", PHONE, "light", stay),
    "dark": ("websocket-frames", WIDE, "dark", to_frame_box),
    "print": ("websocket-handshake", SHEET, "light", to_paper),
    "live": ("websocket-handshake", WIDE, "light", to_wrong),
    "live-loading": ("websocket-handshake", NARROW, "light", to_loading),
    "live-phone": ("websocket-handshake", NARROW, "dark", to_right),
    "live-page": ("polling-loop", WIDE, "light", to_chat),
    "missing": ("404", WIDE, "light", stay),
}


def take(browser: Browser, address: str, name: str) -> bytes:
    """One picture."""
    stem, (width, height), scheme, go = SHOTS[name]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.route("**/page.css*", with_faces)
    page.goto(f"{address}/{stem}.html")
    page.evaluate("document.fonts.ready")
    go(page)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shot = {"format": "webp", "quality": QUALITY}
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", shot)
    page.close()
    return base64.b64decode(taken["data"])


def with_faces(route: Route) -> None:
    """A page does without its faces where they come late; a picture waits for them."""
    style = route.fetch()
    route.fulfill(response=style, body=style.text().replace("font-display:optional", "font-display:block"))


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The site's address while it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def main(site: Path, names: Sequence[str]) -> None:
    """Take these."""
    FOLDER.mkdir(exist_ok=True)
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in names:
            data = take(browser, address, name)
            (FOLDER / f"{name}.webp").write_bytes(data)
            print(f"{name:10}{len(data):8,} B")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site"), sys.argv[2:] or list(SHOTS))
