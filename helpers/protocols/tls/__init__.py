"""TLS as an onlooker sees it: records (RFC 8446 §5)."""
