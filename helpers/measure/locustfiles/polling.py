"""Short polling under Locust: ask, then sleep a second."""

import random

import gevent

from helpers.measure.locustfiles.person import Person

__all__ = ["Polling"]


class Polling(Person):
    """Asks once a second."""

    path = "poll"
    every = 1.0

    def listen(self) -> None:
        """Ask for what is new, then sleep; not all begin at the same time."""
        gevent.sleep(random.uniform(0, self.every))
        while True:
            query = {} if self.cursor is None else {"after": self.cursor}
            reply = self.client.get(f"/{self.path}", params=query, name=f"/{self.path}")
            self.take(reply.json())
            gevent.sleep(self.every)
