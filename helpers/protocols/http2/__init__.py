"""HTTP/2 by hand: frames, flow control, stream states, header blocks (RFC 9113, RFC 7541). Sans-IO."""
