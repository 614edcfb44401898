"""A SignalR hub by hand, on aiohttp and our own WebSocket: negotiation, handshake, invocations both ways, streams.

From the wire inwards: ``server`` has the two addresses, ``talking`` is one client's conversation, ``connection`` what
a method is given of it, ``hub`` what a lesson writes methods for. ``client`` is one of which nothing goes by itself.
"""
