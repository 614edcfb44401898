"""Margin notes: an aside stands beside its paragraph where a window has room for it, and below it elsewhere.

Enters: the blocks of a prose cell as HTML, in order. Leaves: the same, where a note, the paragraph before it and what
it may reach down beside are one element. That ends before whatever is wider than text, so a note covers nothing; the
order of reading is the lesson's own.

Rejected: floats, which begin where the note stands in the text and not where its paragraph does; notes placed by a
script, which move while a page comes, and are nowhere without it.
"""

from collections.abc import Iterable, Iterator

__all__ = ["BESIDE", "CLOSED", "NOTES", "noted"]

BESIDE, CLOSED = '<div class="beside">', "</div></div>"  # where what follows a note begins, and how it ends

NOTES = tuple(f'<div class="callout {kind}"' for kind in ("why", "aside"))
_PARAGRAPH, _PICTURE = "<p>", "<p><img"
# Blocks as wide as text; whatever else may be wider, or be half of an element.
_TEXT = (_PARAGRAPH, "<h2", "<h3", "<h4", "<ul>", "<ol>", "<blockquote>", '<div class="callout')


def noted(blocks: Iterable[str]) -> Iterator[str]:
    """The blocks, notes together with their paragraphs and what follows beside them."""
    listed = [block for block in blocks if block.strip()]
    place = 0
    while place < len(listed):
        if not _has_note(listed, place):
            yield listed[place]
            place += 1
            continue
        end = place + 2
        while end < len(listed) and _narrow(listed[end]) and not _has_note(listed, end):
            end += 1
        beside = "".join(listed[place + 2 : end])
        pair = f'<div class="noted">{listed[place]}{listed[place + 1]}'
        yield f"{pair}{BESIDE}{beside}{CLOSED}\n" if beside else f"{pair}</div>\n"
        place = end


def _narrow(block: str) -> bool:
    return block.startswith(_TEXT) and not block.startswith((_PICTURE, *NOTES))


def _has_note(blocks: list[str], place: int) -> bool:
    """Whether a block is a paragraph, and a note follows."""
    after = blocks[place + 1] if place + 1 < len(blocks) else ""
    return blocks[place].startswith(_PARAGRAPH) and _narrow(blocks[place]) and after.startswith(NOTES)
