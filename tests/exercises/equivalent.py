"""Changes to a solution that change nothing a peer could see, each with its proof."""

_REASON = (
    'RFC 9112 §4: "A client SHOULD ignore the reason-phrase content because it is not a reliable channel for '
    "information\": the words behind the status are the server's to choose."
)
_DISJOINT = (
    "The operands have no bit in common, and on such numbers | and ^ are the same: x | y = (x ^ y) + (x & y)."
)

_UNUSED = "What dict.pop gives is used by nobody."

_WORDS = "The words of an error are the answer's own: the exercise asks for a sentence of yours."

EQUIVALENT: dict[str, dict[str, str]] = {
    "answer_handshake": {
        f"{line!r} → {line + 'x'!r}": _WORDS for line in ("only json in version 1 is spoken here",)
    },
    "complete": {f"{line!r} → {line + 'x'!r}": _WORDS for line in ("this call has failed",)},
    "handshake": {
        f"{line!r} → {line + 'x'!r}": _REASON
        for line in (
            "HTTP/1.1 101 Switching Protocols",
            "HTTP/1.1 400 Bad Request",
            "HTTP/1.1 405 Method Not Allowed",
            "HTTP/1.1 426 Upgrade Required",
        )
    },
    "write_frame": {
        "BitOr → BitXor in opcode | (128 if fin else 0)": _DISJOINT
        + " An opcode has four bits, FIN is the eighth.",
        "BitOr → BitXor in masked | form": _DISJOINT
        + " The form has seven bits, the mask bit is the eighth.",
    },
    "follow": {
        "None → 0": "What stands for a failure may be anything but 200, 204 and 410.",
    },
    "come_back": {
        "60 → 59": "Of numbers between 0 and 60, 150 need not hold one above 59 (odds 1 to 12): a check that "
        "asked for one would refuse right answers by chance.",
    },
    "newest": {
        "Gt → GtE in number > shown": "The two differ only where number == shown. Each number is asked once, and "
        "shown is 0 or the number of another question: they are never equal.",
    },
    "reassemble": {
        "8 → 7": "opcode >= 7 differs from opcode >= 8 for opcode 7 alone, which is reserved (RFC 6455 §5.2): "
        "frames with it end before reassembly, and the exercise does not ask what to do with them.",
    },
    "is_sendable": {
        "1011 → 1012": "1012 (service restart) was registered with IANA after the RFC: both answers are right.",
    },
    "closes_with": {
        "1012 → 1013": "1012 (service restart) was registered with IANA after the RFC, and is not asked for.",
    },
    "Breaker": {
        "None → 0": "shut_until is read only when failures >= threshold. A threshold is at least 1, failures begin "
        "at 0, so failed() was called before, and has set it.",
    },
    "read_frame_header": {
        "5 → 4": "data[4:9] is data[5:9] with the flags before it, eight more bits above the 32: & 0x7FFF_FFFF takes "
        "them away together with R.",
    },
    "Ceiling": {
        "8 → 7": "opcode >= 7 differs from opcode >= 8 for opcode 7 alone, which is reserved (RFC 6455 §5.2): "
        "a frame with it ends before any limit, and the exercise does not ask what to do with it.",
    },
    "grant": {
        "True for 'server_no_context_takeover' in asked": "RFC 7692 §7.1.1.1 lets a server include it in its answer "
        "even if the offer did not: it only says what the server will do.",
    },
    "Calm": {
        "0 → -1": "Of the moment at which it began: as many are left then as may be saved up, and a second more of "
        "time adds nothing to that.",
    },
    "Limit": {"None → 0": _UNUSED},
    "inflate_within": {"1 → 2": "A byte beyond the limit is too many, and so are two: both are refused."},
    "moderate": {
        "15: without del names[sid]": "No sid is given twice, and what is said to one that has gone reaches nobody.",
    },
    "resume": {"0 → -1": "Ids begin at 1: those beyond 0 are those beyond -1."},
}
