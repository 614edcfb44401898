"""A WebSocket connection after the handshake, for both roles (RFC 6455 §5 to §7). Sans-IO.

Bytes come in through ``receive_data``, events come out of ``events()``; what is to be sent is taken from
``bytes_to_send()``. Masking keys are asked from ``mask_source``: nothing here is random, and nothing waits.

Answers keep their order by construction: a frame is read when its event is asked for; and the end, be it the peer's
close or a broken rule, is answered when ``bytes_to_send()`` is asked, behind what is said to the messages before it.
"""

from collections.abc import Callable, Iterator

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError
from helpers.protocols.websocket.close import close_payload, parse_close
from helpers.protocols.websocket.events import Binary, Closed, Event, Failed, Ping, Pong, Text
from helpers.protocols.websocket.frames import Header, Opcode, check_start, parse_header
from helpers.protocols.websocket.mask import Unmask, rotated, unmask
from helpers.protocols.websocket.messages import Codec, Reassembler
from helpers.protocols.websocket.sending import Sending
from helpers.protocols.websocket.states import TRANSITIONS, State, Step
from helpers.protocols.websocket.utf8 import as_utf8
from helpers.vocabulary import Side

__all__ = ["Connection"]

_READING = (State.OPEN, State.CLOSE_SENT)
_LONGEST_HEADER, _TOO_LONG = 14, 2**63  # bytes; §5.2: of a length "the most significant bit MUST be 0"
_PLAIN = _TEXT, _BINARY = 0b1000_0001, 0b1000_0010  # first bytes: FIN, no reserved bits, the opcode


