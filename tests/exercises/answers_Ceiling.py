from tests.exercises.proofs import Answers

ANSWERS = Answers("Ceiling")


@ANSWERS.right
class CountsDown:
    def __init__(self, most):
        self.most = self.left = most

    async def header(self, fin, opcode, length):
        if length.bit_length() > 63:
            return 1002
        if opcode in (8, 9, 10):
            return 1002 if not fin or length > 125 else 0
        self.left -= length
        over = self.left < 0
        if fin:
            self.left = self.most
        return 1009 if over else 0


@ANSWERS.right
class WithAList:
    def __init__(self, most):
        self.sizes, self.most = [], most

    def header(self, fin, opcode, length):
        if length & 1 << 63:
            return 1002
        match opcode:
            case 0 | 1 | 2:
                self.sizes = [*(self.sizes if opcode == 0 else []), length]
                return 1009 * (sum(self.sizes) > self.most)
            case _:
                return 1002 * (length > 125 or fin == 0)


ANSWERS.edits(
    ("length >= 2**63", "length > 2**63", "such a length is no length"),
    ("if length >= 2**63:\n            return 1002\n        ", "", "such a length is no length"),
    ("2**63:\n            return 1002", "2**63:\n            return 1009", "such a length is no length"),
    ("size > self.most", "size >= self.most", "The limit itself is allowed"),
    ("size > self.most", "length > self.most", "Fragments of one message add up"),
    ("self.size = 0 if fin else size", "self.size = size", "the next one begins at 0"),
    ("self.size = 0 if fin else size", "self.size = 0", "Fragments of one message add up"),
    ("length <= 125", "length < 125", "125 bytes may stand in a ping"),
    ("length <= 125", "length <= 1000", "A control frame has at most 125 bytes"),
    ("fin and length", "length", "A control frame is never fragmented"),
    ("else 1002", "else 1009", "more breaks the protocol, 1002"),
    ("if opcode >= 8:\n            return 0 if fin and length <= 125 else 1002\n        ", "", "at most 125 bytes"),
    ("if opcode >= 8:", "if opcode >= 8:\n            self.size = 0", "it neither counts nor ends it"),
    ("return 1009 if size > self.most else 0", "return size > self.most", "header returned True or False"),
    ("return 1009 if size > self.most else 0", "return 1009 if size > self.most else None", "header returned None"),
)  # fmt: skip
