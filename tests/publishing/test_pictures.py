import struct

import pytest

from helpers.publishing.pictures import picture_size

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 320, 60)
GIF = b"GIF89a" + struct.pack("<HH", 12, 34)
JPEG = b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 60, 320) + b"\x00\x00"
WEBP_X = b"RIFFxxxxWEBPVP8X" + b"\0" * 8 + (319).to_bytes(3, "little") + (59).to_bytes(3, "little")
WEBP_L = b"RIFFxxxxWEBPVP8L" + b"\0" * 4 + b"\x2f" + (319 | 59 << 14).to_bytes(4, "little") + b"\0" * 8
WEBP = b"RIFFxxxxWEBPVP8 " + b"\0" * 10 + struct.pack("<HH", 320, 60)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (PNG, (320, 60)),
        (GIF, (12, 34)),
        (JPEG, (320, 60)),
        (WEBP_X, (320, 60)),
        (WEBP_L, (320, 60)),
        (WEBP, (320, 60)),
        (b'<svg width="320" height="60px">', (320, 60)),
        (b'<svg width="240pt" height="45pt">', (320, 60)),
        (b'<?xml version="1.0"?><svg width="100%" viewBox="0 0 320 60.2">', (320, 60)),
        (b"<svg>", None),
        (b"", None),
        (b"\xff\xd8", None),
        (b"\x89PNG\r\n\x1a\n", None),
    ],
)
def test_the_size_stands_in_the_first_bytes(data, size):
    assert picture_size(data) == size
