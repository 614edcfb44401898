"""The one table of custom elements: what it names is there, and what is there it names."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from helpers.views.comm import Comm
from helpers.views.elements import ELEMENTS, STATIC, bundles


@pytest.mark.parametrize("tag", ELEMENTS)
def test_a_row_names_a_module_a_bundle_and_what_writes_the_element(tag):
    row = ELEMENTS[tag]
    module = (STATIC / "src" / row["module"]).read_text("utf-8")
    assert f"export class {row['class']} extends HTMLElement" in module
    assert tag in (STATIC / row["bundle"]).read_text("utf-8")
    place, _, name = row["payload"].rpartition(".")
    written = import_module(place)
    assert f"<{tag}" in Path(written.__file__ or "").read_text("utf-8")
    assert callable(getattr(written, name).html)


def test_every_element_has_its_row():
    modules = [path for path in (STATIC / "src").glob("*.js") if "extends HTMLElement" in path.read_text()]
    assert {path.name for path in modules} == {row["module"] for row in ELEMENTS.values()}


def test_the_comm_brings_every_bundle():
    script = Comm()._esm
    for name in bundles():
        assert (STATIC / name).read_text("utf-8") in str(script)


def test_each_bundle_defines_its_own_elements_only():
    for name in bundles():
        defined = set(re.findall(r'"([a-z]+-[a-z]+)":\w+', (STATIC / name).read_text("utf-8")))
        assert defined & set(ELEMENTS) == {tag for tag, row in ELEMENTS.items() if row["bundle"] == name}
