"""The runtime and the wheels, fetched once and kept where the course keeps them."""

import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.live.kept import cache_folder
from helpers.publishing.live.packed import files_of
from helpers.publishing.live.pinned import pinned_clients, pinned_runtime, pinned_wheels
from helpers.publishing.live.runtime import runtime
from helpers.publishing.live.wheels import wheels


@pytest.fixture(scope="session")
def fetched():
    """The cache, with all that is pinned in it."""
    cache = cache_folder()
    try:
        runtime(pinned_runtime(), cache=cache, say=print)
        for pin in pinned_clients():
            files_of(pin, (), cache=cache, say=print)
        wheels(pinned_wheels().values(), cache=cache, say=print)
    except CourseError as error:
        if "cannot be reached" not in str(error):
            raise
        pytest.skip(f"nothing was fetched before, and {error}")
    return cache
