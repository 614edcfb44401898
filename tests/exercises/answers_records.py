from tests.exercises.proofs import Answers

ANSWERS = Answers("records")


@ANSWERS.right
def one_by_one(rest, text):
    found = []
    for letter in text:
        if letter == "\x1e":
            found.append(rest)
            rest = ""
        else:
            rest += letter
    return found, rest


@ANSWERS.right
def by_partition(rest, text):
    whole, left = [], rest + text
    while "\x1e" in left:
        record, _, left = left.partition("\x1e")
        whole.append(record)
    return (whole, left)


SPLIT = '(rest + text).split("\\x1e")'
ANSWERS.edits(
    (SPLIT, 'text.split("\\x1e")', "The rest from before belongs in front"),
    (SPLIT, '(text + rest).split("\\x1e")', "The rest from before belongs in front"),
    (SPLIT, '[*(rest + text + "!").splitlines()[:-1], ((rest + text + "!").splitlines() or [""])[-1][:-1]]',
     "Only 0x1E ends a record"),
    (SPLIT, '(rest + text).replace("\\x1e", "\\n").split("\\n")', "Only 0x1E ends a record"),
    (SPLIT, '(rest + text).strip(" ").split("\\x1e")', "Spaces belong to the record"),
    ("return whole, rest", 'return whole, ""', "keep it as the rest"),
    ("return whole, rest", "return whole + [rest] * bool(rest), ''", "No 0x1E"),
    ("return whole, rest", "return [one for one in whole if one], rest", "an empty one"),
    ("return whole, rest", "return [one.strip() for one in whole], rest.strip()", "Spaces belong to the record"),
    ("return whole, rest", 'return [one + "\\x1e" for one in whole], rest', "no part of it"),
    ("return whole, rest", "return whole, rest or None", "a text: empty where nothing is left"),
    ("return whole, rest", "return whole", "returned a list"),
    ("return whole, rest", "return whole[::-1], rest", "in their order"),
)  # fmt: skip
