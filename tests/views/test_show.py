"""The one verb: what it shows for what."""

import sys

import pytest

from helpers.trace import Trace
from helpers.views import show, shows
from helpers.views.source import Source
from helpers.views.wireview import WireView


@pytest.fixture
def shown(monkeypatch):
    views = []
    monkeypatch.setattr(sys.modules["helpers.views.show"], "display", views.append)
    return views


def test_a_trace_becomes_a_wire_view(shown, samples):
    show(samples.hello().trace)
    assert isinstance(shown[0], WireView)
    assert len(shown[0].rows) == 5


def test_a_wire_becomes_a_wire_view_with_its_name(shown, samples, fake_wire):
    show(fake_wire(None, samples.hello().trace))
    assert shown[0].title == "fake"


@pytest.mark.parametrize("thing", [Trace, Trace.append, WireView.of])
def test_code_becomes_its_source(shown, thing):
    show(thing)
    bundle = shown[0]._repr_mimebundle_()
    assert "helpers/" in bundle["text/html"]
    assert (
        f"def {thing.__name__}" in bundle["text/plain"] or f"class {thing.__name__}" in bundle["text/plain"]
    )


def test_source_names_file_and_line():
    source = Source.of(Trace.append)
    assert source.place.startswith("helpers/trace/trace.py, line ")
    assert source.code.startswith("def append(")


def test_several_things(shown, samples):
    show(samples.hello().trace, Trace)
    assert [type(view) for view in shown] == [WireView, Source]


def test_what_displays_itself_is_displayed(shown):
    class Card:
        def _repr_html_(self):
            return "<p>"

    card = Card()
    show(card)
    assert shown == [card]


def test_other_stations_add_kinds(shown):
    class Verdict: ...

    shows(Verdict, lambda verdict: "a card")
    show(Verdict())
    assert shown == ["a card"]


def test_the_unknown_is_refused_by_name():
    with pytest.raises(TypeError, match="not int"):
        show(7)
