"""Long polling under Locust: ask, and let the server hold the question."""

from helpers.measure.locustfiles.polling import Polling

__all__ = ["LongPolling"]


class LongPolling(Polling):
    """Asks again as soon as it is answered."""

    path = "long-poll"
    every = 0.0


del Polling  # Locust runs every person that it finds in a file
