from tests.exercises.proofs import Answers

ANSWERS = Answers("reassemble")


class _Joiner:
    def __init__(self):
        self.open = None

    def feed(self, fin, opcode, payload):
        match opcode:
            case 8 | 9 | 10 if fin and len(payload) <= 125:
                yield opcode, payload
                return
            case 1 | 2 if self.open is None:
                self.open = (opcode, bytearray(payload))
            case 0 if self.open is not None:
                self.open[1].extend(payload)
            case _:
                raise ValueError(f"opcode {opcode} is forbidden here")
        if fin:
            (kind, whole), self.open = self.open, None
            if kind == 1:
                whole.decode("utf-8")
            yield kind, bytes(whole)


@ANSWERS.right
def with_a_joiner_that_decodes(frames: list[tuple[bool, int, bytes]]) -> list[tuple[int, bytes]]:
    joiner = _Joiner()
    return [message for frame in frames for message in joiner.feed(*frame)]


@ANSWERS.right
def a_stack_of_parts(frames):
    done, started = [], []
    for fin, opcode, payload in frames:
        match (opcode, bool(started)):
            case (8 | 9 | 10, _) if fin:
                done.append((opcode, payload))
                continue
            case (1 | 2, False) | (0, True):
                started.append((opcode, payload))
            case _:
                raise ValueError(f"opcode {opcode} may not stand here")
        if fin:
            done.append((started[0][0], b"".join(piece for _, piece in started)))
            started.clear()
    return done


RULE = "(opcode == 0) != (kind is not None)"
STARTS, ENDS = "if opcode != 0:", "parts.append(payload)\n        if fin:"
ANSWERS.right_edits(
    ("            if not fin:", "            if not fin or len(payload) > 125:"),
    ("if opcode >= 8", "if opcode > 7", 'b"".join(parts)', "bytes().join(parts)"),
)
ANSWERS.edits(
    ("    return messages", "    return [(opcode, payload) for _, opcode, payload in frames]",
     "A frame with FIN off is not a message yet"),
    ("if opcode >= 8:", "if False:", ENDS, f"{ENDS[:-1]} and opcode < 8:", RULE, "False", STARTS, "if kind is None:",
     "The ping comes out at once, before the message around it is complete"),
    ("            messages.append((opcode, payload))\n", "", "The ping comes out at once"),
    ("in frames:", "in sorted(frames, key=lambda frame: frame[1] >= 8):", "The ping comes out at once"),
    (RULE, "False", f"{STARTS}\n            kind, parts = opcode, []", "kind = opcode",
     "A frame with FIN off is not a message yet; the continuation (opcode 0) ends it"),
    ("kind, parts = opcode, []", "kind = opcode",
     "other bytes: the payloads of its frames, in order, and nothing of the message before"),
    (RULE, "opcode and kind is not None",
     "A continuation, and no message was begun. It must be refused: raise ValueError."),
    (RULE, "opcode == 0 and kind is None",
     "A new message begins while the last one is unfinished"),
    ("if not fin:", "if False:", "A control frame must not be fragmented"),
    ("    return messages", "    return messages + ([(kind, b''.join(parts))] if kind else [])",
     "A message whose last frame is still to come is not given out"),
    (RULE, "opcode and b''.join(parts) or not opcode and kind is None",
     "kind = None", "kind, parts = None, []", "That it is still empty changes nothing"),
    (RULE, "opcode and kind is not None", "kind, parts = None, []", "kind = parts = None",
     "A continuation, and no message was begun. Refuse it with a ValueError; your code raised AttributeError"),
    ("    return messages", "    frames.clear()\n    return messages", "Your code changed what it was given"),
)  # fmt: skip
