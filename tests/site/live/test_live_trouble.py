"""What goes wrong in a browser: each has its sentence, and the page still reads."""

import json
import shutil

import pytest

from tests.site.live.conftest import ISOLATED, hosted

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = "websocket-handshake.html"
CACHED = {"Cache-Control": "public, max-age=31536000, immutable"}
NO_WASM = "Object.defineProperty(globalThis, 'WebAssembly', { value: undefined })"
CLOSED = """for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {
  get() { throw new DOMException('closed', 'SecurityError'); } })"""
KEPT = """async () => {
  const found = await navigator.serviceWorker.getRegistration('live/');
  return found?.active?.state === 'activated';
}"""


def reads(reader):
    """The recorded page is there, whatever became of Python."""
    assert "GET /chat HTTP/1.1" in reader.cell("print(request.method").locator(".output").inner_text()


def press(reader):
    reader.page.locator(".live-line .run").click()


def test_from_a_file_it_says_why_and_how_to_serve(tab, course_site):
    reader = tab((course_site / PAGE).as_uri())
    press(reader)
    reader.expect("Serve the folder, with python -m http.server")
    reads(reader)


def test_without_webassembly(tab, host):
    reader = tab(host.address + PAGE, init=NO_WASM)
    press(reader)
    reader.expect("This browser has no WebAssembly")
    reads(reader)


def test_where_storage_is_closed_all_runs_and_nothing_is_kept(tab, host):
    reader = tab(host.address + PAGE, init=CLOSED)
    first = reader.cells.first
    first.evaluate("(cell) => { cell.open = true; }")
    assert reader.run(first) == "ran"
    assert "this browser keeps nothing" in reader.page.locator(".dock .note").inner_text()


@pytest.mark.parametrize("file", ["python_quick.zip", "pyodide.asm.wasm", "live-worker.js"])
def test_a_network_that_is_lost_while_loading(tab, course_site, file):
    with hosted(course_site) as host:
        host.breaks[file] = 1000
        reader = tab(host.address + PAGE)
        live = reader.cell("async def answer")
        live.locator(".run").click()
        reader.page.locator(".dock .wrong").wait_for()
        assert "Press again" in reader.said
        reads(reader)
        del host.breaks[file]
        assert reader.run(live) == "ran"


def test_without_a_network_after_the_first_load_python_starts_again(tab, course_site):
    with hosted(course_site) as host:
        reader = tab(host.address + PAGE)
        live = reader.cell("async def answer")
        assert reader.run(live) == "ran"
        reader.page.wait_for_function(KEPT)
    reader.more("Restart Python")
    assert reader.run(live) == "ran"


def test_a_second_visit_loads_nothing_of_the_runtime_again(tab, whole_browser, course_site):
    with hosted(course_site) as host:
        context = whole_browser.new_context()
        for _ in range(2):
            reader = tab(host.address + PAGE, context=context)
            assert reader.run(reader.cell("async def answer")) == "ran"
            large = [url for url in reader.asked if "sha256=" in url or "lock.json" in url]
            reader.page.close()
        context.close()
    assert large == []


def test_a_host_that_caches_hard_never_mixes_two_sites(tab, whole_browser, course_site, tmp_path):
    site = shutil.copytree(course_site, tmp_path / "site")
    page, lock = site / PAGE, json.loads((site / "live" / "lock.json").read_text())
    with hosted(site, headers=CACHED) as host:
        context = whole_browser.new_context()
        reader = tab(host.address + PAGE, context=context)
        assert reader.run(reader.cell("async def answer")) == "ran"
        own = [url for url in reader.asked if "/live/" in url and not url.endswith("live-sw.js")]
        assert all("?v=" in url or "?sha256=" in url for url in own), own
        reader.page.wait_for_function(KEPT)
        reader.page.close()
        for name in ("live.js", "live-worker.js"):  # a new site says of itself that it is new
            script = site / "live" / name
            script.write_text(
                script.read_text().replace('"Done."', '"Well done."').replace("(post)", "(post)  # new")
            )
        page.write_text(page.read_text().replace(f"?v={lock['version']}", "?v=2"))
        (site / "live" / "lock.json").write_text(json.dumps(lock | {"version": "2"}))
        reader = tab(f"{host.address}{PAGE}?2", context=context)
        assert reader.run(reader.cell("async def answer")) == "ran"
        reader.expect("Well done.")
        old = [url for url in reader.asked if f"v={lock['version']}" in url]
        context.close()
    assert old == []


