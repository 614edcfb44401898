"""Pages of the lesson's own servers, shown in its tab: true requests and sockets, through the lesson's tap."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.site.live.conftest import ISOLATED, hosted, strict
from tests.site.live.tab import Tab

pytestmark = pytest.mark.browser
PAGE = "server-sent-events.html"
OFFICIAL_PAGE = "chat-with-socketio.html"
WAYS = ("polling", "long-polling", "sse", "websocket")
SERVE = """
from helpers.chat.servers.long_polling import long_polling
from helpers.chat.servers.polling import polling
from helpers.chat.servers.websocket import websocket

room = Chat(epoch="today", now=time)
ways = [polling(seconds=0.2), long_polling(hold=25), sse(retry=1), websocket()]
server = await serve("room", app=chat_app(room, ways))
page_wire = await tap("page wire", server)
show(page_wire)
show(Visit(page_wire.url("/"), "The chat in a tab of its own", height=420))
"""
OFFICIAL = """
room = Chat(epoch="today", now=time)
ways = [socketio(ping_timeout=3600, allow_upgrades=%s)]
server = await serve("room", app=chat_app(room, ways))
page_wire = await tap("page wire", server)
show(page_wire)
show(Visit(page_wire.url("/"), "The chat in a tab of its own", height=420))
"""
CARRIERS = {"polling": False, "websocket": True}
PASSED = """
from helpers.dissectors.rows import Rows

rows = [row for row in Rows(page_wire.trace).rows if row.state == "passed"]
for row in rows:
    print(row.side.value, row.title, row.summary[:60])
"""
AGAIN = """
page_wire.pause()
server = await serve("room", app=chat_app(room, ways))
print("again")
"""
OVER = ("transport=polling", "transport=websocket", "101 Switching", "“2probe”", "“3probe”", "“5”")
SAID = "print([message.text for message in room.greeting().messages])"
ASKS = [
    """(port) => {
      globalThis.giving = new AbortController();
      fetch(`../${port}/`, { signal: giving.signal }).catch(() => {});
    }""",
    """(port) => {
      globalThis.giving = new XMLHttpRequest();
      giving.open("GET", `../${port}/`);
      giving.send();
    }""",
]
DEAF = """
came, gone = asyncio.Event(), asyncio.Event()


