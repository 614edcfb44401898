"""HTTP/2 explained: frames bit by bit, header blocks and their tables, bodies piece by piece (RFC 9113, RFC 7541)."""
