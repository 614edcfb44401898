"""3C: what an EventSource does when its reply is over (HTML Living Standard §9.2.3)."""

from helpers.checks.judges.cases import Case, on_cases, slips
from helpers.protocols.sse.parsing import Parser

__all__ = ["judge"]

_SSE = "text/event-stream"
_Reply = tuple[int, str, bytes] | None
_Next = tuple[int, dict[str, str]] | None
_STATUS = "Only a 200 is read: any other status closes the source for good, whatever it means elsewhere."
_TYPE = "A 200 of another type is no event stream. It is closed for good, or it would ask a page for ever."
_KEPT = "Nothing new was heard: the id and the wait from before still hold."
_WHOLE = "The id counts when its empty line has come: before that the event is not whole, and would be lost."
_CASES = (
    Case((None, "", 3000), "No connection: a network error. It waits, and asks again."),
    Case((None, "monday.7", 3000), "No connection, but the id from before still holds."),
    Case(((200, _SSE, b"id: 8\ndata: a\n\n"), "7", 3000), "The reply has ended. It comes again, with the last id."),
    Case(((200, _SSE, b": still here\n\n"), "7", 500), _KEPT),
    Case(((200, _SSE, b""), "7", 500), _KEPT),
    Case(((200, _SSE, b"retry: 250\n\n"), "", 3000), "The stream asked for another wait."),
    Case(((200, _SSE, b"retry: 0\n\n"), "7", 3000), "It asked to come back at once: 0 ms is a wait too."),
    Case(((200, _SSE, b"retry: soon\n\n"), "7", 3000), "A retry that is no number is ignored."),
    Case(((200, _SSE, b"id\ndata: a\n\n"), "7", 3000), "The stream cleared the id: then there is no header."),
    Case(((200, _SSE, b"id: 8\ndata: a\n\nid: 9\ndata: b\n"), "7", 3000), _WHOLE),
    Case(((200, _SSE, b"id: a: b\ndata: a\n\n"), "7", 3000), "An id may have anything but a line end."),
    Case(((200, f"{_SSE}; charset=utf-8", b"id: 8\n\n"), "7", 3000), "A content type may have parameters."),
    Case(((200, "Text/Event-Stream ;x=y", b"id: 8\n\n"), "7", 3000),
         "A content type is the same in capital letters."),
    Case(((204, _SSE, b""), "7", 3000), _STATUS),
    *(Case(((status, _SSE, b"id: 8\ndata: a\n\n"), "7", 3000), _STATUS)
      for status in (201, 206, 404, 429, 500, 502, 503)),
    Case(((200, "text/html", b"<!doctype html>"), "7", 3000), _TYPE),
    Case(((200, "", b"id: 8\ndata: a\n\n"), "7", 3000), _TYPE),
    Case(((200, "text/event-stream-2", b"id: 8\ndata: a\n\n"), "7", 3000), _TYPE),
    Case(((200, "x-text/event-stream", b"id: 8\ndata: a\n\n"), "7", 3000), _TYPE),
)  # fmt: skip


def _right(reply: _Reply, last_id: str, wait: int) -> _Next:
    parser = Parser(last_event_id=last_id)
    if reply is not None:
        status, content_type, body = reply
        if status != 200 or content_type.split(";")[0].strip().lower() != _SSE:
            return None
        parser.receive_data(body)
    asked = wait if parser.retry is None else parser.retry
    return asked, {"Last-Event-ID": parser.last_event_id} if parser.last_event_id else {}


_explain = slips(
    (lambda right: (right[0], {"Last-Event-ID": ""}), "An empty id is no header: give {} and not an empty value."),
    (lambda right: (right[0] / 1000, right[1]), "The wait is in milliseconds, as `retry` is."),
)  # fmt: skip
judge = on_cases(_right, _CASES, _explain)
