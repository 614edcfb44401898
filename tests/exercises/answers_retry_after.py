import calendar
import re
import time
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_to_datetime, parsedate_tz
from http.cookiejar import http2time

from helpers.loops import retry_after as ours
from tests.exercises.proofs import Answers

ANSWERS = Answers("retry_after")
FIXDATE = "%a, %d %b %Y %H:%M:%S GMT"


@ANSWERS.right
def as_the_course_does_it(text, now):
    return ours.retry_after(text, now=now)  # reads the obsolete dates too


@ANSWERS.right
def with_strptime(text, now):
    if text and all(character in "0123456789" for character in text):
        return float(text)
    try:
        moment = datetime.strptime(text or "", FIXDATE).replace(tzinfo=UTC)
    except ValueError:
        return None
    return max((moment - datetime.fromtimestamp(now, UTC)).total_seconds(), 0.0)


@ANSWERS.right
def with_timegm_and_whole_seconds(text, now):
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        wait = calendar.timegm(time.strptime(text, FIXDATE)) - now
    except ValueError:
        return None
    return int(wait) if wait > 0 else 0


MONTHS = list(calendar.month_abbr)


@ANSWERS.right
def by_hand_and_with_blanks_around(text, now):
    match (text or "").strip().split(" "):
        case [digits] if re.fullmatch(r"\d+", digits, re.ASCII):
            return int(digits)
        case [_, day, month, year, clock, "GMT"] if month in MONTHS:
            hour, minute, second = map(int, clock.split(":"))
            date = datetime(int(year), MONTHS.index(month), int(day), hour, minute, second, tzinfo=UTC)
            return max(0, date.timestamp() - now)
    return None


GRAMMAR = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d ... \d{4} \d\d:\d\d:\d\d) GMT", re.ASCII)


@ANSWERS.right
def in_the_one_form_and_on_the_right_weekday(text, now):
    if text is None or re.fullmatch("[0-9]+", text):
        return text and int(text)
    try:
        _, moment = GRAMMAR.fullmatch(text).groups()
        then = datetime.strptime(f"{moment} +0000", "%d %b %Y %H:%M:%S %z")
    except (AttributeError, ValueError):
        return None
    return max(0.0, then.timestamp() - now) if then.strftime(FIXDATE) == text else None


@ANSWERS.right
def as_a_cookie_jar_reads_dates(text, now):
    if not text:
        return None
    if set(text) <= set("0123456789"):
        return float(text)
    try:
        then = http2time(text)
    except ValueError:
        return None
    return None if then is None else max(0, then - now)


@ANSWERS.right
async def as_a_coroutine(text, now):
    return with_strptime(text.strip() if text else None, now)


def answer(**changes):
    """A right answer with places to go wrong."""
    absent = changes.get("absent", lambda text: text is None)
    digits = changes.get("digits", lambda text: re.fullmatch("[0-9]+", text))
    number = changes.get("number", int)
    date = changes.get("date", lambda text: parsedate_to_datetime(text).timestamp())
    wait = changes.get("wait", lambda moment, now: max(0, moment - now))
    nothing = changes.get("nothing", lambda text: None)

    def retry_after(text, now):
        if absent(text):
            return nothing(text)
        if digits(text):
            return number(text)
        try:
            return wait(date(text), now)
        except ValueError:
            return nothing(text)

    return retry_after


ANSWERS.right(answer(date=lambda text: mktime_tz(parsedate_tz(text) or _refuse(text))))


def _refuse(text):
    raise ValueError(text)


def _reads(number):
    """Whether Python reads a number of this kind."""

    def reads(text):
        try:
            return number(text) is not None
        except ValueError:
            return False

    return reads


def wrong(name, why, **changes):
    changed = answer(**changes)
    changed.__name__ = name
    ANSWERS.wrong(why)(changed)


