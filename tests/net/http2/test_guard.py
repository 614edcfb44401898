"""The guard over frame headers: it counts the same however the bytes are split, and says where the trouble begins."""

from random import Random

import pytest
from h2.errors import ErrorCodes as Code

from helpers.net.http2.guard import Guard, frame_types
from helpers.net.http2.limits import Bucket, Limits
from tests.net.http2.http2_samples import (
    ACK,
    DATA,
    END_STREAM,
    PING,
    PREFACE,
    RST_STREAM,
    SETTINGS,
    frame,
    headers,
)

GOOD = [
    frame(SETTINGS),
    headers(1),
    frame(DATA, 1, bytes(100)),
    frame(PING, 0, bytes(8)),
    frame(RST_STREAM, 1, bytes(4)),
]


def guard(**limits: float) -> Guard:
    return Guard(Limits(**limits), lambda: 0.0, skip=len(PREFACE))


@pytest.mark.parametrize("seed", range(20))
def test_any_split_is_judged_alike(seed: int):
    """Ten PINGs are allowed, the eleventh is not: everything before its first byte is good."""
    random = Random(seed)
    good = (
        PREFACE
        + frame(SETTINGS)
        + headers(1)
        + b"".join(
            random.choice(
                [
                    frame(PING, 0, bytes(8)),
                    frame(PING, 0, bytes(8), flags=ACK),
                    frame(DATA, 1, bytes(random.randint(1, 50))),
                ]
            )
            for _ in range(15)
        )
    )
    pings = sum(kind == PING for kind in frame_types(good[len(PREFACE) :]))
    one = guard(pings=pings)
    acks = good.count(b"\x00\x00\x08\x06\x01")
    whole = good + frame(PING, 0, bytes(8)) * (acks + 1) + b"whatever"
    at, passed, wrong = 0, 0, None
    while at < len(whole) and wrong is None:
        size = random.randint(1, 40)
        fine, wrong = one.receive_data(whole[at : at + size])
        passed, at = at + fine, at + size
    assert wrong is not None
    assert (wrong.code, wrong.reason) == (
        Code.ENHANCE_YOUR_CALM,
        f"more than {pings} PING frames in a second",
    )
    limit = len(good) + acks * 17
    assert limit <= passed < limit + 9  # the header may have begun in the piece before


def test_what_is_within_the_limits_passes():
    one = guard()
    assert one.receive_data(PREFACE + b"".join(GOOD)) == (sum(map(len, GOOD)) + len(PREFACE), None)


@pytest.mark.parametrize("first", [frame(SETTINGS, flags=ACK), frame(PING, 0, bytes(8)), headers(1)])
def test_the_first_frame_is_settings(first: bytes):
    at, wrong = guard().receive_data(PREFACE + first)
    assert (at, wrong and wrong.code) == (len(PREFACE), Code.PROTOCOL_ERROR)


def test_a_data_frame_that_ends_a_stream_says_something():
    one = guard(empty=1)
    one.receive_data(PREFACE + frame(SETTINGS) + frame(DATA, 1, flags=END_STREAM) * 5 + frame(DATA, 1))
    assert one.receive_data(frame(DATA, 1))[1] is not None


def test_frame_types():
    assert list(frame_types(b"".join(GOOD))) == [SETTINGS, 1, DATA, PING, RST_STREAM]
    assert list(frame_types(b"")) == []


def test_a_bucket_fills_again():
    now = 0.0
    bucket = Bucket(3, lambda: now)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    now = 100.0
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    now += 0.67
    assert [bucket.take() for _ in range(2)] == [True, False]
