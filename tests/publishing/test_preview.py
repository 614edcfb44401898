import asyncio
import json
import re

import aiohttp
import pytest

from helpers.publishing.preview import preview
from tests.publishing.publishing_samples import make_course_folder

LIMIT = 60  # seconds in which a machine under load makes a site of one lesson


class Lines(asyncio.Queue):
    """What the command says."""

    def __call__(self, line):
        self.put_nowait(line)

    async def address(self):
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", await self.get())):
            continue
        return found[0]


async def news(stream):
    """What the next event of a stream says."""
    async for line in stream.content:
        if line.startswith(b"data: "):
            return json.loads(line[6:])
    raise AssertionError("the stream ended")


async def look(root):
    lines = Lines()
    served = asyncio.create_task(preview(root, port=0, jobs=1, say=lines))
    lesson = root / "lessons" / "1a-hello.md"
    try:
        address = await lines.address()
        async with aiohttp.ClientSession() as session, session.get(address + "-changes") as stream:
            async with session.get(address) as reply:
                index = await reply.text()
            text = lesson.read_text()
            lesson.write_text(text.replace("Some prose", "Better prose"))
            seen = [await news(stream)]
            async with session.get(address + "hello.html") as reply:
                page = await reply.text()
            lesson.write_text(text.replace("minutes: 5", "minutes: soon"))
            seen.append(await news(stream))
            async with session.get(address + "hello.html") as reply:
                assert await reply.text() == page
            async with session.get(address + "-changes") as late:
                assert await news(late) == seen[1]
            lesson.write_text(text)
            seen.append(await news(stream))
        return index, page, seen
    finally:
        served.cancel()
        await asyncio.wait([served])


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    root = make_course_folder(tmp_path_factory.mktemp("preview") / "course")
    return root, asyncio.run(asyncio.wait_for(look(root), LIMIT))


def test_a_saved_lesson_comes_to_the_pages_by_itself(seen):
    _, (index, page, said) = seen
    assert "<h1>Sample Course</h1>" in index
    assert "Better prose" in page
    assert "EventSource" in index
    assert said[0] == ""


def test_a_lesson_with_a_mistake_leaves_the_site_and_says_why(seen):
    _, (_, _, said) = seen
    assert "minutes" in said[1]
    assert said[2] == ""


def test_what_listens_stands_in_no_file(seen):
    root, _ = seen
    assert not any("EventSource" in path.read_text() for path in (root / "build" / "preview").glob("*.html"))
