"""Autobahn's test suite for WebSocket: some 500 cases that a real server or client goes through, and its verdicts.

The suite is old, runs on Python 2.7 only, and is no part of our environment: ``python -m helpers.net.autobahn`` puts
it into a cache of its own. ``fuzz_server`` and ``fuzz_client`` never install: without it they give the reason.
"""

from helpers.net.autobahn.fuzz import fuzz_client, fuzz_server
from helpers.net.autobahn.report import Row, Verdicts
from helpers.net.autobahn.suite import NoSuite, Suite, find_suite

__all__ = ["NoSuite", "Row", "Suite", "Verdicts", "find_suite", "fuzz_client", "fuzz_server"]
