from helpers.dissectors.raw import explain_raw
from helpers.protocols.unit import Floor, Status, Unit
from tests.dissectors.tiling import CLIENT


def raw(start, end, status, reason, data):
    return explain_raw(Unit(CLIENT, start, end, "", Floor.RAW, status, reason), data)


def test_what_nobody_cuts():
    alone = raw(3, 4, Status.RAW, "", b"a")
    assert alone[:2] == ("1 byte", "raw")
    assert alone.field.note == "These bytes are shown as they came: no unit ends here."
    malformed = raw(3, 5, Status.MALFORMED, "no HTTP head", b"ab")
    assert malformed[:2] == ("2 bytes", "malformed: no HTTP head")
    assert malformed.field.name == "malformed"
    begin = raw(3, 12, Status.RAW, "no HTTP", b"ab")
    assert (begin.title, begin.field.start, begin.field.end, begin.field.value) == ("9 bytes", 0, 9, "ab")
