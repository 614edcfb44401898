from tests.exercises.proofs import Answers

ANSWERS = Answers("Presence")


@ANSWERS.right
class WithPairs:
    """Each user at a worker is a pair; who is dead is swept out before anything else."""

    def __init__(self, expiry):
        self.expiry, self.deadline, self.pairs = expiry, {}, set()

    def _sweep(self, now):
        dead = {worker for worker, until in self.deadline.items() if until <= now}
        self.pairs = {pair for pair in self.pairs if pair[0] not in dead}

    def beat(self, now, worker):
        self._sweep(now)
        self.deadline[worker] = now + self.expiry

    def enter(self, now, worker, user):
        self.beat(now, worker)
        self.pairs.add((worker, user))

    def leave(self, now, worker, user):
        self.beat(now, worker)
        self.pairs.discard((worker, user))

    def there(self, now):
        alive = {worker for worker, until in self.deadline.items() if until > now}
        return sorted({user for worker, user in self.pairs if worker in alive})


@ANSWERS.right
class WithLives:
    """Each life of a worker is a record of its own."""

    def __init__(self, expiry):
        self.expiry, self.lives = expiry, []

    def _life(self, now, worker):
        for life in self.lives:
            if life["worker"] == worker and now - life["heard"] < self.expiry:
                life["heard"] = now
                return life
        self.lives.append({"worker": worker, "heard": now, "users": []})
        return self.lives[-1]

    async def beat(self, now, worker):
        self._life(now, worker)

    async def enter(self, now, worker, user):
        users = self._life(now, worker)["users"]
        if user not in users:
            users.append(user)

    async def leave(self, now, worker, user):
        users = self._life(now, worker)["users"]
        if user in users:
            users.remove(user)

    async def there(self, now):
        found = []
        for life in self.lives:
            if now - life["heard"] < self.expiry:
                found += [user for user in life["users"] if user not in found]
        return sorted(found)


BEAT = "        self.beat(now, worker)\n"
ANSWERS.edits(
    ("< self.expiry", "<= self.expiry", "has said nothing for 10 s"),
    ("if self.lives(now, worker)]", "]", "has said nothing for 10 s"),
    ("if not self.lives(now, worker):", "if worker not in self.last:", "began anew, with none"),
    ("if not self.lives(now, worker):", "if True:", "at any worker, sorted"),
    ("        self.last[worker] = now", "        self.last.setdefault(worker, now)", "its 10 s begin anew"),
    (f"{BEAT}        self.users[worker].discard(user)", "        self.users[worker].discard(user)",
     "raised KeyError"),
    (".discard(user)", ".remove(user)", "raised KeyError"),
    ("self.users[worker].discard(user)", "[users.discard(user) for users in self.users.values()]",
     "at this one still"),
    ("self.users[worker].discard(user)", "pass", "Who left is not there"),
    ("return sorted(set().union(*living))", "return sorted(user for users in living for user in users)",
     "is in the list once"),
    ("return sorted(set().union(*living))", "return list(set().union(*living))[::-1]", "sorted"),
    ("return sorted(set().union(*living))", "return set().union(*living)", "there returned an object of type set"),
)  # fmt: skip
