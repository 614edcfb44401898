from tests.exercises.proofs import Answers

ANSWERS = Answers("reassemble")


@ANSWERS.right
def refuses_long_control_frames(frames: list[tuple[bool, int, bytes]]) -> list[tuple[int, bytes]]:
    messages, kind, parts = [], None, []
    for fin, opcode, payload in frames:
        if opcode in (8, 9, 10):
            if not fin:
                raise ValueError("a control frame must not be fragmented")
            if len(payload) > 125:
                raise ValueError("a control frame has 125 bytes at most")
            messages.append((opcode, payload))
            continue
        if opcode in (1, 2):
            if kind is not None:
                raise ValueError("a new message before the last one has ended")
            kind, parts = opcode, []
        elif opcode == 0:
            if kind is None:
                raise ValueError("a continuation of nothing")
        else:
            raise ValueError(f"opcode {opcode} is reserved")
        parts.append(payload)
        if fin:
            messages.append((kind, b"".join(parts)))
            kind = None
    return messages


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
def a_generator_inside(frames):
    def messages():
        open_message = None
        for fin, opcode, payload in frames:
            if opcode > 7:
                if not fin:
                    raise ValueError("control frames are whole")
                yield opcode, payload
            elif opcode:
                if open_message:
                    raise ValueError("one message at a time")
                open_message = (opcode, payload)
            elif open_message:
                open_message = (open_message[0], open_message[1] + payload)
            else:
                raise ValueError("nothing to continue")
            if opcode < 8 and fin:
                yield open_message
                open_message = None

    return list(messages())


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


def collect(frames, *, control=True, kind=True, reset=True, continuation=True, inside=True, fragments=True):
    """A right answer with places to go wrong."""
    done, opcode_of, parts = [], None, b""
    for fin, opcode, payload in frames:
        if control and opcode >= 8:
            if fragments and not fin:
                raise ValueError
            done.append((opcode, payload))
            continue
        if continuation and opcode == 0 and opcode_of is None:
            raise ValueError
        if inside and opcode and opcode_of is not None:
            raise ValueError
        opcode_of = opcode if opcode or not kind else opcode_of
        parts += payload
        if fin:
            done.append((opcode_of, parts))
            opcode_of = None
            parts = b"" if reset else parts
    return done


@ANSWERS.wrong("A frame with FIN off is not a message yet")
def frames_are_messages(frames):
    return [(opcode, payload) for _, opcode, payload in frames]


@ANSWERS.wrong("The ping comes out at once, before the message around it is complete")
def a_ping_is_a_part(frames):
    done, parts, first = [], b"", None
    for fin, opcode, payload in frames:
        first = first or opcode
        parts += payload
        if fin and opcode < 8:
            done.append((first, parts))
            parts, first = b"", None
    return done


@ANSWERS.wrong("The ping comes out at once")
def drops_control_frames(frames):
    return collect([frame for frame in frames if frame[1] < 8])


@ANSWERS.wrong("The ping comes out at once")
def control_frames_last(frames):
    return collect([f for f in frames if f[1] < 8]) + [(f[1], f[2]) for f in frames if f[1] >= 8]


@ANSWERS.wrong("A frame with FIN off is not a message yet; the continuation (opcode 0) ends it")
def opcode_of_the_last_frame(frames):
    return collect(frames, kind=False, continuation=False, inside=False)


@ANSWERS.wrong("other bytes: the payloads of its frames, in order, and nothing of the message before")
def keeps_the_old_parts(frames):
    return collect(frames, reset=False)


@ANSWERS.wrong("A continuation, and no message was begun. It must be refused: raise ValueError.")
def continues_nothing(frames):
    return collect(frames, continuation=False)


@ANSWERS.wrong("A new message begins while the last one is unfinished")
def a_message_inside_a_message(frames):
    return collect(frames, inside=False)


@ANSWERS.wrong("A control frame must not be fragmented")
def half_a_ping(frames):
    return collect(frames, fragments=False)


@ANSWERS.wrong("A message whose last frame is still to come is not given out")
def gives_out_the_unfinished(frames):
    done = collect(frames)
    open_parts = []
    for fin, opcode, payload in frames:
        if opcode < 8:
            open_parts = [] if fin else [*open_parts, (opcode, payload)]
    return done + ([(open_parts[0][0], b"".join(p for _, p in open_parts))] if open_parts else [])


@ANSWERS.wrong("That it is still empty changes nothing")
def asks_whether_the_payload_is_empty(frames):
    done, opcode_of, parts = [], 0, b""
    for fin, opcode, payload in frames:
        if opcode >= 8:
            if not fin:
                raise ValueError
            done.append((opcode, payload))
            continue
        if (opcode and parts) or (not opcode and not opcode_of):
            raise ValueError
        opcode_of, parts = opcode or opcode_of, parts + payload
        if fin:
            done.append((opcode_of, parts))
            opcode_of, parts = 0, b""
    return done


@ANSWERS.wrong(
    "A continuation, and no message was begun. Refuse it with a ValueError; your code raised TypeError"
)
def stumbles_over_a_continuation(frames):
    done, parts = [], None
    for fin, opcode, payload in frames:
        if opcode >= 8:
            if not fin:
                raise ValueError
            done.append((opcode, payload))
            continue
        if opcode:
            if parts is not None:
                raise ValueError
            kind, parts = opcode, b""
        parts = parts + payload
        if fin:
            done.append((kind, parts))
            parts = None
    return done


@ANSWERS.wrong("Your code changed what it was given")
def eats_its_input(frames):
    copy = list(frames)
    frames.clear()
    return collect(copy)