class Connection:
    """One end of a connection; ``role`` says which. With ``pieces`` no message is kept: ``Piece`` events come."""

    __slots__ = (
        "_at", "_buffer", "_codec", "_ended", "_header", "_last", "_limit", "_longest", "_mask_bit", "_message",
        "_pieces", "_sending", "_start", "_taken", "_unmask", "role", "state",
    )  # fmt: skip

    def __init__(
        self,
        role: Side,
        *,
        mask_source: Callable[[], bytes] | None = None,
        max_message: int | None = 1024 * 1024,
        codec: Codec | None = None,
        unmask: Unmask = unmask,
        pieces: bool = False,
    ) -> None:
        if role is Side.CLIENT and mask_source is None:
            raise LocalProtocolError("a client needs a source of masking keys")
        self.role, self.state = role, State.OPEN
        self._codec, self._unmask, self._limit, self._pieces = codec, unmask, max_message, pieces
        self._message: Reassembler | None = None  # that is not finished
        self._sending = Sending(mask_source if role is Side.CLIENT else None, codec, unmask)
        self._longest = -1 if pieces else _TOO_LONG - 1 if max_message is None else max_message
        # §5.1: a client's frames are masked, a server's are not
        self._mask_bit, self._start = (0b1000_0000, 6) if role is Side.SERVER else (0, 2)
        self._buffer, self._at = b"", 0  # what was read, and how far we are in it
        self._header: Header | None = None  # of the frame whose payload is being read
        self._taken, self._ended = 0, False  # of that payload; whether the stream is over
        self._last: tuple[Step, bytes] | None = None  # the peer's last step, and our last word to it

    # ---- in ----

    def receive_data(self, data: bytes) -> None:
        """Take what was read; ask ``events()`` what it means."""
        rest = self._buffer[self._at :]
        self._buffer, self._at = rest + data if rest else bytes(data), 0

    def receive_eof(self) -> None:
        """The peer's stream ended."""
        self._ended = True

    def events(self) -> Iterator[Event]:
        """What can be told from the bytes so far; a broken rule is an event too."""
        try:
            while self._at < len(self._buffer) and self._last is None and self.state in _READING:
                event = self._whole() or self._next()
                if event is None:
                    break
                yield event
        except RemoteProtocolError as error:
            yield self._fail(error)
        if self._last is not None or self.state not in _READING:
            self._buffer, self._at = b"", 0  # §1.4: "... it discards any further data received"
        elif self._ended:
            self._step(Step.END)
            yield Closed(1006)

    @property
    def quiet(self) -> bool:
        """Whether nothing is under way: between two messages a connection is as good as a new one."""
        half = self._at < len(self._buffer) or self._header or self._message or self._last or self._ended
        return not half and self._codec is None and self.state is State.OPEN and self._sending.quiet

    @property
    def hang_up(self) -> bool:
        """Whether TCP is to be closed now: §7.1.1 "the server MUST close the TCP connection immediately"."""
        ended = self.state is State.CLOSED and (self.role is Side.SERVER or self._ended)
        return ended or self.state in (State.FAILED, State.LOST)

    # ---- out ----

    def send_text(self, text: str, *, end: bool = True) -> None:
        """Queue a text message, or a fragment of one (``end=False``: more follows)."""
        self._sender().message(Opcode.TEXT, as_utf8(text), end)

    def send_binary(self, data: bytes, *, end: bool = True) -> None:
        """Queue a binary message, or a fragment of one."""
        self._sender().message(Opcode.BINARY, data, end)

    def ping(self, payload: bytes = b"") -> None:
        """Queue a ping."""
        self._sender().frame(Opcode.PING, payload)

    def pong(self, payload: bytes = b"") -> None:
        """Queue a pong that nobody asked for; those for pings are queued by themselves."""
        self._sender().frame(Opcode.PONG, payload)

    def close(self, code: int = 1000, *, reason: str = "") -> None:
        """Begin the closing handshake; 1005 sends no code. Closing twice is closing once."""
        if self.state is State.OPEN:
            self._sending.frame(Opcode.CLOSE, close_payload(code, reason))
            self._step(Step.SEND_CLOSE)

    def bytes_to_send(self) -> bytes:
        """What is queued; it counts as sent from now on. Where the peer has ended, our last word is behind it."""
        if self._last is not None:
            self._answer_last(*self._last)
        return self._sending.taken()

    def _sender(self) -> Sending:
        if self.state is not State.OPEN:
            raise LocalProtocolError(f"nothing can be sent: {self.state.value}")
        return self._sending

    # ---- frames in ----

    def _whole(self) -> Event | None:
        """A message that is there whole, in one frame, as most are; all else, right or wrong, goes the long way."""
        buffer, at = self._buffer, self._at
        start = at + self._start
        if self._header is not None or self._message is not None or len(buffer) < start:
            return None
        first, size, least = buffer[at], buffer[at + 1] ^ self._mask_bit, 0
        if size == 126:
            size, start, least = int.from_bytes(buffer[at + 2 : at + 4]), start + 2, 126
        elif size > 126:  # above 127 the mask bit is wrong, and no length will do
            least = 65536 if size == 127 else _TOO_LONG
            size, start = int.from_bytes(buffer[at + 2 : at + 10]), start + 8
        end = start + size
        if not least <= size <= self._longest or end > len(buffer) or first not in _PLAIN:
            return None
        data = buffer[start:end]
        if self._mask_bit:
            data = self._unmask(data, buffer[start - 4 : start])
        try:
            event = Text(data.decode()) if first == _TEXT else Binary(data)
        except UnicodeDecodeError:
            return None
        self._at = end
        return event

    def _next(self) -> Event | None:
        """Read on to the next event; ``None``: more bytes are needed."""
        while self._header is not None or self._begin_frame():
            assert self._header is not None
            event = self._control(self._header) if self._header.opcode & 0b1000 else self._data(self._header)
            if event is not None or self._header is not None:
                return event
        return None

    def _begin_frame(self) -> bool:
        start = self._buffer[self._at : self._at + _LONGEST_HEADER]
        if len(start) >= 2:
            check_start(start, self.role.other, rsv_allowed=self._codec.rsv if self._codec else 0)
        if (header := parse_header(start)) is None:
            return False
        self._at += header.size
        self._header, self._taken = header, 0
        if not header.opcode & 0b1000:
            if self._message is None:
                self._message = Reassembler(limit=self._limit, codec=self._codec, pieces=self._pieces)
            self._message.begin(header)
        return True

    def _data(self, header: Header) -> Event | None:
        """Pass on what is there of the payload, so that a broken rule shows before the frame is whole."""
        piece = self._take(min(header.length - self._taken, len(self._buffer) - self._at), header)
        finished = self._taken == header.length
        self._header = None if finished else header
        assert self._message is not None
        event = self._message.receive_data(piece, end=finished and header.fin)
        if not self._message.begun:
            self._message = None
        return event

    def _control(self, header: Header) -> Event | None:
        if len(self._buffer) - self._at < header.length:
            return None
        payload, self._header = self._take(header.length, header), None
        if header.opcode == Opcode.CLOSE:
            return self._closed(payload)
        if header.opcode == Opcode.PONG:
            return Pong(payload)
        # §5.5.2: "Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in response, unless it already
        # received a Close frame" (then nothing is read any more): that it sent one is no excuse. §5.5.3: the pong
        # "MUST have identical 'Application data'"
        self._sending.frame(Opcode.PONG, payload)
        return Ping(payload)

    def _take(self, size: int, header: Header) -> bytes:
        data = self._buffer[self._at : self._at + size]
        self._at += size
        if header.mask_key is not None:
            data = self._unmask(data, rotated(header.mask_key, self._taken))
        self._taken += size
        return data

    # ---- the end ----

    def _step(self, step: Step) -> None:
        self.state = TRANSITIONS[self.state, step]

    def _closed(self, payload: bytes) -> Closed:
        code, reason = parse_close(payload)
        # §5.5.1: "When sending a Close frame in response, the endpoint typically echos the status code"
        self._ends(Step.RECEIVE_CLOSE, close_payload(code))
        return Closed(code, reason)

    def _fail(self, error: RemoteProtocolError) -> Failed:
        """§7.1.7: "_Fail the WebSocket Connection_": tell why, if we still may, and hang up."""
        code, reason = error.close_code or 1002, str(error)
        self._ends(Step.FAIL, close_payload(code, reason.encode()[:123].decode("utf-8", "ignore")))
        return Failed(code, reason)

    def _ends(self, step: Step, answer: bytes) -> None:
        """The peer has said its last word; ours goes behind what is still said to the messages before it."""
        if self.state is State.OPEN:
            self._last = step, answer
        else:
            self._step(step)

    def _answer_last(self, step: Step, answer: bytes) -> None:
        self._last = None
        if self.state is State.OPEN:
            self._sending.frame(Opcode.CLOSE, answer)
            if step is Step.RECEIVE_CLOSE:
                self._step(step)
                step = Step.SEND_CLOSE
        self._step(step)
