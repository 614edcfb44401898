"""What is pinned is what constraints.txt says, it is whole, and it is all that lessons import."""

import json
import re
from pathlib import Path

from helpers.publishing.clients import PINNED as CLIENTS
from helpers.publishing.course import load_course
from helpers.publishing.live.gather import modules_of
from helpers.publishing.live.lite import LITE
from helpers.publishing.live.lock import STAND_INS, packages_of
from helpers.publishing.live.pinned import pinned_clients, pinned_runtime, pinned_wheels, with_depends

ROOT = Path(__file__).parents[3]
# module → why no tab has it; a lesson that imports it says so by the tag `install`
OF_C = {"cryptography": "Rust", "trustme": "needs cryptography", "hdrh": "C", "psutil": "C"}


def test_versions_are_those_of_constraints_and_of_course_clients():
    versions = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines())
    pins = {pin.name: pin.version for pin in pinned_wheels().values()}
    assert pins.items() - versions.items() == {("micropip", pins["micropip"])}, (
        "of JupyterLite's kernel alone"
    )
    clients = {name: one["version"] for name, one in json.loads(CLIENTS.read_text("utf-8")).items()}
    assert {pin.name: pin.version for pin in pinned_clients()} == clients


def test_every_wheel_is_pure_and_whole_with_what_it_depends_on():
    pins = pinned_wheels()
    assert {name for pin in pins.values() for name in pin.depends} <= set(pins)
    assert all(pin.file.endswith("-none-any.whl") for pin in pins.values())
    assert all(
        re.fullmatch("[0-9a-f]{64}", pin.sha256)
        for pin in (*pins.values(), *pinned_clients(), pinned_runtime())
    )
    assert with_depends(["yarl"]) == ["idna", "multidict", "propcache", "yarl"]


def test_every_module_of_a_lesson_is_pinned_and_nothing_else():
    lessons = load_course(ROOT / "notebooks", suffix=".ipynb").lessons
    wanted = {name for lesson in lessons for name in modules_of(lesson).all} - STAND_INS
    brought = {module for pin in pinned_wheels().values() for module in pin.imports}
    assert wanted - brought == set(OF_C), "python -m helpers.publishing.live.pin"
    assert {*packages_of(wanted), *with_depends(LITE)} == set(pinned_wheels()), (
        "python -m helpers.publishing.live.pin"
    )
