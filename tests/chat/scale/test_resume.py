"""Whatever broadcasts do, the messages are those of the log, once, in order."""

from hypothesis import given
from hypothesis import strategies as st

from helpers.chat.domain import Message, Page
from helpers.chat.scale.resume import Resume


def message(number: int) -> Message:
    return Message(number, f"key-{number}", "Ada", f"text {number}", 0.0)


def page(first: int, last: int, *, gap: bool = False, more: bool = False, epoch: str = "monday") -> Page:
    return Page([message(number) for number in range(first, last + 1)], f"{epoch}.{last}", gap, more)


def ids(at: Resume) -> list[int]:
    return [message.id for message in at.messages]


def test_in_order() -> None:
    at = Resume()
    assert not at.news(page(1, 1))  # the first page has it
    assert not at.page(page(1, 2))
    assert not at.news(page(3, 3))
    assert (ids(at), at.cursor, at.last) == ([1, 2, 3], "monday.3", 3)


def test_a_double_and_a_late_one() -> None:
    at = Resume()
    at.page(page(1, 2))
    assert not at.news(page(2, 2))
    assert at.news(page(4, 4))
    assert at.behind
    assert at.news(page(4, 4))
    assert not at.news(page(3, 3))
    assert (ids(at), at.doubles, at.holes, at.behind) == ([1, 2, 3, 4], 2, 1, False)


def test_a_hole_that_a_page_fills() -> None:
    at = Resume()
    at.page(page(1, 1))
    assert at.news(page(3, 3))
    assert at.news(page(5, 5))
    assert at.page(page(2, 3, more=True))
    assert (ids(at), at.behind) == ([1, 2, 3], True)
    assert not at.page(page(4, 4))
    assert (ids(at), at.behind, at.cursor) == ([1, 2, 3, 4, 5], False, "monday.5")
    assert not at.page(page(3, 4))  # an answer that was overtaken
    assert (ids(at), at.cursor) == ([1, 2, 3, 4, 5], "monday.5")


def test_where_the_log_stands() -> None:
    at = Resume()
    assert not at.news(stands("monday.9"))  # nowhere yet: the first page comes
    at.page(page(1, 2))
    assert [at.news(stands(f"monday.{number}")) for number in (1, 2, 3)] == [False, False, True]
    assert at.behind
    assert not at.page(page(3, 3))
    assert not at.behind
    assert at.news(stands("tuesday.1"))


def stands(cursor: str) -> Page:
    return Page([], cursor)


def test_a_log_that_forgot() -> None:
    at = Resume()
    at.page(page(1, 2))
    at.news(page(9, 9))
    assert at.news(page(4, 4, epoch="tuesday"))
    at.page(page(2, 4, gap=True, epoch="tuesday"))
    assert ([one.text for one in at.messages], at.gaps) == ([f"text {number}" for number in (1, 2, 3, 4)], 1)
    assert (at.cursor, at.behind) == ("tuesday.4", False)


@given(
    st.integers(0, 12),
    st.lists(st.one_of(st.integers(1, 30), st.just("ask"), st.integers(-30, -1)), max_size=80),
)
def test_whatever_broadcasts_do(begun: int, events: list[int | str]) -> None:
    """A number is a broadcast, "ask" a page of what is missing, less than zero a page that was asked for long ago."""
    at = Resume()
    at.page(page(1, begun))
    for event in events:
        match event:
            case int(number) if number > 0:
                at.news(page(number, number))
            case int(number):
                at.page(page(min(-number, at.last) + 1, max(-number, at.last)))
            case _:
                at.page(page(at.last + 1, min(at.last + 3, 30)))
        assert ids(at) == list(range(1, at.last + 1))
    if at.last < 30:
        at.page(page(at.last + 1, 30))
    assert ids(at) == list(range(1, 31))
    assert not at.behind
