import base64
import tempfile
from pathlib import Path

import pytest
from nbformat.v4 import new_output

from helpers.publishing.page.ansi import terminal
from helpers.publishing.page.markdown import Picture, Prose
from helpers.publishing.page.outputs import Outputs
from helpers.publishing.page.pictures import picture_size
from helpers.publishing.shorten import shorten

ROOT = Path("/somewhere/course")
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def outputs():
    saved = {}

    def place(name, suffix, data):
        saved[name + suffix] = data
        return Picture(f"images/{name}{suffix}", *picture_size(data))

    found = Outputs(ROOT, Prose(None), place)
    found.saved = saved
    return found


def data(**mimes):
    return new_output("display_data", {mime.replace("__", "/"): value for mime, value in mimes.items()})


def test_neighbouring_prints_are_joined(outputs):
    shown = outputs.render([new_output("stream", name="stdout", text=text) for text in ("a\n", "<b>\n")])
    assert shown == ['<pre class="printed stdout">a\n&lt;b&gt;</pre>']


def test_html_comes_first(outputs):
    assert outputs.render([data(text__plain="plain", text__html="<b>rich</b>", image__png="x")]) == [
        '<div class="rich"><b>rich</b></div>'
    ]
    assert not outputs.assets


def test_a_custom_element_needs_its_script_and_no_other(outputs):
    outputs.render([data(text__html="<wire-view data-view='1'></wire-view>")])
    assert outputs.assets == {"wire.css", "wire.js"}
    outputs.render([data(text__html="<time-line></time-line>")])
    assert outputs.assets == {"wire.css", "wire.js", "plots.css", "plots.js"}


def test_a_verdict_needs_its_style(outputs):
    outputs.render([data(text__html='<aside class="verdict no"></aside>')])
    assert outputs.assets == {"verdict.css"}


def test_a_widget_without_html_never_shows(outputs):
    widget = new_output("display_data", {WIDGET: {"model_id": "x"}, "text/plain": "Button()"})
    with_html = new_output("display_data", {WIDGET: {"model_id": "x"}, "text/html": "<p>rows</p>"})
    assert outputs.render([widget, with_html]) == ['<div class="rich"><p>rows</p></div>']


@pytest.mark.parametrize("line", ['<p class="rerun">again</p>', '<div id="x" class="a rerun b">again</div>'])
def test_the_line_to_run_again_goes(outputs, line):
    assert outputs.render([data(text__html=f"<i>a</i>{line}<i>b</i>")]) == [
        '<div class="rich"><i>a</i><i>b</i></div>'
    ]


def test_a_program_stands_once_and_data_is_gathered(outputs):
    json = '<script type="application/json">{}</script>'
    first, second = outputs.render([data(text__html=f"{json}<script>go()</script>")] * 2)
    at = '<script type="application/json" data-json="{}"></script>'
    assert first == f'<div class="rich">{at.format(0)}<script>go()</script></div>'
    assert second == f'<div class="rich">{at.format(1)}</div>'
    assert outputs.data == ["{}", "{}"]


def test_what_is_needed_later_lies_in_a_file_of_its_own(outputs):
    html = '<browser-task><script type="application/json" data-later>"judge"</script></browser-task>'
    (shown,) = outputs.render([data(text__html=html)])
    ((name, script),) = outputs.later.items()
    assert f'data-later="{name}"></script>' in shown
    assert name.startswith("assets/later-")
    assert script == f'(globalThis.courseLater ??= {{}})["{name}"] = "judge";\n'
    assert outputs.data == []


def test_no_view_keeps_the_name_by_which_a_kernel_would_know_it(outputs):
    html = '<time-line class="rw-view" data-view="abc"><p data-view="mine"></p></time-line>'
    assert outputs.render([data(text__html=html)]) == [
        '<div class="rich"><time-line class="rw-view"><p data-view="mine"></p></time-line></div>'
    ]


def test_nothing_is_fetched_from_elsewhere(outputs):
    html = '<link rel="stylesheet" href="https://x.example/a.css"><script src="https://x.example/a.js"></script><b>c</b>'
    assert outputs.render([data(text__html=html)]) == ['<div class="rich"><b>c</b></div>']


def test_a_picture_becomes_a_file(outputs):
    raw = b"GIF89a\x02\x00\x03\x00"
    (shown,) = outputs.render([data(image__gif=base64.b64encode(raw).decode(), text__plain="<Figure 1>")])
    ((name, saved),) = outputs.saved.items()
    assert saved == raw
    assert f'src="images/{name}" alt="Figure 1" width="2" height="3"' in shown


def test_an_error_is_a_calm_sentence_with_its_traceback_folded(outputs):
    trace = ["\x1b[31mValueError\x1b[0m", f"File {ROOT}/helpers/x.py:3", "ValueError: <bad>"]
    (shown,) = outputs.render(
        [new_output("error", ename="ValueError", evalue="<bad>\nmore", traceback=trace)]
    )
    assert "<strong>ValueError</strong> &lt;bad&gt;</p>" in shown
    assert "<details><summary>Traceback</summary>" in shown
    assert '<span class="ansi-red-fg">ValueError</span>' in shown
    assert "File helpers/x.py:3" in shown


def test_paths_of_the_publishing_machine_are_shortened():
    text = f"{ROOT}/helpers/a.py /opt/v/lib/python3.11/site-packages/aiohttp/b.py /tmp/ipykernel_12/345.py:1"
    assert shorten(text, root=ROOT) == "helpers/a.py aiohttp/b.py cell:1"
    home = Path.home() / "course"
    assert shorten("~/course/helpers/a.py", root=home) == "helpers/a.py"
    assert (
        shorten(f"kept in {tempfile.gettempdir()}/tmpa1b2c3d4/progress.json", root=ROOT)
        == "kept in progress.json"
    )


def test_wide_colours_go_and_a_return_overwrites():
    assert terminal("\x1b[38;5;241mgrey\x1b[39m", root=ROOT) == "grey"
    assert terminal("10 %\r20 %\nend", root=ROOT) == "20 %\nend"


ROW = "<tr><td>0</td><td>{}</td></tr>"


def static(*rows, data="{}"):
    json = f'<script type="application/json">{data}</script>'
    return f'<wire-view>{json}<div class="rw-static"><table>{"".join(rows)}</table></div></wire-view>'


def test_a_sentence_stands_once_on_a_page_and_its_number_in_the_data(outputs):
    said = 'It says &lt;why&gt;. <a href="#x">RFC 1 §2</a>'
    views = [
        static(ROW.format(said), ROW.format("Else."), data='["It says \\u003cwhy>.","Else.","Else.\\""]')
    ]
    views += [static(ROW.format(said), data='["It says \\u003cwhy>."]')]
    first, second = outputs.render([data(text__html=html) for html in views])
    assert first.count(said) == 1
    assert "why" not in second
    assert outputs.compact_data == ['[{"$":0},{"$":1},"Else.\\""]', '[{"$":0}]']


def test_a_message_that_comes_again_is_not_written_again(outputs):
    first, second = outputs.render([data(text__html=static(ROW.format("Why.")))] * 2)
    assert "Why." in first
    assert "<p>The same, byte for byte, as a message above.</p>" in second


def test_source_is_shown_as_the_cells_of_a_page_show_it(outputs):
    pygments = (
        '<pre><span></span><span class="k">if</span> <span class="n">a</span><span class="p">:</span>\n</pre>'
    )
    assert outputs.render([data(text__html=f'<div class="highlight">{pygments}</div>')]) == [
        '<div class="rich"><pre><c-k>if</c-k> a:</pre></div>'
    ]
