"""The picture of a state machine: every step of its table, nothing else, and the same as text."""

from xml.etree import ElementTree

from helpers.protocols.http2.states import TRANSITIONS
from helpers.views.markup import markup
from helpers.views.statechart import Statechart

STEPS = tuple((state.value, step.value, after.value) for (state, step), after in TRANSITIONS.items())
PLACES = {
    "idle": (0, None),
    "reserved (local)": (1, 0),
    "open": (1, 2),
    "reserved (remote)": (1, 4),
    "half-closed (remote)": (2, 1),
    "half-closed (local)": (2, 3),
    "closed": (3, None),
}


def test_http2s_table_becomes_an_arrow_for_each_pair_of_states():
    chart = Statechart("Streams", STEPS, PLACES)
    assert set(chart.arrows) == {(state, after) for state, _, after in STEPS}
    assert chart.arrows["idle", "open"] == ["send or receive HEADERS"]
    assert chart.arrows["half-closed (local)", "closed"] == [
        "receive END_STREAM",
        "send or receive RST_STREAM",
    ]
    drawing = ElementTree.fromstring(markup(chart.drawing()))
    assert len(list(drawing.iter("path"))) == len(chart.arrows)
    assert len(list(drawing.iter("rect"))) == len(PLACES)


def test_the_table_and_the_text_have_every_step():
    bundle = Statechart("Streams", STEPS, PLACES)._repr_mimebundle_()
    assert bundle["text/html"].count("<tr>") == len(STEPS) + 1
    assert len(bundle["text/plain"].splitlines()) == len(STEPS) + 1


def test_a_step_that_is_not_in_the_table_is_not_in_the_picture():
    chart = Statechart("<b>", (("on", "send <x>", "off"),), {"on": (0, 0), "off": (1, 0), "never": (1, 1)})
    assert chart.arrows == {("on", "off"): ["send <x>"]}
    assert "<x>" not in chart.html()
    assert "<b>" not in chart.html()
