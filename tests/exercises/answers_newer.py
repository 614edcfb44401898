import re

from tests.exercises.proofs import Answers

ANSWERS = Answers("newer")


@ANSWERS.right
def copies_the_whole_history(messages: list[dict], after: str | None) -> list[dict]:
    if after is None:
        return list(messages)
    last = int(after)
    return [message for message in messages if message["id"] > last]


@ANSWERS.right
def takes_digits_alone(messages: list[dict], after: str | None) -> list[dict]:
    if after is not None and not re.fullmatch(r"[0-9]{1,18}", after):
        raise ValueError(f"after must be a whole number, not {after!r}")
    seen = int(after) if after is not None else float("-inf")
    return list(filter(lambda message: message["id"] > seen, messages))


@ANSWERS.right
def with_a_filter(messages, after):
    last = 0 if after is None else int(after)
    return list(filter(lambda message: message["id"] > last, messages))


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


@ANSWERS.wrong("Who has nothing yet gets all of it")
def nothing_for_those_who_arrive(messages, after):
    return [message for message in messages if after is not None and message["id"] > int(after)]


@ANSWERS.wrong("The client has message 1, and wants those behind it")
def again_from_the_same(messages, after):
    return [message for message in messages if after is None or message["id"] >= int(after)]


@ANSWERS.wrong("as text '9' is greater than '10'")
def compares_text(messages, after):
    return [message for message in messages if after is None or str(message["id"]) > after]


@ANSWERS.wrong("as text '9' is greater than '10'")
def takes_places_for_ids(messages, after):
    return messages if after is None else messages[int(after) :]


@ANSWERS.wrong("It was answered; refuse it")
def everything_for_the_confused(messages, after):
    try:
        last = int(after or 0)
    except ValueError:
        last = 0
    return [message for message in messages if message["id"] > last]


@ANSWERS.wrong("that is not the same as leaving it out")
def takes_empty_for_missing(messages, after):
    last = int(after) if after else 0
    return [message for message in messages if message["id"] > last]


@ANSWERS.wrong("Your function returned None, expected a list")
def forgets_to_return(messages, after):
    messages[int(after or 0) :]


@ANSWERS.wrong("Your code raised something that the server does not expect")
def breaks_without_after(messages, after):
    return [message for message in messages if message["id"] > int(after)]
