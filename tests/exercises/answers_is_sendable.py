from tests.exercises.proofs import Answers

ANSWERS = Answers("is_sendable")


@ANSWERS.right
def with_the_rfcs_own_list(code: int) -> bool:
    return code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011) or 3000 <= code <= 4999


@ANSWERS.right
def with_what_must_not_be_sent(code: int) -> bool:
    match code:
        case 1004 | 1005 | 1006 | 1015:
            return False
        case _ if 1000 <= code < 1015:
            return True
        case _:
            return code // 1000 in (3, 4)


DEFINED = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011}


@ANSWERS.right
def a_set_and_a_thousand(code):
    return code in DEFINED or code // 1000 in (3, 4)


@ANSWERS.right
def what_is_out_goes_first(code):
    if code < 1000 or code >= 5000:
        return False
    if code >= 3000:
        return True
    return code < 1015 and code not in (1004, 1005, 1006)  # with the codes registered later


@ANSWERS.wrong("1005 stands for a close frame without a code")
def everything_from_1000_to_4999(code):
    return 1000 <= code <= 4999


@ANSWERS.wrong("1006 stands for a connection lost")
def forgets_1006(code):
    return code in DEFINED | {1006} or 3000 <= code <= 4999


@ANSWERS.wrong("1015 stands for a TLS handshake that failed")
def forgets_1015(code):
    return code in DEFINED | {1015} or 3000 <= code <= 4999


@ANSWERS.wrong("1004 is reserved")
def takes_1004(code):
    return code in DEFINED | {1004} or 3000 <= code <= 4999


@ANSWERS.wrong("1001 is defined in the RFC's list")
def only_normal_closure(code):
    return code == 1000


@ANSWERS.wrong("3000 is registered for libraries and frameworks")
def only_the_rfcs_list(code):
    return code in DEFINED


@ANSWERS.wrong("4000 is private")
def forgets_the_private_codes(code):
    return code in DEFINED or 3000 <= code < 4000


@ANSWERS.wrong("5000 is above 4999")
def no_upper_end(code):
    return code in DEFINED or code >= 3000


@ANSWERS.wrong("2999 is reserved for the protocol's later versions")
def from_1016_on(code):
    return code in DEFINED or 1016 < code <= 4999


@ANSWERS.wrong("3999 is registered")
def range_without_its_end(code):
    return code in DEFINED or code in range(3000, 3999) or code in range(4000, 5000)


@ANSWERS.wrong("0 is below 1000")
def refuses_a_list(code):
    return code not in (999, 1004, 1005, 1006, 1015, *range(1016, 3000), *range(5000, 65536))


@ANSWERS.wrong("returned a number (int), expected True or False")
def returns_a_number(code):
    return 1 if code in DEFINED or 3000 <= code <= 4999 else 0
