import base64

import pytest
import resvg_py

from helpers.publishing.page.pictures import SHOWN, narrowed, picture_size

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEklEQVR4nGP4z8DwH4QZYAwAUO0H+QWmIPIAAAAASUVORK5CYII="
GIF = "R0lGODlhDAAiAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (base64.b64decode(PNG), (2, 3)),
        (base64.b64decode(GIF), (12, 34)),
        (b'<svg width="320" height="60px">', (320, 60)),
        (b'<svg width="240pt" height="45pt">', (320, 60)),
        (b'<?xml version="1.0"?><svg width="100%" viewBox="0 0 320 60.2">', (320, 60)),
        (b'<!-- ours --><svg viewBox="-10,0,320,60">', (320, 60)),
        (b"<svg>", None),
        (b"", None),
        (b"\xff\xd8", None),
        (b"\x89PNG\r\n\x1a\n", None),
    ],
)
def test_the_size_is_what_the_picture_says(data, size):
    assert picture_size(data) == size


def drawn(width, height):
    """A picture of noise, which no format makes small."""
    noise = '<filter id="n"><feTurbulence type="fractalNoise" baseFrequency="0.9"/></filter>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{noise}'
    return bytes(
        resvg_py.svg_to_bytes(svg_string=f'{svg}<rect width="100%" height="100%" filter="url(#n)"/></svg>')
    )


def test_a_wide_picture_is_made_as_wide_as_it_is_shown():
    wide = drawn(3000, 300)
    small = narrowed(wide, width=SHOWN)
    assert picture_size(small) == (SHOWN, 99)
    assert len(small) < len(wide) / 2


@pytest.mark.parametrize(
    "data", [drawn(SHOWN, 30), base64.b64decode(GIF), b'<svg width="3000px" height="9px">', b""]
)
def test_what_is_narrow_or_has_no_pixels_stays(data):
    assert narrowed(data, width=SHOWN) == b""
