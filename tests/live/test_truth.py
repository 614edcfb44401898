"""A number that is false in a tab is seen, and so is an error of another kind; what travels is not taken for one."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.live.tabs import Came, Cell
from tests.live.truth import claims_of, untrue

WIRE = (
    '<wire-view data-view="{view}"><script type="application/json">{{"zero":{zero}}}</script>\n'
    '<div class="rw-static"><summary>{at} ms · #0 client → server · 138 B</summary>'
    "<td>'Host: 127.0.0.1:{port}\\r\\n'</td></div></wire-view>"
)


def cell(*outputs: dict[str, Any], tags: tuple[str, ...] = ()) -> Any:
    """A cell with what was recorded of it."""
    return SimpleNamespace(source="show(wire)", outputs=outputs, metadata={"tags": list(tags)})


def came(*said: dict[str, Any]) -> Came:
    """The same cell in a tab."""
    return Came(Cell("show(wire)"), [*said, {"kind": "done"}])


def recorded_print(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def printed(text: str) -> dict[str, Any]:
    return {"kind": "stream", "name": "stdout", "text": text}


def test_a_false_number_is_seen() -> None:
    (found,) = untrue("1A", [cell(recorded_print("3 of 4\n"))], [came(printed("2 of 4\n"))])
    assert "-3 of 4\n+2 of 4" in found


def test_what_was_measured_may_be_another_number_and_no_other_word() -> None:
    measured = cell(recorded_print("poll   149.3 ms\n"), tags=("measured",))
    assert list(untrue("1A", [measured], [came(printed("poll     3.4 ms\n"))])) == []
    assert list(untrue("1A", [measured], [came(printed("stream   3.4 ms\n"))])) != []


def test_an_error_of_another_kind_is_seen() -> None:
    recorded = {"output_type": "error", "ename": "TimeoutError", "evalue": "after 5 s", "traceback": []}
    same, other = (
        {"kind": "error", "name": name, "value": "after 5 s"} for name in ("TimeoutError", "OSError")
    )
    assert list(untrue("1A", [cell(recorded)], [came(same)])) == []
    assert list(untrue("1A", [cell(recorded)], [came(other)])) != []
    assert list(untrue("1A", [cell(recorded)], [came(same | {"value": "after 6 s"})])) != []


@pytest.mark.parametrize(("size", "differs"), [("138", False), ("140", True)])
def test_ports_moments_and_views_travel_and_sizes_do_not(size: str, differs: bool) -> None:
    one = WIRE.format(view="a" * 32, zero=17, at="0.0", port=43627)
    other = WIRE.format(view="b" * 32, zero=99, at="1,203.7", port=49153).replace("138", size)
    recorded = {"output_type": "display_data", "data": {"text/html": one, "text/plain": ""}}
    said = {"kind": "display", "id": "", "bundle": {"text/html": other}}
    assert bool(list(untrue("1A", [cell(recorded)], [came(said)]))) is differs


def test_an_update_stands_in_the_place_of_what_it_replaces_and_prints_are_joined() -> None:
    recorded = [
        {"output_type": "display_data", "data": {"text/plain": "[1,\n 2]"}},
        recorded_print("a\nb\n"),
    ]
    said = [
        {"kind": "display", "id": "display-1", "bundle": {"text/plain": "…"}},
        printed("a\n"),
        printed("b\n"),
        {"kind": "update", "id": "display-1", "bundle": {"text/plain": "[1, 2]"}},
    ]
    assert list(untrue("1A", [cell(*recorded)], [came(*said)])) == []


def test_what_needs_an_installed_course_is_not_claimed_of_a_tab() -> None:
    left_out = [SimpleNamespace(source="silences = {}")]
    assert claims_of("1B", left_out) == {}
    assert set(claims_of("1A", left_out)) == set(claims_of("1A", []))


def test_a_mask_may_leave_a_text_or_none_and_the_next_frame_is_still_compared() -> None:
    frame, pong = (
        "client → server · WebSocket frame · 11 bytes",
        "server → client · WebSocket frame · 3 bytes · 8a 01 70",
    )
    masked = [f"[{frame}{text} · 81 85 37 fa 21 3d, {pong}]\n" for text in (" · ··7·!=", "")]
    one = cell(recorded_print(masked[0]))
    assert list(untrue("4C", [one], [came(printed(masked[1]))])) == []
    assert list(untrue("4C", [one], [came(printed(masked[1].replace(f", {pong}", "")))])) != []
