"""A WebSocket connection after the handshake, for both roles (RFC 6455 §5 to §7). Sans-IO.

Bytes come in through ``receive_data``, events come out of ``events()``; what is to be sent is taken from
``bytes_to_send()``. Masking keys are asked from ``mask_source``: nothing here is random, and nothing waits. Take
the events one by one: a frame is read only when the one before it was handled, so that answers keep their order.
"""

from collections.abc import Callable, Iterator

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.websocket.close import close_payload, parse_close
from helpers.protocols.websocket.events import Closed, Event, Failed, Ping, Pong
from helpers.protocols.websocket.frames import (
    Header,
    Opcode,
    check_mask_key,
    check_start,
    parse_header,
    serialize_header,
)
from helpers.protocols.websocket.mask import Unmask, rotated, unmask
from helpers.protocols.websocket.messages import Codec, Reassembler
from helpers.protocols.websocket.states import TRANSITIONS, State, Step
from helpers.protocols.websocket.utf8 import as_utf8
from helpers.vocabulary import Side

__all__ = ["Connection"]

_READING = (State.OPEN, State.CLOSE_SENT)


class Connection:
    """One end of a connection; ``role`` says which."""

    def __init__(
        self,
        role: Side,
        *,
        mask_source: Callable[[], bytes] | None = None,
        max_message: int | None = 1024 * 1024,
        codec: Codec | None = None,
        unmask: Unmask = unmask,
    ) -> None:
        if role is Side.CLIENT and mask_source is None:
            raise LocalProtocolError("a client needs a source of masking keys")
        self.role = role
        self.state = State.OPEN
        self._mask_source = mask_source
        self._codec, self._unmask = codec, unmask
        self._messages = Reassembler(limit=max_message, codec=codec)
        self._buffer = bytearray()
        self._header: Header | None = None  # of the frame whose payload is being read
        self._taken = 0  # of that payload
        self._ended = False
        self._sending: Opcode | None = None  # the message that was begun and not ended
        self._output: list[bytes] = []

    # ---- in ----

    def receive_data(self, data: bytes) -> None:
        """Take what was read; ask ``events()`` what it means."""
        self._buffer += data

    def receive_eof(self) -> None:
        """The peer's stream ended."""
        self._ended = True

    def events(self) -> Iterator[Event]:
        """What can be told from the bytes so far; a broken rule is an event too."""
        try:
            while (event := self._next()) is not None:
                yield event
        except RemoteProtocolError as error:
            yield self._fail(error)
        if self.state not in _READING:
            self._buffer.clear()  # §1.4: "... it discards any further data received"
        elif self._ended:
            self._step(Step.END)
            yield Closed(1006)

    @property
    def hang_up(self) -> bool:
        """Whether TCP is to be closed now: §7.1.1 "the server MUST close the TCP connection immediately"."""
        ended = self.state is State.CLOSED and (self.role is Side.SERVER or self._ended)
        return ended or self.state in (State.FAILED, State.LOST)

    # ---- out ----

    def send_text(self, text: str, *, end: bool = True) -> None:
        """Queue a text message, or a fragment of one (``end=False``: more follows)."""
        self._send_data(Opcode.TEXT, as_utf8(text), end)

    def send_binary(self, data: bytes, *, end: bool = True) -> None:
        """Queue a binary message, or a fragment of one."""
        self._send_data(Opcode.BINARY, data, end)

    def ping(self, payload: bytes = b"") -> None:
        """Queue a ping."""
        self._send(Opcode.PING, payload)

    def pong(self, payload: bytes = b"") -> None:
        """Queue a pong that nobody asked for; those for pings are queued by themselves."""
        self._send(Opcode.PONG, payload)

    def close(self, code: int = 1000, *, reason: str = "") -> None:
        """Begin the closing handshake; 1005 sends no code. Closing twice is closing once."""
        if self.state is State.OPEN:
            self._send(Opcode.CLOSE, close_payload(code, reason))
            self._step(Step.SEND_CLOSE)

    def bytes_to_send(self) -> bytes:
        """What is queued; it counts as sent from now on."""
        output, self._output = self._output, []
        return b"".join(output)

    # ---- frames in ----

    def _next(self) -> Event | None:
        """Read on to the next event; ``None``: more bytes are needed."""
        while self.state in _READING and (self._header is not None or self._begin_frame()):
            assert self._header is not None
            event = self._control(self._header) if self._header.opcode & 0b1000 else self._data(self._header)
            if event is not None or self._header is not None:
                return event
        return None

    def _begin_frame(self) -> bool:
        if len(self._buffer) >= 2:
            check_start(self._buffer, self.role.other, rsv_allowed=self._codec.rsv if self._codec else 0)
        header = parse_header(self._buffer)
        if header is None:
            return False
        del self._buffer[: header.size]
        self._header, self._taken = header, 0
        if not header.opcode & 0b1000:
            self._messages.begin(header)
        return True

    def _data(self, header: Header) -> Event | None:
        """Pass on what is there of the payload, so that a broken rule shows before the frame is whole."""
        piece = self._take(min(header.length - self._taken, len(self._buffer)))
        finished = self._taken == header.length
        if finished:
            self._header = None
        return self._messages.receive_data(piece, end=finished and header.fin)

    def _control(self, header: Header) -> Event | None:
        if len(self._buffer) < header.length:
            return None
        payload, self._header = self._take(header.length), None
        if header.opcode == Opcode.CLOSE:
            return self._closed(payload)
        if header.opcode == Opcode.PONG:
            return Pong(payload)
        # §5.5.2: "Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in response, unless it already
        # received a Close frame" (then nothing is read any more): that it sent one is no excuse. §5.5.3: the pong
        # "MUST have identical 'Application data'"
        self._queue(Opcode.PONG, payload)
        return Ping(payload)

    def _take(self, size: int) -> bytes:
        with memoryview(self._buffer) as view:
            data = bytes(view[:size])
        del self._buffer[:size]
        key = self._header.mask_key if self._header else None
        if key is not None:
            data = self._unmask(data, rotated(key, self._taken))
        self._taken += size
        return data

    # ---- the end ----

    def _step(self, step: Step) -> None:
        self.state = TRANSITIONS[self.state, step]

    def _closed(self, payload: bytes) -> Closed:
        code, reason = parse_close(payload)
        self._step(Step.RECEIVE_CLOSE)
        if self.state is State.CLOSE_RECEIVED:
            # §5.5.1: "When sending a Close frame in response, the endpoint typically echos the status code"
            self._queue(Opcode.CLOSE, close_payload(code))
            self._step(Step.SEND_CLOSE)
        return Closed(code, reason)

    def _fail(self, error: RemoteProtocolError) -> Failed:
        """§7.1.7: "_Fail the WebSocket Connection_": tell why, if we still may, and hang up."""
        code, reason = error.close_code or 1002, str(error)
        if self.state is State.OPEN:
            self._queue(Opcode.CLOSE, close_payload(code, reason.encode()[:123].decode("utf-8", "ignore")))
        self._step(Step.FAIL)
        return Failed(code, reason)

    # ---- frames out ----

    def _send_data(self, opcode: Opcode, data: bytes, end: bool) -> None:
        if self._sending not in (None, opcode):
            raise LocalProtocolError(f"a {opcode.name} message inside a fragmented one")
        if self._codec is not None and self._sending is None and end:
            return self._send(opcode, self._codec.encode(data), rsv=self._codec.rsv)
        self._send(Opcode.CONTINUATION if self._sending else opcode, data, fin=end)
        self._sending = None if end else opcode
        return None

    def _send(self, opcode: Opcode, payload: bytes, *, fin: bool = True, rsv: int = 0) -> None:
        if self.state is not State.OPEN:
            raise LocalProtocolError(f"nothing can be sent: {self.state.value}")
        if opcode.is_control and len(payload) > 125:
            raise LocalProtocolError(f"a control frame carries 125 bytes at most, not {len(payload)}")
        self._queue(opcode, payload, fin=fin, rsv=rsv)

    def _queue(self, opcode: Opcode, payload: bytes, *, fin: bool = True, rsv: int = 0) -> None:
        # §5.3: "A masked frame ... the masking key is a 32-bit value chosen at random by the client"
        key = self._mask_source() if self._mask_source and self.role is Side.CLIENT else None
        check_mask_key(key)
        header = Header(fin, rsv, opcode, len(payload), key, 0)
        self._output.append(serialize_header(header))
        self._output.append(payload if key is None else self._unmask(payload, key))
