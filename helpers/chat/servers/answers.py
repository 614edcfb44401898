"""What all of the chat's servers have in common: errors as JSON with a reason, and a line of log for each request."""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

__all__ = ["answers", "refusal"]

REASONS = {
    404: "there is nothing at this address",
    405: "this address does not take that method",
    413: "the body is longer than {limit} bytes",
}


def refusal(status: int, reason: str, *, headers: dict[str, str] | None = None) -> web.Response:
    """A reply that says why not."""
    return web.json_response({"error": reason}, status=status, headers=headers)


def answers(log: list[str] | None = None) -> Middleware:
    """The outermost middleware: aiohttp's own refusals become JSON, and ``log`` gets "POST /poll 201"."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPException as refused:
            if refused.status < 400:
                raise
            response = _as_json(refused, request.client_max_size)
        if log is not None:
            log.append(f"{request.method} {request.path_qs[:200]} {response.status}")
        return response

    return answer


def _as_json(refused: web.HTTPException, limit: int) -> web.Response:
    reason = REASONS.get(refused.status, refused.reason).format(limit=limit)
    allow = refused.headers.get("Allow")
    response = refusal(refused.status, reason, headers={"Allow": allow} if allow else None)
    if refused.status == 413:
        # For up to 10 s aiohttp throws away what still comes. To hang up at once would reset the connection, and a
        # reset can wipe out the reply before the client has read it (RFC 9112 §9.6).
        response.force_close()
    return response
