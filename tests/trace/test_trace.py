"""Trace: append-only, exact, and every subscriber is told."""

from helpers.trace import Arrival, Mark, Release, Trace
from helpers.vocabulary import Side

GET = Arrival(0, Side.CLIENT, 0.5, b"GET ")


def trace_of(*records) -> Trace:
    trace = Trace(clock=lambda: 0.0)
    for record in records:
        trace.append(record)
    return trace


def test_keeps_every_record_in_order():
    records = (GET, Release(0, Side.CLIENT, 0.6, 0, 4), Mark("ada", 1.0, 2.0, "sleeps"))
    assert tuple(trace_of(*records).records) == records


def test_joins_the_reads_of_one_side_of_one_connection():
    trace = trace_of(
        GET,
        Arrival(0, Side.SERVER, 0.6, b"no"),
        Arrival(1, Side.CLIENT, 0.7, b"other"),
        Arrival(0, Side.CLIENT, 0.8, b"/"),
    )
    assert trace.stream(0, Side.CLIENT) == b"GET /"
    assert trace.connections == [0, 1]


def test_tells_subscribers_at_once_until_they_leave():
    trace, seen = trace_of(), []
    leave = trace.subscribe(seen.append)
    trace.append(GET)
    leave()
    leave()
    trace.append(GET)
    assert seen == [GET]


def test_a_listener_may_leave_while_it_is_told():
    trace, seen = trace_of(), []

    def once(record):
        seen.append(record)
        leave()

    leave = trace.subscribe(once)
    trace.subscribe(seen.append)
    trace.append(GET)
    assert seen == [GET, GET]


def test_equality_compares_records_and_not_clocks():
    assert trace_of(GET) == trace_of(GET)
    assert trace_of(GET) != trace_of()
    assert trace_of() != "trace"
    assert len({trace_of(GET), trace_of(GET)}) == 2


def test_says_how_much_it_holds():
    assert repr(trace_of(GET)) == "<trace of 1 records on 1 connections>"
    assert len(trace_of(GET)) == 1
