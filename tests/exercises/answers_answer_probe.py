from tests.exercises.proofs import Answers

ANSWERS = Answers("answer_probe")


@ANSWERS.right
def by_a_table(state, waits, queue, message):
    if state == "websocket":
        if message in ("2probe", "5"):
            raise ValueError("it is here already")
        return state, None, []
    expected, after, socket = {
        "polling": ("2probe", "probing", ["3probe"]),
        "probing": ("5", "websocket", queue),
    }[state]
    if message != expected:
        raise ValueError(f"expected {expected}")
    return after, "6" if waits else None, socket


@ANSWERS.right
def one_after_the_other(state, waits, queue, message):
    poll = None
    if waits and state != "websocket":
        poll = "6"
    if state == "polling" and message == "2probe":
        return "probing", poll, ["3" + message[1:]]
    if state == "probing" and message == "5":
        return "websocket", poll, list(queue)
    if state == "websocket" and message[:1] in ("1", "3", "4"):
        return "websocket", None, []
    raise ValueError(message)


ANSWERS.edits(
    ('"6" if waits else None', "None", "let it come home with a noop"),
    ('"6" if waits else None', '"6"', "No request waits"),
    ('home, ["3probe"]', "home, []", "The probe is answered on the WebSocket"),
    ('home, ["3probe"]', 'home, ["3probe", *queue]', "Only a probe so far"),
    ('home, ["3probe"]', 'home, ["3"]', "answer 3probe on the WebSocket"),
    ("home, queue", "home, []", "nothing of it is lost"),
    ("home, queue", "home, queue[::-1]", "in its order"),
    ('return "probing"', 'return "polling"', "The first of the three is the state"),
    ('return "websocket", home', 'return "probing", home', "The first of the three is the state"),
    ('case "polling", "2probe":', 'case "polling", _:', "begins with a probe"),
    ('case "probing", "5":', 'case "probing", _:', "an upgrade packet is expected"),
    ('if message not in ("2probe", "5")', "if True", "The session is here already"),
    ("raise ValueError", "return ValueError", "It must be refused"),
)  # fmt: skip