ONLY = "the digits 0 to 9 and nothing else"
wrong("whatever_int_takes", ONLY, digits=_reads(int))
wrong("whatever_float_takes", ONLY, digits=_reads(float), number=float)
wrong("never_below_zero", ONLY, digits=_reads(int), number=lambda text: max(0, int(text)))
wrong("isdigit", ONLY, digits=str.isdigit)
wrong("isdecimal", ONLY, digits=str.isdecimal)
wrong("digits_of_every_script", ONLY, digits=lambda text: re.fullmatch(r"\d+", text))
wrong("begins_with_digits", "Neither a number of seconds nor a date", digits=lambda text: re.match("[0-9]", text),
      number=lambda text: int(re.match("[0-9]+", text)[0]))  # fmt: skip
wrong(
    "no_zeros_in_front",
    "Zeros in front are digits too",
    digits=lambda text: re.fullmatch("0|[1-9][0-9]*", text),
)
wrong(
    "three_digits",
    "They are the seconds, as they stand",
    digits=lambda text: re.fullmatch("[0-9]{1,3}", text),
)
wrong("minutes", "They are the seconds, as they stand", number=lambda text: 60 * int(text))
wrong("zero_is_nothing", "0 is an answer", number=lambda text: int(text) or None)
wrong("text_stays_text", "returned text (str), expected a number of seconds", number=str)
wrong(
    "zero_without_a_header", "There is no such header: None", nothing=lambda text: 0 if text is None else None
)
wrong("zero_for_nonsense", "Neither a number of seconds nor a date", nothing=lambda text: 0 if text else None)
wrong("stumbles_without_a_header", "Your code raised TypeError", absent=lambda text: False)
wrong("refuses_nonsense", "Your code raised ValueError", nothing=lambda text: _refuse(text) if text else None)
wrong("refuses_no_month", "There is no such month",
      nothing=lambda text: _refuse(text) if text and "Foo" in text else None)  # fmt: skip
wrong("negative", "Not a negative number", wait=lambda moment, now: moment - now)
wrong(
    "none_for_the_past",
    "That moment is past",
    wait=lambda moment, now: moment - now if moment >= now else None,
)
wrong(
    "none_for_just_now",
    "That moment is past",
    wait=lambda moment, now: None if moment == now else max(0, moment - now),
)
wrong("always_positive", "That moment is past", wait=lambda moment, now: abs(moment - now))
wrong("the_moment", "That is the moment itself, as Unix time", wait=lambda moment, now: moment)
wrong("the_clock_of_the_machine", "Count from `now`", wait=lambda moment, now: max(0, moment - time.time()))
wrong("the_other_way_round", "From now until then are 60 s", wait=lambda moment, now: max(0, now - moment))
wrong("a_timedelta", "of type timedelta, expected a number of seconds",
      date=lambda text: parsedate_to_datetime(text),
      wait=lambda moment, now: moment - datetime.fromtimestamp(now, UTC))  # fmt: skip

GMT = "A date in HTTP is GMT wherever it is read. Yours is 8 hours off: local time"
wrong("naive_datetime", GMT, date=lambda text: datetime.strptime(text, FIXDATE).timestamp())
wrong("the_zone_is_read_and_forgotten", GMT,
      date=lambda text: datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %Z").timestamp())  # fmt: skip
wrong("mktime", GMT, date=lambda text: time.mktime(time.strptime(text, FIXDATE)))
wrong("local_now", GMT, wait=lambda moment, now: max(0, moment - calendar.timegm(time.localtime(now))))


@ANSWERS.wrong("A date as servers must send it")
def only_seconds(text, now):
    return int(text) if text and re.fullmatch("[0-9]+", text) else None


@ANSWERS.wrong("Your code raised TypeError: can't subtract offset-naive and offset-aware datetimes")
def naive_beside_aware(text, now):
    if text is None:
        return None
    if re.fullmatch("[0-9]+", text):
        return int(text)
    try:
        return (parsedate_to_datetime(text) - datetime.fromtimestamp(now)).total_seconds()
    except ValueError:
        return None


@ANSWERS.wrong("Your function returned None")
def forgets_to_return(text, now):
    with_strptime(text, now)
