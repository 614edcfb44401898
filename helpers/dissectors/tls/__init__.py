"""TLS explained as far as an onlooker can read it (RFC 8446 §5)."""
