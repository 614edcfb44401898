import re

from tests.exercises.proofs import Answers

ANSWERS = Answers("newer")


@ANSWERS.right
def takes_digits_alone(messages: list[dict], after: str | None) -> list[dict]:
    if after is not None and not re.fullmatch(r"[0-9]{1,18}", after):
        raise ValueError(f"after must be a whole number, not {after!r}")
    seen = int(after) if after is not None else float("-inf")
    return list(filter(lambda message: message["id"] > seen, messages))


@ANSWERS.right
def from_the_end(messages, after):
    if after is None:
        return messages
    last, found = int(after), []
    for message in reversed(messages):
        if message["id"] <= last:
            break
        found.insert(0, message)
    return found


WHOLE = "    if after is None:\n        return messages\n    last = int(after)\n"
FILTER = 'message["id"] > last'
ANSWERS.right_edits(
    ("return messages", "return list(messages)"),
    (WHOLE, "    last = 0 if after is None else int(after)\n"),
)
ANSWERS.edits(
    ("return messages", "return []", "Who has nothing yet gets all of it"),
    (FILTER, 'message["id"] >= last', "The client has message 1, and wants those behind it"),
    (
        *("    last = int(after)\n", "", FILTER, 'str(message["id"]) > after'),
        "as text '9' is greater than '10'",
    ),
    (f"[message for message in messages if {FILTER}]", "messages[last:]", "An id is no place in the list"),
    (
        *("last = int(after)", "last = int(after) if after.isdigit() else 0"),
        "It was answered; refuse it",
    ),
    ("if after is None", "if not after", "that is not the same as leaving it out"),
    ("return [", "[", "Your function returned None, expected a list"),
    (
        *("    if after is None:\n        return messages\n", ""),
        "Your code raised something that the server does not expect",
    ),
    (
        *("    last = int(after)\n", "", FILTER, 'message["id"] > int(after)'),
        "Even where nobody has said anything yet, this is no number",
    ),
    (
        *(
            "last = int(after)",
            "last = int(after) if after.isdigit() else None\n    if last is None:\n        return",
        ),
        "This is no number. Your function returned None; refuse it",
    ),
)
