"""What a browser has towards a network, for pages whose server is in the same tab: connections, requests, WebSockets.

A page that is shown behind an address of the tab has no sockets. What it asks comes here, from the page's own browser
(``helpers/publishing/static/src/live/visits.js``), and goes out as a browser sends it, over true connections that a
server or a tap accepts. It knows no browser, so its tests run it over sockets, too.

What differs from Chromium over TCP: it asks for no compression, and has no cookies, no cache and no redirects.
"""

from helpers.net.tab.browser import Browser

__all__ = ["Browser"]
