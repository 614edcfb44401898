"""permessage-deflate, each window of 8 to 15 bits, with and without takeover, beside `websockets` and `wsproto`."""

from itertools import product
from random import Random

import pytest
from websockets.extensions.permessage_deflate import PerMessageDeflate as TheirDeflate
from websockets.protocol import OPEN, Protocol

from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.deflate import Deflate, Parameters
from helpers.vocabulary import Side
from tests.oracles.test_websocket_peers import (
    THEIR_SIDE,
    heard_by_us,
    heard_by_websockets,
    heard_by_wsproto,
    say_it_ourselves,
    say_it_with_websockets,
    say_it_with_wsproto,
    wsproto,
)

COMBINATIONS = list(product(list(Side), range(8, 16), (True, False)))
# each repeats what came before it: near, farther than the smallest window, and in the message before
WORDS = [Random(number).randbytes(1).hex() * 3 for number in range(400)]
SAID = [
    ("text", " ".join(WORDS)),
    ("text", " ".join(WORDS)),
    ("binary", bytes(range(256)) * 200),
    ("text", ""),
]
ENDED = [*SAID, ("close", 4000)]


def ours(role: Side, speaker: Side, bits: int, takeover: bool) -> Connection:
    random, who = Random(0), speaker.name.lower()
    said = {f"{who}_max_window_bits": bits, f"{who}_no_context_takeover": not takeover}
    codec = Deflate(role, Parameters(**said))
    return Connection(role, mask_source=lambda: random.randbytes(4), codec=codec)


def websockets(role: Side, speaker: Side, bits: int, takeover: bool) -> Protocol:
    local = role is speaker
    protocol = Protocol(THEIR_SIDE[role], state=OPEN, max_size=None)
    protocol.extensions = [
        TheirDeflate(
            not takeover and not local, not takeover and local, 15 if local else bits, bits if local else 15
        )
    ]
    return protocol


def wsprotos(role: Side, speaker: Side, bits: int, takeover: bool):
    connection = wsproto(role, compressed=True)
    (extension,) = connection._proto.extensions
    who = speaker.name.lower()
    setattr(extension, f"{who}_max_window_bits", bits)
    setattr(extension, f"{who}_no_context_takeover", not takeover)
    return connection


@pytest.mark.parametrize(("speaker", "bits", "takeover"), COMBINATIONS)
def test_both_inflate_what_we_deflate(speaker, bits, takeover):
    data = say_it_ourselves(ours(speaker, speaker, bits, takeover), SAID)
    listener, random = speaker.other, Random(bits)
    assert heard_by_us(ours(listener, speaker, bits, takeover), data, random) == ENDED
    assert heard_by_websockets(websockets(listener, speaker, bits, takeover), data, random) == ENDED
    if bits > 8:  # which it has no window for
        assert heard_by_wsproto(wsprotos(listener, speaker, bits, takeover), data, random) == ENDED


@pytest.mark.parametrize(("speaker", "bits", "takeover"), [one for one in COMBINATIONS if one[1] > 8])
def test_we_inflate_what_both_deflate(speaker, bits, takeover):
    """zlib deflates with no window of 8 bits, and neither of them works around it."""
    listener, random = speaker.other, Random(bits)
    data = say_it_with_websockets(websockets(speaker, speaker, bits, takeover), SAID)
    assert heard_by_us(ours(listener, speaker, bits, takeover), data, random) == ENDED
    data = say_it_with_wsproto(wsprotos(speaker, speaker, bits, takeover), SAID)
    assert heard_by_us(ours(listener, speaker, bits, takeover), data, random) == ENDED


def test_takeover_and_a_large_window_are_worth_their_memory():
    sizes = {
        (bits, takeover): len(say_it_ourselves(ours(Side.SERVER, Side.SERVER, bits, takeover), SAID))
        for bits in (9, 15)
        for takeover in (True, False)
    }
    assert sizes[15, True] < sizes[15, False] < sizes[9, False]
