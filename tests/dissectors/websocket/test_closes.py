"""Close codes and reasons, and what comes after a Close; frames as literal bytes, RFC 6455 §5.5.1 and §7.4."""

import pytest

from tests.dissectors.tiling import CLIENT, SERVER, dissect, named
from tests.dissectors.websocket.test_frames import sections


@pytest.mark.parametrize(
    ("code", "meaning", "rfc"),
    [
        (1000, "normal closure", "§7.4.1"),
        (1016, "a code that is kept for later versions of the protocol. Illegal", "§7.4.2"),
        (2999, "a code that is kept for later versions of the protocol. Illegal", "§7.4.2"),
        (3000, "a code of a library or a framework, registered with IANA (unauthorized: ", "§7.4.2"),
        (3500, "a code of a library or a framework, registered with IANA.", "§7.4.2"),
        (3999, "a code of a library or a framework, registered with IANA.", "§7.4.2"),
        (4000, "an application's own code, agreed on in private.", "§7.4.2"),
        (4999, "an application's own code, agreed on in private.", "§7.4.2"),
        (5000, "no code at all, since they end at 4999. Illegal: close code 5000 must not be sent", "§7.4.2"),
        (65535, "no code at all, since they end at 4999. Illegal", "§7.4.2"),
        (999, "a number below 1000, which is not used. Illegal", "§7.4.2"),
    ],
)
def test_close_codes(code, meaning, rfc):
    (section,) = sections(b"\x88\x02" + code.to_bytes(2, "big"))
    field = named([section.field], "close code")
    assert field.note.startswith(f"Why the sender closes: {meaning}")
    assert field.rfc == f"RFC 6455 {rfc}"
    assert ("Illegal" in section.field.note) == ("Illegal" in meaning)
    assert field.note.endswith("the receiver must close with 1002.") == ("Illegal" in meaning)


def test_a_reason_that_is_no_text():
    (section,) = sections(b"\x88\x03\x03\xe8\xff")
    assert "Illegal: the reason is not UTF-8; the receiver must close with 1007." in section.field.note
    note = named([section.field], "reason").note
    assert "byte 0 is not: invalid start byte; the receiver must close with 1007." in note
    assert "Illegal" not in named([section.field], "close code").note


def test_half_a_code_and_none():
    (section,) = sections(b"\x88\x01\x03")
    assert named([section.field], "payload").note.startswith(
        "Half a close code. Illegal: a close code has two"
    )
    (section,) = sections(b"\x88\x00")
    assert "Illegal" not in section.field.note


# ---- after a Close ----


def test_what_comes_after_a_close():
    close, text, more = b"\x88\x02\x03\xe8", b"\x81\x01a", b"\x80\x00"
    notes = [
        section.field.note for section in sections(text, close, b"\x8a\x01a", b"\x89\x00", text, more, close)
    ]
    assert "closed" not in notes[0] + notes[1]
    assert notes[2].endswith(" Its sender has closed; pings and pongs may still follow, data may not.")
    assert notes[3] == notes[2]
    late = " Illegal: its sender has closed, and no data may follow that; the receiver throws it away."
    assert notes[4].endswith(late)
    assert notes[5].endswith(late)
    assert notes[6].endswith(" Its sender had closed already: the first Close counts.")


def test_a_close_binds_its_sender_only():
    script = [(SERVER, b"\x88\x00"), (CLIENT, b"\x81\x80abcd\x88\x80abcd\x81\x80abcd")]
    dissector, _ = dissect(script, protocol="websocket")
    late = ["throws it away" in section.field.note for section in dissector.sections(CLIENT)]
    assert late == [False, False, True]
