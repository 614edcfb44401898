"""The HTTP exchanges of a trace as HAR 1.2, which browsers' developer tools and other viewers open.

A trace comes in, a dictionary ready for ``json.dumps`` comes out. WebSocket messages stand where Chromium puts them,
in ``_webSocketMessages``. Times are the trace's own; ``epoch`` says when its zero was, in seconds since 1970.
"""

import base64
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from helpers.dissectors.contents.media import is_text
from helpers.dissectors.exchanges import Exchange, Part, WebSocketMessage, exchanges
from helpers.dissectors.http1.lines import as_text
from helpers.protocols.http1.heads import Request, Response, header
from helpers.trace.records import Arrival
from helpers.trace.trace import Trace
from helpers.vocabulary import Side

__all__ = ["export"]

_NO_RESPONSE = Response("", 0, "")


def export(trace: Trace, *, epoch: float = 0.0) -> dict[str, Any]:
    """Every exchange of a trace, in the order in which they began."""
    arrivals = [record for record in trace.records if isinstance(record, Arrival)]
    found: list[Exchange] = []
    for connection in trace.connections:
        found += exchanges(connection, [one for one in arrivals if one.connection == connection])
    found.sort(key=lambda exchange: exchange.request.began)
    creator = {"name": "Realtime on the Wire", "version": "1"}
    entries = [_entry(exchange, epoch) for exchange in found]
    return {"log": {"version": "1.2", "creator": creator, "pages": [], "entries": entries}}


def _entry(exchange: Exchange, epoch: float) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    answered, ended = (response.began, response.ended) if response else (request.ended, request.ended)
    timings = {
        "send": request.ended - request.began,
        "wait": answered - request.ended,
        "receive": ended - answered,
    }
    timings = {name: max(0.0, round(1000 * seconds, 3)) for name, seconds in timings.items()}
    entry: dict[str, Any] = {
        "startedDateTime": _date(epoch + request.began),
        "time": round(sum(timings.values()), 3),
        "request": _request(request),
        "response": _response(response),
        "cache": {},
        "timings": timings,
        "connection": str(exchange.connection),
    }
    if exchange.messages:
        entry["_webSocketMessages"] = [_message(message, epoch) for message in exchange.messages]
    return entry


def _date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _headers(head: Request | Response) -> list[dict[str, str]]:
    return [{"name": name, "value": _text(value)} for name, value in head.headers]


def _text(latin: str) -> str:
    return as_text(latin.encode("latin-1"))


def _request(part: Part) -> dict[str, Any]:
    head = part.head
    assert isinstance(head, Request)
    host = header(head.headers, "Host") or ""
    query = parse_qsl(head.target.partition("?")[2], keep_blank_values=True)
    entry: dict[str, Any] = {
        "method": head.method,
        "url": f"http://{host}{head.target}" if head.target.startswith("/") else head.target,
        "httpVersion": head.version,
        "cookies": [],
        "headers": _headers(head),
        "queryString": [{"name": name, "value": value} for name, value in query],
        "headersSize": part.head_size,
        "bodySize": part.body_size,
    }
    if part.body:
        mime = header(head.headers, "Content-Type") or ""
        entry["postData"] = {"mimeType": mime, "params": [], "text": part.body.decode("utf-8", "replace")}
    return entry


def _response(part: Part | None) -> dict[str, Any]:
    head = part.head if part else _NO_RESPONSE
    assert isinstance(head, Response)
    return {
        "status": head.status,
        "statusText": _text(head.reason),
        "httpVersion": head.version,
        "cookies": [],
        "headers": _headers(head),
        "content": _content(head, part.body if part else b""),
        "redirectURL": header(head.headers, "Location") or "",
        "headersSize": part.head_size if part else -1,
        "bodySize": part.body_size if part else -1,
    }


def _content(head: Response, body: bytes) -> dict[str, Any]:
    content: dict[str, Any] = {"size": len(body), "mimeType": header(head.headers, "Content-Type") or ""}
    try:
        text = body.decode("utf-8") if is_text(head.headers) else None
    except UnicodeDecodeError:
        text = None
    if text is None:
        return {**content, "text": base64.b64encode(body).decode("ascii"), "encoding": "base64"}
    return {**content, "text": text}


def _message(message: WebSocketMessage, epoch: float) -> dict[str, Any]:
    text = message.data.decode("utf-8", "replace")
    data = text if message.opcode == 1 else base64.b64encode(message.data).decode("ascii")
    direction = "send" if message.side is Side.CLIENT else "receive"
    return {"type": direction, "time": epoch + message.time, "opcode": message.opcode, "data": data}
