from tests.exercises.proofs import Answers

ANSWERS = Answers("Tickets")


@ANSWERS.right
class ByPerson:
    """Each person's tickets, by person."""

    def __init__(self, life):
        self.life, self.tickets = life, {}

    def issue(self, ticket, who, now):
        self.tickets.setdefault(who, {})[ticket] = now

    def redeem(self, ticket, who, now):
        born = {owner: own.pop(ticket) for owner, own in self.tickets.items() if ticket in own}
        return who in born and now - born[who] < self.life

    def gone(self, who):
        self.tickets.pop(who, None)


@ANSWERS.right
class KeepsWhatWasTried:
    """Also what was tried before anybody had issued it."""

    def __init__(self, life):
        self.life, self.issued, self.tried = life, {}, set()

    def issue(self, ticket, who, now):
        self.issued[ticket] = (who, now)

    def redeem(self, ticket, who, now):
        if ticket in self.tried or ticket not in self.issued:
            self.tried.add(ticket)
            return False
        self.tried.add(ticket)
        owner, born = self.issued[ticket]
        return owner == who and now - born < self.life

    def gone(self, who):
        for ticket, (owner, _) in self.issued.items():
            if owner == who:
                self.tried.add(ticket)


@ANSWERS.right
class WithAList:
    def __init__(self, life):
        self.life, self.every = life, []

    async def issue(self, ticket, who, now):
        self.every.append((ticket, who, now + self.life))

    async def redeem(self, ticket, who, now):
        found = [one for one in self.every if one[0] == ticket]
        self.every = [one for one in self.every if one[0] != ticket]
        return any(owner == who and end > now for _, owner, end in found)

    def gone(self, who):
        self.every = [one for one in self.every if one[1] != who]


TAKE, SAID = "self.known.pop(ticket)", "return owner == who and now < end"
KEEP = "if one[0] != who"
ANSWERS.edits(
    (TAKE, "self.known[ticket]", "at the second time it is gone"),
    (TAKE, "self.known[ticket]", SAID,
     "return (owner, end) == (who, end) and now < end and self.known.pop(ticket) is not None",
     "whoever that was has read it"),
    (SAID, "return now < end", "nobody else may use it"),
    (SAID, "return owner == who", "At 10 s it is over"),
    (SAID, "return owner == who and now <= end", "At 10 s it is over"),
    ("who, now + self.life", "who, self.life", "Its time begins when it is issued"),
    ("        if ticket not in self.known:\n            return False\n", "", "raised KeyError"),
    (KEEP, "", "1 has logged out: nobody needs this ticket any more"),
    (KEEP, "if False", "1 has logged out, and 2 has not"),
    (SAID, "return (owner == who and now < end) or None", "redeem returned None"),
    (SAID, "return who if owner == who and now < end else False", "redeem returned a number"),
)  # fmt: skip
