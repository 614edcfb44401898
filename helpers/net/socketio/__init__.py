"""A server of Engine.IO and Socket.IO by hand, on asyncio, over our own HTTP/1.1 and WebSocket.

From the wire inwards: ``door`` reads requests, ``engine`` answers them, ``session`` is one client over whatever
transport it has, ``talking`` its Socket.IO, ``namespaces`` what a lesson writes handlers for.
"""