def test_the_rest_of_pythons_library_comes_when_it_is_imported(tab, course_site):
    with hosted(course_site) as host:
        reader = tab(host.address + PAGE)
        first = reader.cell("async def answer")
        assert reader.run(first) == "ran"
        assert not any("python_stdlib.zip" in url for url in reader.asked)
        host.breaks["python_stdlib.zip"] = 1000
        reader.write(first, "import mailbox")
        assert reader.ran(first) == "failed"
        assert "mailbox has to be loaded, which failed" in first.locator(".failure").inner_text()
        del host.breaks["python_stdlib.zip"]
        reader.write(first, "import mailbox, inspect\nprint('class Maildir' in inspect.getsource(mailbox))")
        assert reader.ran(first) == "ran"
        assert first.locator(".output").inner_text().strip() == "True"


@pytest.mark.parametrize("headers", [{}, ISOLATED], ids=["", "isolated"])
def test_an_endless_cell_is_stopped(tab, course_site, headers):
    with hosted(course_site, headers=headers) as host:
        reader = tab(host.address + PAGE)
        first = reader.cell("async def answer")
        assert reader.run(first) == "ran"
        reader.write(first, "while True: pass")
        reader.running(first)
        first.locator(".run").click()
        reader.page.wait_for_function(
            "(cell) => cell.dataset.state !== 'running'", arg=first.element_handle()
        )
        if headers:
            assert (
                "KeyboardInterrupt" in first.locator(".failure").text_content()
                or "Stopped" in first.inner_text()
            )
        else:
            reader.expect("Python was ended")
        reader.write(first, "print('back')")
        reader.page.locator(".printed", has_text="back").wait_for()
        assert "back" in first.locator(".output").inner_text()


def test_a_cell_below_one_that_fails_is_told_at_once(tab, host):
    reader = tab(host.address + PAGE)
    first = reader.cells.first
    first.evaluate("(cell) => { cell.open = true; }")
    assert reader.run(first) == "ran"
    reader.cell("async def answer").locator("textarea").fill("1 / 0")
    with pytest.raises(AssertionError, match=r"stopped; .* below it did not run.*\n.*division by zero"):
        reader.run(reader.cell("dave_wire = await tap"))


def test_deep_recursion_and_much_memory(tab, host):
    reader = tab(host.address + PAGE)
    first = reader.cell("async def answer")
    assert reader.run(first) == "ran"
    for code, state, said in (
        ("def f(): f()\nf()", "failed", "RecursionError"),
        ("len(bytearray(500 * 1024**2))", "ran", "524288000"),
        ("len(bytearray(5 * 1024**3))", "failed", "Error"),
        ("for n in range(10**4): print('x' * 100)", "ran", "more was printed than this page shows"),
    ):
        reader.write(first, code)
        reader.ran(first)
        assert first.get_attribute("data-state") == state
        assert said in first.text_content()
    reads(reader)


def test_two_tabs_at_once(tab, whole_browser, host):
    context = whole_browser.new_context()
    one = tab(host.address + PAGE, context=context)
    two = tab(host.address + PAGE, context=context)
    assert one.run(one.cell("async def answer")) == "ran"
    assert two.run(two.cell("async def answer")) == "ran"
    assert "Another tab runs a lesson, too" in two.page.locator(".dock .note").inner_text()
    context.close()


def test_a_machine_that_slept_is_said(tab, host):
    reader = tab(host.address + PAGE, clock=True)
    assert reader.run(reader.cell("async def answer")) == "ran"
    reader.page.clock.fast_forward(60_000)  # as a lid that was closed: each timer rings once
    reader.page.locator(".dock .note", has_text="This tab slept").wait_for()
    assert reader.run(reader.cell("async def answer")) == "ran"


def test_a_phone(tab, host, axe):
    for scheme in ("light", "dark"):
        reader = tab(host.address + PAGE, width=360, scheme=scheme)
        live = reader.cell("dave_wire = await tap")
        assert reader.run(live) == "ran"
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360
        reader.page.evaluate(axe)
        found = reader.page.evaluate("axe.run().then((result) => result.violations)")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_progress_file_is_read_and_joined(tab, host, tmp_path):
    file = tmp_path / "progress.json"
    entries = {"unmask": {"checks": 3, "passed": 1.5}, "agree": {"checks": 1, "passed": None}}
    file.write_text(json.dumps({"version": 1, "exercises": entries}))
    reader = tab(host.address + PAGE)
    check = reader.cell('check("agree"')
    assert reader.run(check) == "ran"
    reader.page.set_input_files(".dock input[type=file]", file)
    reader.expect("Solved: 1.")
    reader.run(check)
    kept = json.loads(reader.page.evaluate("localStorage.getItem('course-progress')"))["exercises"]
    assert kept["unmask"] == {"checks": 3, "passed": 1.5}
    assert kept["agree"]["checks"] == 2
    (tmp_path / "other.json").write_text("[]")
    reader.page.set_input_files(".dock input[type=file]", tmp_path / "other.json")
    reader.expect("other.json is no progress file")
