from tests.exercises.proofs import Answers

ANSWERS = Answers("measure")


@ANSWERS.right
def with_ups_and_downs(polls):
    if not polls:
        return None, None, 0
    first, last = min(polls)[0], max(polls)[0]
    load = 60 * (len(polls) - 1) / (last - first) if len(polls) > 1 else None
    total = count = flying = most = 0
    for _asked, read, said in polls:
        for moment in said:
            if moment >= first:
                total, count = total + read - moment, count + 1
    for _, change in sorted([(asked, 1) for asked, _, _ in polls] + [(read, -1) for _, read, _ in polls]):
        flying += change
        most = max(most, flying)
    return load, total / count if count else None, most


LOAD = "60 * gaps / (starts[-1] - starts[0])"
AGES = "if moment >= starts[0]]"
ANSWERS.right_edits(
    ("return load, staleness, most", "return [load, staleness, most]"),
    (LOAD, "Fraction(60 * gaps) / Fraction(starts[-1] - starts[0])", "from statistics",
     "from fractions import Fraction\nfrom statistics"),
    ("fmean(ages)", "sum(ages) / len(ages)"),
    (LOAD, "60 / fmean(b - a for a, b in zip(starts, starts[1:]))"),
)  # fmt: skip
ANSWERS.edits(
    (LOAD, "60 * len(polls) / (starts[-1] - starts[0])", "Between n requests lie n - 1 gaps"),
    (LOAD, "gaps / (starts[-1] - starts[0])", "Those are requests a second"),
    (LOAD, "60 * gaps / (polls[-1][1] - starts[0])", "The time ends with the last request"),
    ("sorted(asked for asked, read, said in polls)", "[asked for asked, read, said in polls]", "Replies overtake"),
    ("if gaps > 0 else None", "if gaps > 0 else 0", "Fewer than two requests have no rate yet: None"),
    ("if gaps > 0 else None", "", "raised ZeroDivisionError"),
    (AGES, "]", "What was said before the first request is history"),
    ("for moment in said if", "for moment in said[:1] if", "All messages count"),
    ("fmean(ages) if", "sum(ages) / len(polls) if", "Divide by the messages, not by the polls"),
    ("[read - moment", "[asked - moment", "A message is read when the reply is there"),
    ("fmean(ages)", "sorted(ages)[len(ages) // 2]", "That is the median"),
    ("fmean(ages) if ages else None", "fmean(ages) if ages else 0", "Nothing was said, so nothing has an age: None"),
    ("fmean(ages) if ages else None", "fmean(ages)", "raised StatisticsError"),
    ("start < read", "start <= read", "leaves just when another's reply comes is alone"),
    ("return load, staleness, most", "return load, staleness, len(polls)", "That is how many there were"),
    (", default=0", "", "ValueError: max()"),
    ("return load, staleness, most", "return load, round(staleness, 2), most", "Your staleness is rounded"),
    (LOAD, f"round({LOAD}, 2)", "Your load is rounded"),
    ("return load, staleness, most", "return load, staleness", "2 values, expected three"),
    ("return load, staleness, most", "return f'{load}', staleness, most", "Your load is text (str)"),
    ("return load", "load", "returned None"),
    ("return load, staleness, most", "return {'load': load}", "returned a dict, expected a tuple"),
)  # fmt: skip


@ANSWERS.wrong("one that came alone weighs more")
def a_mean_of_means(polls):
    load, _, most = with_ups_and_downs(polls)
    means = [sum(read - moment for moment in said) / len(said) for _, read, said in polls if said]
    return load, sum(means) / len(means) if means else None, most
