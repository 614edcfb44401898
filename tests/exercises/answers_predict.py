from tests.exercises.proofs import Answers

ANSWERS = Answers("predict")
SIZE = "size = sum(costs[part][0] * count for part, count in times.items())"


@ANSWERS.right
def by_hand(costs, clients, minutes, messages):
    def total(at):
        each = costs["arrive"][at] + minutes * costs["minute"][at] + messages * costs["hear"][at]
        return clients * each + messages * costs["post"][at]

    return total(0), total(1)


ANSWERS.right_edits(
    ("return size, requests", "return [size, requests]"),
    (SIZE, "size = sum(costs[part][0] * times[part] for part in costs)"),
)
ANSWERS.edits(
    ('"hear": messages * clients', '"hear": messages', "Every client hears every message"),
    ('"hear": messages * clients', '"hear": messages * (clients - 1)', "Who posts hears the own message as well"),
    ('"post": messages', '"post": messages * clients', "One client posts a message, not all of them"),
    ('"minute": clients * minutes', '"minute": minutes', "Every client is silent by itself"),
    ('"arrive": clients, ', "", "All of them had to arrive first"),
    ('"arrive": clients', '"arrive": 1', "Every client arrives"),
    ("return size, requests", "return requests, size", "Bytes first, then requests"),
    ("return size, requests", "return size", "expected a tuple"),
    ("return size, requests", "size, requests", "returned None"),
    ("costs[part][1]", "costs[part][0]", "Those are the bytes twice"),
    ('"minute": clients * minutes', '"minute": clients * minutes * 60', "`minute` is what a whole minute costs"),
)  # fmt: skip
