"""A lesson with everything a page can show, for the tests of page and site."""

from tests.publishing.publishing_samples import GLOSSARY, lesson

__all__ = ["RICH", "rich_course"]

BODY = """\
# Frames

After the handshake both sides stop speaking HTTP. We stop the wire and **read** one, with `7f 9f 4d` in it.

```python tags=["setup"]
import sys
from IPython.display import HTML, Markdown, display
```

## Two bytes say it all

The first byte says whether this is the last frame; the second whether the payload is masked. See [the first
lesson](1a-hello.ipynb#greeting) and [RFC 6455](https://www.rfc-editor.org/rfc/rfc6455).

```python tags=["step"]
async def unmask(payload: bytes, key: bytes) -> bytes:
    \"\"\"Undo the mask.\"\"\"
    return bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))  # so long that it has to scroll on phones

await unmask(bytes.fromhex("7f9f4d5158"), bytes.fromhex("37fa213d"))
```

> **Note** A frame is not a read.

> **Try** Change the key and run the cell again.

> **Careful** Never `eval` what came over a wire.

> **Remember** Clients mask, servers do not.

> **Why** Proxies were once fooled by bytes that looked like HTTP.

> A plain quotation stays one.

![A tiny wire](../lessons/images/tiny.svg)

### A table

| opcode | name | payload may be fragmented | control frame | remark |
|---|---|---|---|---|
| 0x1 | TEXT | yes | no | UTF-8 only, checked as it comes |
| 0x9 | PING | no | yes | at most 125 bytes of payload |

## What cells give

```python
print("to stdout \\x1b[31mred\\x1b[0m <b>")
print("to stderr", file=sys.stderr)
```

```python
display(HTML(\"\"\"<sample-view data-view="1"><script type="application/json">{"x": "\\\\u003cb>"}</script>
<table><tr><th>from</th><th>bytes</th></tr><tr><td>client</td><td>81 85 37 fa 21 3d 7f 9f 4d 51 58</td></tr></table>
<p class="rerun">Run the cell again to step.</p></sample-view>
<script>window.once = (window.once || 0) + 1</script>\"\"\"))
display(HTML("<script>window.once = (window.once || 0) + 1</script>"))
```

```python
display({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "Widget()"}, raw=True)
display(Markdown("**markdown** output"))
GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
display({"image/gif": GIF, "text/plain": "<Figure>"}, raw=True)
```

```python tags=["raises-exception"]
b"\\xff".decode()
```

```python tags=["measured"]
{"round trips": 12345}
```

```python tags=["exercise"]
def accept_key(key: str) -> str:
    ...
```

```python tags=["check"]
print("not yet")
```

<!-- #region tags=["solution"] -->
<details><summary>One solution</summary>

~~~python
def accept_key(key: str) -> str:
    return base64.b64encode(hashlib.sha1(key.encode() + GUID).digest()).decode()


accept_key("x")
~~~

</details>
<!-- #endregion -->

## Step it yourself

```python tags=["live"]
print("held for you")
```

~~~http
GET /chat HTTP/1.1
Host: example.org
~~~

## Close

Last words.

## Close

Again the same heading.
"""

RICH = lesson(
    "Frames",
    order="2A",
    section="Polling",
    path="frames",
    icon="loop",
    minutes=25,
    description="What travels after the handshake, a few bytes of header at a time, and why clients mask.",
    body=BODY,
)
HELLO = lesson(
    body="# Hello\n\n## Greeting\n\nSome prose about a *tap* and [the frames](2a-frames.ipynb).\n\n"
    "```python\n1 + 1\n```\n"
)
LAST = lesson(
    "Afterwards",
    order="2B",
    section="Polling",
    path="afterwards",
    icon="",
    minutes=12,
    description="What remains.",
    body="""\
# Afterwards

Nothing but <em>prose</em>. A server names its [epoch](glossary.ipynb#epoch).

> **Aside** An epoch may be any name that a server gives itself when it starts. Ours are days of the week, so that
> they can be told apart by those who read them aloud; a real server takes the time, or a random number.

A second paragraph goes on beside the note.

| what | is wider than the text, and has the whole width for itself |
|---|---|
| a table | as here, where it says nothing, but says it with many words in a row that does not end soon |

A last paragraph.

> **Why** A note at the end has nothing beside it.

```python tags=["live"]
print("held for you")
```
""",
)


def rich_course(root, make):
    """The course in a folder, with an image; `make` writes it."""
    folder = make(root, {"1a-hello": HELLO, "2a-frames": RICH, "2b-afterwards": LAST, "glossary": GLOSSARY})
    (folder / "lessons" / "images").mkdir()
    (folder / "lessons" / "images" / "tiny.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 60">'
        '<path d="M10 30H310" stroke="#8d8a80" stroke-width="3"/></svg>'
    )
    return folder
