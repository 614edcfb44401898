from tests.exercises.proofs import Answers

ANSWERS = Answers("is_sendable")


@ANSWERS.right
def with_what_must_not_be_sent(code: int) -> bool:
    match code:
        case 1004 | 1005 | 1006 | 1015:
            return False
        case _ if 1000 <= code < 1015:
            return True
        case _:
            return code // 1000 in (3, 4)


@ANSWERS.right
def what_is_out_goes_first(code):
    if code < 1000 or code >= 5000:
        return False
    if code >= 3000:
        return True
    return code < 1015 and code not in (1004, 1005, 1006)  # with the codes registered later


LIST = "1000 <= code <= 1003 or 1007 <= code <= 1011"
PRIVATE = "3000 <= code <= 4999"
ANSWERS.right_edits(
    (LIST, "code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011)"),
    (LIST, "code in {*range(1000, 1004), *range(1007, 1012)}", PRIVATE, "code // 1000 in (3, 4)"),
)
ANSWERS.edits(
    (PRIVATE, "1000 <= code <= 4999", "1005 stands for a close frame without a code"),
    (LIST, f"{LIST} or code == 1006", "1006 stands for a connection lost"),
    (LIST, f"{LIST} or code == 1015", "1015 stands for a TLS handshake that failed"),
    (LIST, f"{LIST} or code == 1004", "1004 is reserved"),
    (f"defined or {PRIVATE}", "code == 1000", "1001 is defined in the RFC's list"),
    (f"defined or {PRIVATE}", "defined", "3000 is registered for libraries and frameworks"),
    (PRIVATE, "3000 <= code < 4000", "4000 is private"),
    (PRIVATE, "code >= 3000", "5000 is above 4999"),
    (PRIVATE, "1016 < code <= 4999", "2999 is reserved for the protocol's later versions"),
    (PRIVATE, "code in range(3000, 3999) or code in range(4000, 5000)", "3999 is registered"),
    (LIST, f"{LIST} or code < 999", "0 is below 1000"),
    (f"defined or {PRIVATE}", f"1 if defined or {PRIVATE} else 0", "returned a number (int), expected True or False"),
)  # fmt: skip
