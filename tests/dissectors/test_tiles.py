from helpers.dissectors.tiles import PREVIEW, Tiles, preview


def test_previews():
    assert preview(b"Hello\r\n") == "Hello\r\n"
    assert preview(b"a\x00") == "61 00"
    assert preview(b"\xff" * 300) == " ".join(["ff"] * (PREVIEW // 3)) + "…"
    assert preview(b"x" * 201) == "x" * 200 + "…"
    assert preview(b"x" + "é".encode() * 100) == "x" + "é" * 99 + "…"  # the limit fell into a character
    assert preview(b"\xc3") == "c3"


def test_nothing_to_take_over():
    tiles = Tiles(b"ab", 5)
    tiles.extend(())
    assert (tiles.at, tiles.rest, tiles.peek(9)) == (0, 2, b"ab")
    tiles.add(2, "all")
    tiles.unfinished("nothing is missing", rfc="")
    assert len(tiles.fields) == 1
