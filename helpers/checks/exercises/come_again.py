"""3C: what an EventSource does when its reply is over (HTML Living Standard §9.2.3)."""

from collections.abc import Iterator

from helpers.checks.judges.cases import Case, mistakes, on_cases
from helpers.protocols.sse.parsing import Parser

__all__ = ["judge"]

_SSE = "text/event-stream"
_Reply = tuple[int, str, bytes] | None
_Next = tuple[int, dict[str, str]] | None
_STATUS = "Only a 200 is read: any other status closes the source for good, whatever it means elsewhere."
_TYPE = "A 200 of another type is no event stream. It is closed for good, or it would ask a page for ever."
_KEPT = "Nothing new was heard: the id and the wait from before still hold."
_WHOLE = "The id counts when its empty line has come: before that the event is not whole, and would be lost."
_CASES: tuple[tuple[str, _Reply, str, int], ...] = (
    ("No connection: a network error. It waits, and asks again.", None, "", 3000),
    ("No connection, but the id from before still holds.", None, "monday.7", 3000),
    ("The reply has ended. It comes again, with the last id.", (200, _SSE, b"id: 8\ndata: a\n\n"), "7", 3000),
    (_KEPT, (200, _SSE, b": still here\n\n"), "7", 500),
    (_KEPT, (200, _SSE, b""), "7", 500),
    ("The stream asked for another wait.", (200, _SSE, b"retry: 250\n\n"), "", 3000),
    ("It asked to come back at once: 0 ms is a wait too.", (200, _SSE, b"retry: 0\n\n"), "7", 3000),
    ("A retry that is no number is ignored.", (200, _SSE, b"retry: soon\n\n"), "7", 3000),
    ("The stream cleared the id: then there is no header.", (200, _SSE, b"id\ndata: a\n\n"), "7", 3000),
    (_WHOLE, (200, _SSE, b"id: 8\ndata: a\n\nid: 9\ndata: b\n"), "7", 3000),
    ("An id may have anything but a line end.", (200, _SSE, b"id: a: b\ndata: a\n\n"), "7", 3000),
    ("A content type may have parameters.", (200, f"{_SSE}; charset=utf-8", b"id: 8\n\n"), "7", 3000),
    ("A content type is the same in capital letters.", (200, "Text/Event-Stream ;x=y", b"id: 8\n\n"), "7", 3000),
    (_STATUS, (204, _SSE, b""), "7", 3000),
    *((_STATUS, (status, _SSE, b"id: 8\ndata: a\n\n"), "7", 3000) for status in (201, 206, 404, 429, 500, 502, 503)),
    (_TYPE, (200, "text/html", b"<!doctype html>"), "7", 3000),
    (_TYPE, (200, "", b"id: 8\ndata: a\n\n"), "7", 3000),
    (_TYPE, (200, "text/event-stream-2", b"id: 8\ndata: a\n\n"), "7", 3000),
    (_TYPE, (200, "x-text/event-stream", b"id: 8\ndata: a\n\n"), "7", 3000),
)  # fmt: skip


def _expected(reply: _Reply, last_id: str, wait: int) -> _Next:
    parser = Parser(last_event_id=last_id)
    if reply is not None:
        status, content_type, body = reply
        if status != 200 or content_type.split(";")[0].strip().lower() != _SSE:
            return None
        parser.receive_data(body)
    asked = wait if parser.retry is None else parser.retry
    return asked, {"Last-Event-ID": parser.last_event_id} if parser.last_event_id else {}


def _cases() -> Iterator[Case]:
    for why, reply, last_id, wait in _CASES:
        yield Case((reply, last_id, wait), _expected(reply, last_id, wait), why)


def _with(header: str) -> object:
    def wrong(reply: _Reply, last_id: str, wait: int) -> object:
        milliseconds, headers = _expected(reply, last_id, wait) or (0, {})
        return milliseconds, {header: headers.get("Last-Event-ID", "")}

    return wrong


_explain = mistakes(
    (_with("Last-Event-ID"), "An empty id is no header: give {} and not an empty value."),  # type: ignore[arg-type]
    (lambda *args: ((_expected(*args) or (0,))[0] / 1000, (_expected(*args) or (0, 0))[1]),
     "The wait is in milliseconds, as `retry` is."),
)  # fmt: skip
judge = on_cases(_cases, _explain)
