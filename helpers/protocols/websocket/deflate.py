"""permessage-deflate: negotiating it, compressing and inflating messages (RFC 7692).

Offers and answers come in as ``Extension``; a ``Deflate`` comes out, which a ``Connection`` takes as its codec.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.extensions import Extension
from helpers.protocols.websocket.inflate import TAIL, Inflater
from helpers.vocabulary import Side

__all__ = ["NAME", "Deflate", "Parameters", "accept_offer", "check_answer", "parse_parameters"]

NAME = "permessage-deflate"
_BITS = {str(bits): bits for bits in range(8, 16)}


@dataclass(frozen=True, slots=True)
class Parameters:
    """What both sides agreed on, or what a client offers; window bits ``None``: not said, which means 15."""

    server_no_context_takeover: bool = False
    client_no_context_takeover: bool = False
    server_max_window_bits: int | None = None
    client_max_window_bits: int | None = None

    def window_bits(self, side: Side) -> int:
        """How far back this side's messages may refer, as a power of two."""
        bits = self.client_max_window_bits if side is Side.CLIENT else self.server_max_window_bits
        return bits or 15

    def takeover(self, side: Side) -> bool:
        """Whether this side's messages may refer to earlier ones."""
        return not (
            self.client_no_context_takeover if side is Side.CLIENT else self.server_no_context_takeover
        )


def parse_parameters(extension: Extension, *, offer: bool) -> Parameters:
    """Read an offer or an answer; §7: what is unknown, doubled or out of range makes it invalid."""
    found: dict[str, int | bool] = {}
    for name, value in extension.parameters:
        if name in found or name not in Parameters.__slots__:
            raise RemoteProtocolError(f"parameter {name!r} is unknown or doubled", status=400)
        if name.endswith("takeover"):
            valid = value is None
            found[name] = True
        else:
            # §7.1.2.2: "This parameter can have no value" only in an offer, and only for the client's window
            valid = value in _BITS or (value is None and offer and name == "client_max_window_bits")
            found[name] = _BITS.get(value or "", 15)
        if not valid:
            raise RemoteProtocolError(f"parameter {name!r} has the value {value!r}", status=400)
    return Parameters(**found)  # type: ignore[arg-type]


def accept_offer(offers: Sequence[Extension]) -> tuple[Extension, Parameters] | None:
    """The server's answer to the first offer it can fulfil, and what it means; ``None`` declines."""
    for offer in offers:
        if offer.name != NAME:
            continue
        try:
            asked = parse_parameters(offer, offer=True)
        except RemoteProtocolError:
            continue  # §7: "the server MUST decline an extension negotiation offer" with such parameters
        if asked.server_max_window_bits != 8:  # zlib cannot compress with so small a window
            return _answer(asked), asked
    return None


def _answer(asked: Parameters) -> Extension:
    said: list[tuple[str, str | None]] = []
    if asked.server_no_context_takeover:
        said.append(("server_no_context_takeover", None))
    if asked.client_no_context_takeover:
        said.append(("client_no_context_takeover", None))
    if asked.server_max_window_bits is not None:
        said.append(("server_max_window_bits", str(asked.server_max_window_bits)))
    if asked.client_max_window_bits is not None:
        said.append(("client_max_window_bits", str(asked.client_max_window_bits)))
    return Extension(NAME, tuple(said))


def check_answer(granted: Sequence[Extension], offered: Sequence[Extension]) -> Parameters | None:
    """The client's reading of the server's answer; ``None``: nothing was granted."""
    answers = [extension for extension in granted if extension.name == NAME]
    if not answers:
        return None
    if len(answers) > 1:
        raise RemoteProtocolError(f"{NAME} was granted {len(answers)} times")
    answer = parse_parameters(answers[0], offer=False)
    if not any(_fits(answer, parse_parameters(offer, offer=True)) for offer in offered if offer.name == NAME):
        raise RemoteProtocolError(f"the answer fits no offer of {NAME}")
    return answer


def _fits(answer: Parameters, offer: Parameters) -> bool:
    # §7.1.1.1: "... by including the ... parameter in the corresponding extension negotiation response"
    if offer.server_no_context_takeover and not answer.server_no_context_takeover:
        return False
    # §7.1.2.1: "... with the same or smaller value as the offer"
    if (
        offer.server_max_window_bits is not None
        and answer.window_bits(Side.SERVER) > offer.server_max_window_bits
    ):
        return False
    # §7.1.2.2: "the server MUST NOT include ... if the ... offer ... doesn't contain the 'client_max_window_bits'",
    # and, where it does, only "with the same or smaller value as the offer"
    bits = offer.client_max_window_bits or 0
    return answer.client_max_window_bits is None or answer.client_max_window_bits <= bits


class Deflate:
    """The codec of one end: compresses what this role sends, inflates what the other one sent."""

    rsv = 0b100  # §6: "the 'Per-Message Compressed' bit, RSV1"

    def __init__(self, role: Side, parameters: Parameters, *, level: int = 6) -> None:
        self._takeover = parameters.takeover(role)
        self._bits, self._level = max(9, parameters.window_bits(role)), level
        self._compressor = self._fresh()
        other = role.other
        bits, takeover = parameters.window_bits(other), parameters.takeover(other)
        self._inflater = Inflater(window_bits=bits, takeover=takeover)

    def _fresh(self) -> "zlib._Compress":
        return zlib.compressobj(self._level, wbits=-self._bits)

    def encode(self, data: bytes) -> bytes:
        """Compress one message."""
        # §7.2.1: "Compress all the octets of the payload of the message using DEFLATE. If the resulting data does not
        # end with an empty DEFLATE block with no compression ... append [one]. Remove 4 octets from the tail end."
        out = self._compressor.compress(data) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
        if not self._takeover:
            self._compressor = self._fresh()
        # §7.2.3.6: an empty message is the one byte 0x00
        return out.removesuffix(TAIL) or b"\x00"

    def decode(self, data: bytes, *, end: bool, limit: int) -> bytes:
        """Inflate a piece of a message."""
        return self._inflater.inflate(data, end=end, limit=limit)
