"""Somebody at the chat under Locust: listens, posts once a second or so, and says how late each message was.

Posts and questions are requests of Locust's own statistics; each message that is heard is one more, of type ``hear``.
Its time runs from the post, by the clock of one machine: of posts from another machine it is not known, and they
count as heard without a time.
"""

import json
import platform
import time
import uuid
from typing import Any

import gevent
from locust import HttpUser, between, task

__all__ = ["Person"]

HERE = platform.node()


class Person(HttpUser):
    """``path`` is the way's address; ``listen`` hands each page to ``take``."""

    abstract = True
    wait_time = between(0.5, 1.5)
    path = ""

    def on_start(self) -> None:
        """Begin to listen."""
        self.cursor: str | None = None
        self._listening = gevent.spawn(self.listen)

    def on_stop(self) -> None:
        """Leave."""
        self._listening.kill()

    def listen(self) -> None:
        """Take pages for ever."""
        raise NotImplementedError

    def post(self, post: dict[str, str]) -> None:
        """Get one message stored."""
        self.client.post(f"/{self.path}", json=post).raise_for_status()

    @task
    def say(self) -> None:
        """Post the moment."""
        self.post({"key": uuid.uuid4().hex, "name": "Locust", "text": f"{HERE} {time.monotonic_ns()}"})

    def take(self, page: dict[str, Any]) -> None:
        """Note what is new; the first page is history, and nobody waited for it."""
        now, first = time.monotonic_ns(), self.cursor is None
        self.cursor = page["cursor"]
        for message in [] if first else page["messages"]:
            where, _, then = message["text"].rpartition(" ")
            late = (now - int(then)) / 1e6 if where == HERE else None
            self.environment.events.request.fire(
                request_type="hear",
                name=self.path,
                response_time=late,
                response_length=len(json.dumps(message)),
                exception=None,
                context={},
            )
