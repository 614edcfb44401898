"""Flow control: how many bytes of DATA a side may still send, on a stream and in all (RFC 9113 §5.2, §6.9).

Sizes come in; a broken rule raises ``FrameError``. The lesson's picture is drawn from ``Windows.left``.
"""

from helpers.protocols.http2.codes import DEFAULTS, MAX_WINDOW, ErrorCode, FrameError, Setting

__all__ = ["Window", "Windows"]

_INITIAL = DEFAULTS[Setting.INITIAL_WINDOW_SIZE]


class Window:
    """One window; ``left`` may be negative, after the receiver has made windows smaller (§6.9.2)."""

    def __init__(self, size: int = _INITIAL, *, stream: int = 0) -> None:
        self.left, self._stream = size, stream

    def spend(self, size: int) -> None:
        """``size`` bytes of DATA are sent, padding included."""
        # §6.9.1: "The sender MUST NOT send a flow-controlled frame with a length that exceeds the space available"
        if size > max(self.left, 0):
            raise self._error(f"{size} bytes of DATA, where the window has {self.left} left")
        self.left -= size

    def refill(self, increment: int) -> None:
        """The receiver allows ``increment`` bytes more."""
        # §6.9.1: "A sender MUST NOT allow a flow-control window to exceed 2^31-1 octets."
        if self.left + increment > MAX_WINDOW:
            raise self._error(f"a window of {self.left + increment} bytes, at most {MAX_WINDOW} are allowed")
        self.left += increment

    def _error(self, message: str) -> FrameError:
        where = f"stream {self._stream}" if self._stream else "the connection"
        return FrameError(f"{message} ({where})", ErrorCode.FLOW_CONTROL_ERROR, stream=self._stream)


class Windows:
    """What one side may send: the window of the connection, and one for each stream."""

    def __init__(self) -> None:
        self.connection = Window()
        self.initial = _INITIAL
        self._streams: dict[int, Window] = {}

    def stream(self, number: int) -> Window:
        """The window of a stream; each begins with ``initial`` bytes."""
        if number not in self._streams:
            self._streams[number] = Window(self.initial, stream=number)
        return self._streams[number]

    def spend(self, number: int, size: int) -> None:
        """``size`` bytes of DATA are sent on a stream: both windows shrink."""
        self.stream(number).spend(size)
        self.connection.spend(size)

    def refill(self, number: int, increment: int) -> None:
        """A WINDOW_UPDATE for a stream, or for the connection (0)."""
        window = self.stream(number) if number else self.connection
        window.refill(increment)

    def resize(self, initial: int) -> None:
        """The receiver's SETTINGS_INITIAL_WINDOW_SIZE changed: the windows of all streams do, by the difference."""
        # §6.9.2: "a receiver MUST adjust the size of all stream flow-control windows that it maintains by the
        # difference between the new value and the old value"
        for window in self._streams.values():
            if window.left + initial - self.initial > MAX_WINDOW:
                raise FrameError("a window becomes larger than any may be", ErrorCode.FLOW_CONTROL_ERROR)
        for window in self._streams.values():
            window.left += initial - self.initial
        self.initial = initial

    def forget(self, number: int) -> None:
        """A stream is closed: nobody asks for its window any more."""
        self._streams.pop(number, None)

    def left(self, number: int) -> tuple[int, int]:
        """What is left on a stream, and in all."""
        window = self._streams.get(number)
        return (window.left if window else self.initial), self.connection.left
