from helpers.protocols.websocket.deflate import accept_offer
from helpers.protocols.websocket.extensions import Extension, serialize_extensions
from tests.exercises.proofs import Answers

ANSWERS = Answers("grant")


@ANSWERS.right
def with_the_courses_own(offers):
    found = accept_offer([Extension(name, tuple(parameters)) for name, parameters in offers])
    return found and serialize_extensions([found[0]])


@ANSWERS.right
def as_little_memory_as_may_be(offers):
    """No takeover at all, and the smallest windows: a server with many clients may want it so."""
    for name, parameters in offers:
        asked = dict(parameters)
        ours, theirs = asked.pop("server_max_window_bits", "15"), asked.pop("client_max_window_bits", "")
        bits = [str(number) for number in range(8, 16)]
        flags = [asked.pop(f"{side}_no_context_takeover", None) for side in ("server", "client")]
        doubled = len({key for key, _ in parameters}) < len(parameters)
        if name != "permessage-deflate" or asked or any(flags) or doubled:
            continue
        if ours not in bits[1:] or theirs not in [*bits, None, ""]:
            continue
        answer = f"{name};server_no_context_takeover; client_no_context_takeover;server_max_window_bits=9"
        return answer if theirs == "" else f"{answer}; client_max_window_bits={'8' if theirs == '8' else '9'}"
    return None


@ANSWERS.wrong("What the offer asks of you, you say in the answer")
def grants_whatever_has_the_name(offers):
    return "permessage-deflate" if any(name == "permessage-deflate" for name, _ in offers) else None


@ANSWERS.wrong("parameter 'client_max_window_bits' has the value None")
def repeats_the_offer(offers):
    for name, parameters in offers:
        if name == "permessage-deflate":
            return "; ".join(
                [name, *(key if value is None else f"{key}={value}" for key, value in parameters)]
            )
    return None


@ANSWERS.wrong("You granted it")
def reads_numbers_with_int(offers):
    for name, parameters in offers:
        try:
            bits = [int(value) for key, value in parameters if value is not None and "bits" in key]
        except ValueError:
            continue
        found = with_the_courses_own(
            [(name, [(key, value and str(int(value))) for key, value in parameters])]
        )
        if bits and found:
            return found
        if not bits:
            return with_the_courses_own(offers)
    return None


ASKED = 'answer.append("server_no_context_takeover")'
WINDOW = "answer.append(f\"server_max_window_bits={asked['server_max_window_bits']}\")"
ANSWERS.edits(
    (ASKED, "pass", "What the offer asks of you, you say in the answer"),
    (WINDOW, "pass", "What the offer asks of you, you say in the answer"),
    (WINDOW, 'answer.append("server_max_window_bits")', "hangs up"),
    (WINDOW, 'answer.append("server_max_window_bits=15")', "hangs up"),
    ("answer = [name]", 'answer = [name, "client_max_window_bits=15"]', "hangs up: the answer fits no offer"),
    ('BITS - {"8"}', "BITS", "zlib cannot compress with 8 bits"),
    ("{None, *BITS}", "BITS", "client_max_window_bits is a hint"),
    ("range(8, 16)", "range(8, 15)", "What the offer asks of you"),
    ("range(8, 16)", "range(7, 16)", "A window has 8 to 15 bits"),
    ("len(asked) == len(parameters) and ", "", "A parameter stands there twice"),
    ('name == "permessage-deflate" and ', "", "That is another extension"),
    ("valid.get(key, set())", "valid.get(key, {value})", "A parameter that nobody defined"),
    ("fromkeys(TAKEOVER, {None})", "fromkeys(TAKEOVER, {None, '1'})", "The parameters about takeover have no value"),
    ('"; ".join(answer)', "answer", "returned a list, expected the header's text"),
    ('"; ".join(answer)', '", ".join(answer)', "names permessage-deflate, once"),
    ('return "; ".join(answer)', 'return "; ".join(answer)\n    return ""', "Then no extension is granted"),
    ('            return "; ".join(answer)', '            best = "; ".join(answer)\n    return best',
     "raised UnboundLocalError"),
    ("in offers:", "in offers[::-1]:", "The client likes its first offer best"),
)  # fmt: skip
