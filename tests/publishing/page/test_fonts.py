import io

import pytest
from fontTools.ttLib import TTFont

from helpers.publishing.page import fonts as module
from helpers.publishing.page.fonts import FACES, fonts, fonts_css

CODE = "".join(map(chr, range(0x20, 0x7F))) + "→←×–—“”…·│├─┤▶"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return fonts(tmp_path_factory.mktemp("cache"))


def test_they_are_light_and_bring_their_licences(files):
    assert sum(len(data) for name, data in files.items() if name.endswith(".woff2")) <= 75_000
    licences = [data for name, data in files.items() if name.endswith("-licence.txt")]
    assert len(licences) == 2
    assert all(b"SIL OPEN FONT LICENSE" in text.upper() for text in licences)


def test_they_hold_what_lessons_write(files):
    for face, letters in zip(FACES, (CODE.split("│")[0], "Aé", CODE), strict=True):
        font = TTFont(io.BytesIO(files[f"{face.name}.woff2"]))
        assert set(map(ord, letters)) <= set(font.getBestCmap())
        assert (
            [axis.axisTag for axis in font["fvar"].axes] == ["wght"]
            if face.weight.count(" ")
            else "fvar" not in font
        )


def test_what_was_cut_is_kept_and_a_cache_that_cannot_be_written_stops_nobody(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert module.keep(blocked / "serif.woff2", b"cut") == b"cut"
    assert module.keep(tmp_path / "new" / "serif.woff2", b"cut") == b"cut"
    assert (tmp_path / "new" / "serif.woff2").read_bytes() == b"cut"


def test_nothing_moves_because_a_font_came_late(files):
    css = fonts_css(files)
    assert css.count("@font-face") == css.count("font-display:optional") == 3
    assert "http" not in css


def test_without_the_packages_pages_have_their_readers_fonts(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert fonts(tmp_path) == {}
    assert fonts_css({}) == ""
