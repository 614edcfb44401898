import math
from fractions import Fraction

from tests.exercises.proofs import Answers

ANSWERS = Answers("intervals")


@ANSWERS.right
def looks_at_the_load_of_the_longest(budget, round_trip, clients, most):
    longest = 2 * budget - 2 * round_trip
    if longest < 0 or clients * 60 / (longest + round_trip) > most:
        raise ValueError("no room")
    cycle = 60 / (most / clients) if clients else 0
    return [max(cycle - round_trip, 0.0), longest]


@ANSWERS.right
def looks_at_the_staleness_of_the_shortest(budget, round_trip, clients, most):
    shortest = clients * 60 / most - round_trip
    if shortest < 0:
        shortest = 0
    if shortest / 2 + round_trip > budget:
        raise ValueError(f"{shortest} s is too long")
    return (shortest, (budget - round_trip) / 0.5)


@ANSWERS.right
def in_requests_a_second(budget, round_trip, clients, most):
    a_second = most / 60
    shortest = max(0, math.fsum([clients / a_second, -round_trip]))
    longest = budget + budget - round_trip - round_trip
    if longest - shortest < -1e-9:
        raise ValueError(most)
    return shortest, longest


@ANSWERS.right
def in_fractions_to_the_end(budget, round_trip, clients, most):
    trip = Fraction(round_trip)
    longest = 2 * (Fraction(budget) - trip)
    shortest = max(Fraction(0), Fraction(60 * clients, most) - trip)
    if longest < shortest:
        raise ValueError
    return shortest, longest


@ANSWERS.right
def in_fractions(*numbers):
    shortest, longest = in_fractions_to_the_end(*numbers)
    return float(shortest), float(longest)


def halved(holds, low, high):
    """Two numbers next to each other: it holds at the first, and not at the second."""
    while low != (middle := (low + high) / 2) != high:
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low, high


@ANSWERS.right
def searches_with_the_formulas_as_they_stand(budget, round_trip, clients, most):
    def fresh(interval):
        return interval / 2 + round_trip <= budget

    def too_much(interval):
        return clients * 60 / (interval + round_trip) > most

    if not fresh(0):
        raise ValueError("too old even if asked again at once")
    longest, _ = halved(fresh, 0.0, 1e6)
    shortest = halved(too_much, 0.0, 1e6)[1] if too_much(0) else 0
    if shortest > longest and not math.isclose(shortest, longest):
        raise ValueError("too many clients")
    return shortest, longest


def answer(*, shortest=None, longest=None, refuse=None, give=None):
    """The solution with one part of it changed."""

    def intervals(budget, round_trip, clients, most):
        least = shortest or (lambda budget, trip, clients, most: max(0, clients * 60 / most - trip))
        greatest = longest or (lambda budget, trip: 2 * (budget - trip))
        first, last = least(budget, round_trip, clients, most), greatest(budget, round_trip)
        if (refuse or (lambda first, last: first > last))(first, last):
            raise ValueError(f"from {first} to {last} there is nothing")
        return give(first, last) if give else (first, last)

    return intervals


def wrong(name, why, **changes):
    changed = answer(**changes)
    changed.__name__ = name
    ANSWERS.wrong(why)(changed)


def never(first, last):
    return False


wrong(
    "the_load_at_a_fixed_rate",
    "with the shortest, 15 s between reply and question, the server counted 12 requests in a minute",
    shortest=lambda budget, trip, clients, most: clients * 60 / most,
)
wrong(
    "a_load_per_second",
    "with the shortest, 0 s between reply and question, the server counted more than 16 requests",
    shortest=lambda budget, trip, clients, most: max(0, clients / most - trip),
)
wrong(
    "half_a_round_trip_in_the_round",
    "the server counted 14 requests in a minute",
    shortest=lambda budget, trip, clients, most: max(0, clients * 60 / most - trip / 2),
)
wrong(
    "asks_as_often_as_it_can",
    "the server counted more than 16 requests in a minute",
    shortest=lambda budget, trip, clients, most: 0,
)
wrong(
    "forgets_the_round_trip",
    "with the longest, 30 s, messages were 20 s old on average",
    longest=lambda budget, trip: 2 * budget,
)
wrong(
    "the_staleness_at_a_fixed_rate",
    "messages were 17.5 s old on average",
    longest=lambda budget, trip: 2 * budget - trip,
)
wrong(
    "the_worst_staleness",
    "interval and the round trip are the mean staleness",
    longest=lambda budget, trip: budget - 1.5 * trip,
    refuse=never,
)
wrong("the_longest_is_the_budget", "17.5 s", longest=lambda budget, trip: 2 * (budget - trip / 2))
wrong(
    "below_zero",
    "An interval is never negative",
    shortest=lambda budget, trip, clients, most: clients * 60 / most - trip,
)
wrong("never_refuses", "No interval does both: raise ValueError", refuse=never)
wrong("refuses_what_just_fits", "Just one interval keeps both", refuse=lambda first, last: first >= last)
wrong("the_longest_first", "The shortest comes first", give=lambda first, last: (last, first))
wrong("one_number", "expected a pair: (shortest, longest)", give=lambda first, last: last)
wrong("in_words", "In your pair is text (str)", give=lambda first, last: (f"{first} s", f"{last} s"))
wrong("whole_seconds", "The reply is a part of it", give=lambda first, last: (round(first), round(last)))
wrong("no_clock_waits_so_long", "longer than any clock waits", give=lambda first, last: (first, math.inf))


@ANSWERS.wrong("No interval does both: raise ValueError")
def none_for_no_room(budget, round_trip, clients, most):
    shortest, longest = max(0, clients * 60 / most - round_trip), 2 * (budget - round_trip)
    return (shortest, longest) if shortest <= longest else None


@ANSWERS.wrong("No interval does both: raise ValueError")
def zero_for_no_room(budget, round_trip, clients, most):
    longest = max(0, 2 * (budget - round_trip))
    return min(longest, max(0, clients * 60 / most - round_trip)), longest


@ANSWERS.wrong("Your code raised ZeroDivisionError")
def divides_by_no_clients(budget, round_trip, clients, most):
    shortest, longest = max(0, 60 / (most / clients) - round_trip), 2 * (budget - round_trip)
    if shortest > longest:
        raise ValueError
    return shortest, longest


@ANSWERS.wrong("Refuse it with a ValueError; your code raised AssertionError")
def asserts(budget, round_trip, clients, most):
    shortest, longest = max(0, clients * 60 / most - round_trip), 2 * (budget - round_trip)
    assert shortest <= longest
    return shortest, longest


@ANSWERS.wrong("returned None, expected a pair")
def forgets_to_return(budget, round_trip, clients, most):
    (max(0, clients * 60 / most - round_trip), 2 * (budget - round_trip))
