"""SignalR's hub protocol by hand, in its JSON encoding: records, handshake, messages, negotiation. Both roles."""
