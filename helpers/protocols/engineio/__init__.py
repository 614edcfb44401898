"""Engine.IO 4 by hand: packets, the bodies of polling, the handshake. Sans-IO, both roles."""