async def never(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    came.set()
    await reader.read()
    gone.set()


deaf = await serve("deaf", handler=never)
print(deaf.port)
"""
ECHO = """
from helpers.net.websocket import serve_websocket


async def echo(socket):
    async for message in socket:
        await socket.send(message)
    ends.append([socket.over.code, socket.over.reason])


ends = []
print((await serve_websocket("echo", echo, subprotocols=["json"])).port)
"""
TALK = """async (port) => {
  const heard = [];
  const socket = new WebSocket(`ws://127.0.0.1:${port}/x`, ["other", "json"]);
  const next = (name) => new Promise((come) => socket.addEventListener(name, come, { once: true }));
  const fails = (act) => { try { act(); } catch (error) { heard.push(error.name); } };
  fails(() => socket.send("early"));
  fails(() => new WebSocket("ftp://x/"));
  fails(() => new WebSocket("ws://127.0.0.1/#x"));
  fails(() => new WebSocket("/", ["a", "a"]));
  await next("open");
  heard.push(socket.protocol, socket.readyState, socket instanceof EventTarget, socket.url);
  fails(() => socket.close(1001));
  socket.binaryType = "arraybuffer";
  socket.send(new Blob(["first"]));
  socket.send("Olé");
  heard.push(socket.bufferedAmount);
  for (let count = 0; count < 2; count++) {
    const { data } = await next("message");
    heard.push(typeof data === "string" ? data : new TextDecoder().decode(data));
  }
  heard.push(socket.bufferedAmount);
  socket.close(4001, "enough");
  heard.push(socket.readyState);
  socket.onclose = ({ code, reason, wasClean }) => heard.push(code, reason, wasClean);
  await next("close");
  return heard;
}"""

REQUESTS = Path(__file__).with_name("requests.js")
ECHOES = """
from aiohttp import web


async def answer(request):
    if request.path == "/held":
        await asyncio.Event().wait()
    said = request.query.get("said") or await request.text() or "nothing"
    own = request.headers.get("X-Own", "none")
    return web.Response(text=said, status=404 if request.path == "/none" else 200, headers={"X-Said": own})


echoes = web.Application()
echoes.router.add_route("*", "/{path:.*}", answer)
print((await serve("echoes", app=echoes)).port)
"""
REFUSED = "() => fetch('../9/').catch((error) => error.message)"
LOST = """() => new Promise((told) => {
  const socket = new WebSocket("ws://127.0.0.1:9/");
  socket.onclose = ({ code, wasClean }) => told([code, wasClean]);
})"""


@pytest.fixture(scope="module")
def site(course_site):
    with hosted(course_site, headers=strict(course_site)) as server:
        yield server


class Room:
    """A lesson whose cell shows a chat of many transports: the cell, the page in it, and a cell to ask from."""

    def __init__(self, reader, scratch="async def read_into"):
        self.reader, self.page = reader, reader.page
        self.scratch = reader.cell(scratch)
        self.cell = reader.cell("Visit(page_server")
        assert reader.run(self.cell) == "ran"
        self.frame = self.cell.frame_locator("iframe")

    def serves(self, code):
        """Let the cell show another chat."""
        self.reader.write(self.cell, code)
        assert self.reader.ran(self.cell) == "ran", self.cell.inner_text()
        return self

    @property
    def inside(self):
        """The page itself, for its own scripts."""
        return self.cell.locator("iframe").element_handle().content_frame()

    def asks(self, code):
        """What a line of Python prints."""
        self.reader.write(self.scratch, code)
        assert self.reader.ran(self.scratch) == "ran", self.scratch.inner_text()
        return self.scratch.locator(".printed").inner_text().strip()

    def over(self, way):
        self.frame.locator("#transport").select_option(way)
        self.live()

    def live(self):
        self.frame.locator("#presence[data-presence=live]").wait_for()

    def post(self, text):
        self.frame.locator("#name").fill("Ada")
        self.frame.locator("#text").fill(text)
        self.frame.locator("button").click()

    def shows(self, text):
        self.frame.locator("#messages li", has_text=text).wait_for()

    def goes_both_ways(self, way):
        self.post(f"{way} from the page")
        self.shows(f"{way} from the page")
        assert f"{way} from the page" in self.asks(SAID)
        self.asks(f'room.post(Post("{way}", "Olivia", "{way} from Python")); print("said")')
        self.shows(f"{way} from Python")

    def is_held_and_stepped(self, way):
        self.asks("page_wire.pause(); print('held')")
        text = f"Let me through: {way}"
        self.post(text)
        waits = self.frame.locator("#outbox li", has_text=text)
        waits.wait_for()
        self.cell.locator(".rw-meta", has_text="held at the tap").first.wait_for()
        assert text not in self.asks(SAID)
        while text not in self.asks(SAID):
            self.reader.step(self.cell)
        assert waits.count() == 1  # the answer is held, too
        self.asks("page_wire.run(); print('let go')")
        self.shows(text)


@pytest.fixture(scope="module")
def room(site, whole_browser):
    """One for all tests that leave it as it was."""
    reader, refused = Tab(whole_browser, site.address + PAGE), []
    reader.page.on("console", lambda one: refused.append(one.text) if one.type == "error" else None)
    room = Room(reader).serves(SERVE)
    room.live()
    yield room
    reader.close()
    assert [one for one in refused if "Content Security Policy" in one] == []


@pytest.mark.parametrize("way", WAYS)
def test_the_chat_goes_both_ways(room, way):
    room.over(way)
    room.goes_both_ways(way)


@pytest.mark.parametrize("way", ["polling", "websocket"])
def test_what_the_page_sends_is_held_and_stepped(room, way):
    room.over(way)
    room.is_held_and_stepped(way)


@pytest.mark.parametrize("asks", ASKS)
def test_a_request_that_the_page_gives_up_is_closed(room, asks):
    room.inside.evaluate(asks, room.asks(DEAF))
    room.asks("await came.wait(); print('came')")
    room.inside.evaluate("giving.abort()")
    assert room.asks("await gone.wait(); print('gone')") == "gone"


@pytest.mark.slow
def test_a_request_by_the_older_interface_is_what_a_browsers_own_is(room):
    ours, own = room.inside.evaluate(REQUESTS.read_text(), room.asks(ECHOES))
    assert ours == own
    assert [len(ours), *(one[0][-2] for one in ours if isinstance(one, list))] == [
        18, *["load"] * 8, "abort", "timeout", "error", "load",
    ]  # fmt: skip


def test_where_nobody_listens_a_request_fails_at_once(room):
    assert room.inside.evaluate(REFUSED) == "Nobody answers at this address (ConnectionRefusedError)."


def test_a_socket_is_what_a_browsers_own_would_be(room):
    port = room.asks(ECHO)
    assert room.inside.evaluate(TALK, port) == [
        "InvalidStateError", "SyntaxError", "SyntaxError", "SyntaxError",
        "json", 1, True, f"ws://127.0.0.1:{port}/x", "InvalidAccessError",
        9, "first", "Olé", 0, 2, 4001, "", True,
    ]  # fmt: skip
    assert room.asks("print(ends)") == "[[4001, 'enough']]"
    assert room.inside.evaluate(LOST) == [1006, False]


@pytest.fixture(scope="module")
def official(site, course_site, whole_browser):
    """5C, whose page has Socket.IO's own client."""
    if "socket-io-client" not in json.loads((course_site / "live" / "lock.json").read_text())["packages"]:
        assert "CI" not in os.environ
        pytest.skip("npm could not be asked for socket.io-client")
    reader = Tab(whole_browser, site.address + OFFICIAL_PAGE)
    yield Room(reader, scratch="async def heard_by_each")
    reader.close()


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_official_client_of_socketio_goes_both_ways_held_and_stepped(official, carrier):
    official.serves(OFFICIAL % CARRIERS[carrier])
    official.live()
    if carrier == "websocket":
        official.cell.locator(".rw-msg", has_text=OVER[-1]).wait_for()  # from now on there
    official.goes_both_ways(carrier)
    official.is_held_and_stepped(carrier)
    passed = official.asks(PASSED)
    assert ("101 Switching Protocols" in passed) is (carrier == "websocket")
    assert ("TEXT “42" in passed) is (carrier == "websocket")
    asked = [url for url in official.reader.asked if "/socket.io/" in url]
    assert asked == [], "a browser gives up after five minutes what a service worker has not answered"


@pytest.mark.slow
def test_it_comes_again_and_goes_over_to_a_websocket_step_by_step(official):
    official.serves(OFFICIAL % True)
    official.cell.locator(".rw-msg", has_text=OVER[-1]).wait_for()
    before = len(official.asks(PASSED).splitlines())
    official.asks(AGAIN)
    while OVER[-1] not in (passed := "\n".join(official.asks(PASSED).splitlines()[before:])):
        official.reader.step(official.cell)
    assert sorted(OVER, key=passed.index) == list(OVER)
    official.asks("page_wire.run(); print('let go')")
    official.goes_both_ways("again")


@pytest.mark.slow
def test_where_the_site_has_no_official_client_the_page_says_so_and_the_still_has_to_do(
    tab, course_site, tmp_path
):
    without = shutil.copytree(course_site, tmp_path / "site", ignore=shutil.ignore_patterns("lite"))
    lock = json.loads((without / "live" / "lock.json").read_text())
    lock["lessons"]["chat-with-socketio"]["late"].remove("socket-io-client")
    (without / "live" / "lock.json").write_text(json.dumps(lock))
    with hosted(without) as host:
        reader = tab(host.address + OFFICIAL_PAGE)
        cell = reader.cell("Visit(page_server")
        assert reader.run(cell) == "ran"
        problem = cell.frame_locator("iframe").locator(
            "#problem", has_text="this site was published without it"
        )
        problem.wait_for()
        assert reader.run(reader.cell("A page in Python")) == "ran"
        assert reader.page.locator("img[alt^='Recorded: the chat']").is_visible()


@pytest.mark.slow
def test_two_tabs_do_not_mix_and_a_page_may_have_a_tab_of_its_own(tab, whole_browser, site):
    context = whole_browser.new_context()
    rooms = [Room(tab(site.address + PAGE, context=context)).serves(SERVE) for _ in range(2)]
    for room, text in zip(rooms, ("in the first", "in the second"), strict=True):
        room.live()
        room.post(text)
        room.shows(text)
        assert room.asks(SAID) == f"['{text}']"
    with context.expect_page() as opening:
        rooms[0].cell.locator("a", has_text="The chat in a tab of its own").click()
    own = opening.value
    own.locator("#messages li", has_text="in the first").wait_for()
    rooms[0].page.close()
    own.reload()
    assert "The lesson that this page came from is closed" in own.locator("body").inner_text()
    rooms[1].reader.more("Restart Python")
    rooms[1].cell.locator("[role=status]", has_text="The server of this page is gone").wait_for()
    assert rooms[1].cell.locator("iframe").count() == 0
    context.close()


@pytest.mark.slow
def test_where_no_service_worker_is_the_still_has_to_do(tab, site):
    none = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })"
    room = Room(tab(site.address + PAGE, init=none)).serves(SERVE)
    room.cell.locator("[role=status]", has_text="this browser lets no service worker").wait_for()
    assert room.cell.locator("iframe").count() == 0
    assert room.page.locator("img[alt^='Recorded: the chat']").is_visible()


@pytest.mark.slow
def test_a_service_worker_that_did_not_begin_is_asked_for_again(tab, site):
    blocked = """globalThis.blocked = true;
    const { register } = ServiceWorkerContainer.prototype;
    ServiceWorkerContainer.prototype.register = function (...given) {
      return globalThis.blocked ? Promise.reject(new TypeError("no network")) : register.apply(this, given);
    };"""
    room = Room(tab(site.address + PAGE, init=blocked)).serves(SERVE)
    room.cell.locator("[role=status]", has_text="this browser lets no service worker").wait_for()
    room.page.evaluate("blocked = false")
    assert room.reader.run(room.cell) == "ran"
    room.live()


@pytest.mark.slow
def test_a_page_is_shown_on_a_site_that_isolates_itself(tab, course_site):
    with hosted(course_site, headers=ISOLATED) as host:
        room = Room(tab(host.address + PAGE)).serves(SERVE)
        room.live()
        room.post("isolated")
        room.shows("isolated")
