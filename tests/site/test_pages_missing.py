"""The page for nothing, at any depth of a site that stands below a path and whose base URL nobody said."""

import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site):
    """The site below /some/course/, from a server that answers everything else with its 404 page."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self):
            self.answer(body=True)

        def do_HEAD(self):
            self.answer(body=False)

        def answer(self, *, body):
            name = self.path.partition("?")[0].removeprefix("/some/course/")
            found = self.path.startswith("/some/course/") and (site / name).is_file()
            file = site / (name if found else "404.html")
            data = file.read_bytes()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if body:
                self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/some/course"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("missing", ["nothing.html", "a/b/nothing.html", "2a/"])
def test_it_has_its_style_its_links_and_its_search(browser, address, missing):
    page = browser.new_page()
    page.goto(f"{address}/{missing}")
    page.wait_for_function("getComputedStyle(document.body).display === 'flex'")  # page.css came
    page.locator("html.js [data-do=theme][aria-label='Theme: auto']").wait_for()  # page.js came
    page.keyboard.press("/")
    page.keyboard.type("payload masked")
    page.locator("dialog li").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="All lessons").click()
    page.wait_for_url(f"{address}/index.html")
    page.close()
