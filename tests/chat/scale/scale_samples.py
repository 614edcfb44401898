"""What the tests of several processes share: what they need, and members who write down what they got."""

import asyncio
from contextlib import AsyncExitStack

import psutil
import pytest

from helpers.chat.scale.member import Member
from helpers.chat.scale.programs import find_redis, missing

LACKS = "; ".join(missing())
WHOLE = pytest.mark.skipif(bool(LACKS), reason=LACKS)
REDIS = pytest.mark.skipif(find_redis() is None, reason="; ".join(missing(proxy=False)))


async def members(stack: AsyncExitStack, count: int, url: str) -> list[Member]:
    """So many people at the chat, who have all been greeted."""
    people = [Member(f"member {number}", url) for number in range(count)]
    await asyncio.gather(*(stack.enter_async_context(one) for one in people))
    return people


def ids(member: Member) -> list[int]:
    return [message.id for message in member.messages]


def running(folder: str) -> list[psutil.Process]:
    """The processes that run in this folder, or were told of it."""
    found = []
    for process in psutil.process_iter():
        try:
            if folder in " ".join(process.cmdline()) or process.cwd() == folder:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found
