"""HTTP/1.1 by hand: heads, where bodies end, and how a connection is cut into them."""

from helpers.protocols.http1.heads import (
    Headers,
    Request,
    Response,
    header,
    header_list,
    header_values,
    parse_headers,
    parse_request_head,
    parse_response_head,
    serialize,
)

__all__ = ["Headers", "Request", "Response", "header", "header_list", "header_values", "parse_headers"]
__all__ += ["parse_request_head", "parse_response_head", "serialize"]
