"""``python -m helpers.net.autobahn`` installs Autobahn's suite, where a Python 2.7 is found; elsewhere it says so."""

from helpers.net.autobahn.suite import NoPython, install

try:
    print(f"Autobahn's suite is in {install().site}")
except NoPython as error:
    print(f"Autobahn's suite was not installed: {error}")
