"""Socket.IO 5 by hand: packets, their attachments, the decoder that waits for them. Sans-IO, both roles."""
