"""``h2``'s connection, with what it ends a connection for turned into what the RFC wants: the end of one stream.

The one place where we reach below the surface of the library; ``tests/net/http2`` holds each of it.
"""

from typing import Any

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import Event, StreamReset
from h2.exceptions import InvalidBodyLengthError, ProtocolError
from h2.settings import SettingCodes, Settings
from hpack import HPACKError

from helpers.net.http2.limits import Limits
from helpers.protocols.http2.codes import FrameType

__all__ = ["Engine"]


class Engine(H2Connection):
    """One side of a connection: bytes in, events and bytes out."""

    MAX_CLOSED_STREAMS = 1024  # that are remembered, of 65,536: that would be 7 MB for each connection

    def __init__(self, limits: Limits, *, client: bool) -> None:
        super().__init__(
            H2Configuration(client_side=client, validate_inbound_headers=client, header_encoding=None)
        )
        wanted = {
            SettingCodes.INITIAL_WINDOW_SIZE: limits.window,
            SettingCodes.MAX_HEADER_LIST_SIZE: limits.header_list,
            SettingCodes.MAX_FRAME_SIZE: limits.frame,
        }
        wanted |= (
            {SettingCodes.ENABLE_PUSH: 0} if client else {SettingCodes.MAX_CONCURRENT_STREAMS: limits.streams}
        )
        self.local_settings = Settings(client=client, initial_values=wanted)
        self.decoder.max_header_list_size = limits.header_list
        self.max_inbound_frame_size = limits.frame

    @property
    def open_inbound_streams(self) -> int:
        """None, says it, after it has cleared what is closed: one stream too many is refused alone, by its server."""
        super().open_inbound_streams  # noqa: B018 (it clears)
        return 0

    def room(self, stream: int) -> int:
        """How many bytes may be sent on ``stream`` now: of its own window and of the connection's, in one frame."""
        return max(0, min(self.local_flow_control_window(stream), self.max_outbound_frame_size))

    def _terminate_connection(self, error_code: ErrorCodes) -> None:
        """Nothing: whoever feeds us says GOAWAY, and why."""

    def _receive_frame(self, frame: Any) -> list[Event]:
        try:
            return super()._receive_frame(frame)
        except ProtocolError as error:
            if type(error) is ProtocolError and isinstance(error.__cause__, HPACKError):
                error.error_code = ErrorCodes.COMPRESSION_ERROR
            elif self._is_of_one_stream(frame, error):
                self.reset_stream(frame.stream_id, ErrorCodes.PROTOCOL_ERROR)
                reset = StreamReset(stream_id=frame.stream_id)
                reset.error_code, reset.remote_reset = ErrorCodes.PROTOCOL_ERROR, False
                return [reset]
            raise

    def _is_of_one_stream(self, frame: Any, error: ProtocolError) -> bool:
        """A body that is not as long as was said, trailers before the end: a malformed request (§8.1.1)."""
        if isinstance(error, InvalidBodyLengthError):
            return True
        return (
            type(error) is ProtocolError
            and frame.type == FrameType.HEADERS
            and frame.stream_id in self.streams
        )
