"""Other people's clients at our server, over TLS and through a tap: curl, Node, Chromium; and h2spec where it is."""

import asyncio
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from helpers.net import finish, spawn, tap
from helpers.net.http2 import connect_http2, serve_http2
from helpers.net.tls import Authority
from helpers.protocols.http2.reading import is_control
from helpers.vocabulary import Side
from tests.net.http2.http2_samples import Tales
from tests.net.net_samples import in_loop, run_async
from tests.net.test_tls_clients import output

AUTHORITY = Authority()
CURL = pytest.mark.skipif(not shutil.which("curl"), reason="no curl: sudo apt-get install curl")
NODE = pytest.mark.skipif(not shutil.which("node"), reason="no Node: sudo apt-get install nodejs")
H2SPEC = os.environ.get("H2SPEC")


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    path.write_text(AUTHORITY.pem, "ascii")
    return path


@CURL
def test_curl(pem: Path):
    @in_loop
    async def talk() -> None:
        plain = await serve_http2("plain", Tales())
        secure = await serve_http2("secure", Tales(), tls=AUTHORITY)
        for server, options in ((plain, ["--http2-prior-knowledge"]), (secure, ["--http2", "--cacert", pem])):
            wire = await tap("wire", server)
            curl = ["curl", "-s", *options, "-w", " %{http_version} %{http_code}"]
            assert await output(*curl, wire.url("/x?y=1")) == b"GET /x?y=1 2 200"
            assert await output(*curl, "-d", "hello", wire.url()) == b'{"bytes": 5} 2 201'
            assert len(await output(*curl, wire.url("/big?size=3000000"))) == 3_000_000 + len(" 2 200")
            assert await output(*curl, "--http1.1", wire.url()) != b""
        assert plain.log == secure.log == []

    talk()


ASK = """
const [url, ca] = process.argv.slice(1);
const client = require("node:http2").connect(url, { ca: require("node:fs").readFileSync(ca) });
client.on("error", (error) => console.log(JSON.stringify(String(error))));
const ask = (headers, body) => new Promise((resolve) => {
  const stream = client.request(headers);
  let status = 0, size = 0, text = "";
  stream.on("response", (found) => (status = found[":status"]));
  stream.on("data", (data) => { size += data.length; if (size < 100) text += data; });
  stream.on("close", () => resolve([status, size, text, stream.rstCode]));
  stream.end(body);
});
Promise.all([
  ask({ ":path": "/x" }),
  ask({ ":path": "/big?size=2000000" }),
  ask({ ":method": "POST", ":path": "/" }, Buffer.alloc(300000)),
  ask({ ":path": "/gone" }),
]).then((found) => { console.log(JSON.stringify(found)); client.close(); });
"""


HERE = object()
ONCE = """
const [url, ca] = process.argv.slice(1);
const client = require("node:http2").connect(url, { ca: require("node:fs").readFileSync(ca) });
const stream = client.request({ ":path": "/x" });
stream.on("data", (data) => process.stdout.write(data));
stream.on("close", () => client.close());
"""


@NODE
def test_node(pem: Path):
    @in_loop
    async def talk() -> None:
        server = await serve_http2("tales", Tales(), tls=AUTHORITY)
        wire = await tap("wire", server)
        found = json.loads(await output("node", "-e", ASK, wire.url(), pem))
        assert found[0] == [200, 6, "GET /x", 0]
        assert found[1][:2] == [200, 2_000_000]
        assert found[2] == [201, 17, '{"bytes": 300000}', 0]
        assert found[3] == [204, 0, "", 0]
        assert server.log == []

    talk()


@pytest.mark.browser
def test_chromium(chromium: str, tmp_path: Path):
    async def talk() -> None:
        server = await serve_http2("tales", Tales(), tls=AUTHORITY)
        options = [
            *("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom"),
            f"--ignore-certificate-errors-spki-list={AUTHORITY.fingerprint}",
        ]
        wire = await tap("wire", server)
        browser = spawn("chromium", output(chromium, *options, wire.url("/x")))
        assert b"GET /x" in await finish(browser, limit=30)
        assert server.log == []

    run_async(talk(), debug=False)


@pytest.mark.parametrize("tls", [None, AUTHORITY], ids=["in plain", "over TLS"])
@pytest.mark.skipif(not H2SPEC, reason="no h2spec: H2SPEC names its binary")
def test_h2spec(tls):
    """All 146 cases, and the strict one."""

    async def talk() -> str:
        server = await serve_http2("tales", Tales(), tls=tls)
        options = ["-h", "localhost" if tls else server.host, "-p", str(server.port), "--strict", "-o", "1"]
        said = (await output(str(H2SPEC), *options, *(["-t", "-k"] if tls else []))).decode()
        async with connect_http2(server.url(), authority=tls) as client:  # it is as well as before
            assert (await client.get("/")).status == 200
        return said

    said = run_async(talk(), debug=False)
    assert re.search(r"(\d+) tests, \1 passed, 0 skipped, 0 failed", said), said


HELD = 65  # s


@pytest.mark.slow
@pytest.mark.browser
@CURL
@NODE
def test_a_reply_that_is_held_for_65_seconds_breaks_nobody(chromium: str, pem: Path, tmp_path: Path):
    """Its HEADERS for half of that, then its DATA; each client has a tap of its own."""

    async def one(name: str, *command: object) -> bytes:
        wire = await tap(
            name, "tales", hold=lambda held: held.side is Side.SERVER and not is_control(held.unit)
        )
        party = spawn(name, output(*(wire.url("/x") if part is HERE else part for part in command)))
        for kind in ("HEADERS", "DATA"):
            held = await wire.wait(timeout=30)
            assert held.kind == kind.lower()
            await asyncio.sleep(HELD / 2)
            await wire.step()
        wire.run()
        return await finish(party, limit=30)

    async def talk() -> list[bytes]:
        await serve_http2("tales", Tales(), tls=AUTHORITY)
        options = [
            *("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom"),
            *("--timeout=120000", f"--ignore-certificate-errors-spki-list={AUTHORITY.fingerprint}"),
        ]
        return await asyncio.gather(
            one("curl", "curl", "-s", "--http2", "--cacert", pem, HERE),
            one("node", "node", "-e", ONCE, HERE, pem),
            one("chromium", chromium, *options, HERE),
        )

    found = run_async(talk(), debug=False, patience=3 * HELD)
    assert [b"GET /x" in one for one in found] == [True] * 3
