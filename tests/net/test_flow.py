"""One direction by itself, over a transport that only notes what is done to it."""

import asyncio
import time

import pytest

from helpers.net.flow import HIGH, LIMIT, READ, Flow
from helpers.trace import Arrival, Record, Release, Trace
from helpers.vocabulary import Ending
from tests.net.net_samples import CLIENT, FakeClock


class Wire(asyncio.Transport):
    """Notes what was written and whether it is read from."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.reading, self.closing, self.eof = True, False, False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def write_eof(self) -> None:
        if self.closing:
            raise OSError("not connected")
        self.eof = True

    def is_closing(self) -> bool:
        return self.closing

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


@pytest.fixture
def flow() -> Flow:
    clock = FakeClock()
    flow = Flow(7, CLIENT, Trace(clock=clock), clock)
    flow.source, flow.target = Wire(), Wire()
    return flow


def trace(flow: Flow) -> Trace:
    return flow._append.__self__  # type: ignore[attr-defined, no-any-return]


def records(flow: Flow) -> list[Record]:
    return [*trace(flow).records]


def written(flow: Flow) -> list[bytes]:
    assert isinstance(flow.target, Wire)
    return flow.target.written


def test_passing_on_keeps_the_read_and_records_both(flow: Flow) -> None:
    flow.pass_on(b"abc")
    flow.pass_on(b"de")
    assert written(flow) == [b"abc", b"de"]
    assert records(flow) == [
        Arrival(7, CLIENT, 0, b"abc"),
        Release(7, CLIENT, 0, 0, 3),
        Arrival(7, CLIENT, 0, b"de"),
        Release(7, CLIENT, 0, 3, 5),
    ]


def test_it_is_written_before_any_listener_hears_of_it(flow: Flow) -> None:
    heard: list[list[bytes]] = []
    trace(flow).subscribe(lambda record: heard.append([*written(flow)]))
    flow.pass_on(b"abc")
    assert heard == [[b"abc"], [b"abc"]]


def test_what_passes_to_nobody_is_recorded_as_cut(flow: Flow) -> None:
    assert isinstance(flow.target, Wire)
    flow.target.closing = True
    flow.pass_on(b"abc")
    assert not written(flow)
    assert records(flow)[-1] == Release(7, CLIENT, 0, 0, 3, "cut")


def test_release_keeps_reads_apart(flow: Flow) -> None:
    for data in (b"abc", b"def"):
        flow.arrive(data)
    assert (flow.arrived, flow.offered, flow.released, flow.waiting) == (6, 0, 0, 6)
    flow.release(4)
    assert written(flow) == [b"abc", b"d"]
    assert (flow.arrived, flow.offered, flow.released) == (6, 4, 4)
    flow.release(6)
    assert written(flow) == [b"abc", b"d", b"ef"]
    assert records(flow)[2:] == [Release(7, CLIENT, 0, 0, 4), Release(7, CLIENT, 0, 4, 6)]


def test_offers_tile(flow: Flow) -> None:
    for data in (b"abc", b"def"):
        flow.arrive(data)
    assert flow.first_read_end() == 3
    assert flow.offer(2) == b"ab"
    assert flow.first_read_end() == 3
    assert flow.offer(4) == b"cd"
    assert flow.first_read_end() == 6
    flow.release(2)
    assert flow.offer(6) == b"ef"
    assert written(flow) == [b"ab"]


def test_releasing_more_than_was_offered(flow: Flow) -> None:
    flow.arrive(b"abcdef")
    assert flow.offer(2) == b"ab"
    flow.release(4)
    assert flow.offer(6) == b"ef"


def test_a_replacement_goes_out_instead(flow: Flow) -> None:
    flow.arrive(b"abc")
    flow.release(2, fault="tamper", replacement=b"XYZ")
    assert written(flow) == [b"XYZ"]
    assert records(flow)[-1] == Release(7, CLIENT, 0, 0, 2, "tamper", b"XYZ")


def test_a_release_to_nobody_is_recorded_as_cut(flow: Flow) -> None:
    assert isinstance(flow.target, Wire)
    flow.arrive(b"abc")
    flow.target.closing = True
    flow.release(3, fault="tamper", replacement=b"XYZ")
    assert not written(flow)
    assert records(flow)[-1] == Release(7, CLIENT, 0, 0, 3, "cut")


def test_injected_bytes_have_no_place_in_the_stream(flow: Flow) -> None:
    flow.pass_on(b"abc")
    flow.inject(b"!")
    assert written(flow) == [b"abc", b"!"]
    assert records(flow)[-1] == Release(7, CLIENT, 0, 3, 3, "inject", b"!")


def test_dropping_records_what_never_arrives(flow: Flow) -> None:
    flow.drop()
    assert not records(flow)
    flow.arrive(b"abc")
    flow.offer(2)
    flow.drop()
    assert records(flow)[-1] == Release(7, CLIENT, 0, 0, 3, "cut")
    assert flow.waiting == 0
    flow.drop(ending=Ending.RESET)
    assert records(flow)[-1] == Release(7, CLIENT, 0, 3, 3, "cut", ending=Ending.RESET)


def test_an_ending_is_noted_then_passed_on(flow: Flow) -> None:
    assert isinstance(flow.target, Wire)
    flow.arrive_ending(Ending.EOF)
    assert not flow.ended
    flow.release_ending()
    assert flow.target.eof
    assert flow.ended
    assert not flow.open
    assert records(flow) == [
        Arrival(7, CLIENT, 0, b"", Ending.EOF),
        Release(7, CLIENT, 0, 0, 0, ending=Ending.EOF),
    ]


def test_an_ending_for_a_side_that_is_gone_harms_nobody(flow: Flow) -> None:
    assert isinstance(flow.target, Wire)
    flow.arrive_ending(Ending.EOF)
    flow.target.closing = True
    flow.release_ending()
    flow.target = None
    flow.release_ending()


def test_reading_pauses_while_one_more_read_still_fits(flow: Flow) -> None:
    assert isinstance(flow.source, Wire)
    flow.arrive(bytes(HIGH - 1))
    assert flow.source.reading
    flow.arrive(bytes(READ))
    assert not flow.source.reading
    assert flow.full
    assert flow.waiting <= LIMIT
    flow.release(READ)
    assert flow.source.reading


def test_reading_pauses_while_the_target_is_crowded(flow: Flow) -> None:
    assert isinstance(flow.source, Wire)
    flow.crowd(True)
    assert not flow.source.reading
    flow.crowd(False)
    assert flow.source.reading


def test_after_the_end_nothing_is_read(flow: Flow) -> None:
    assert isinstance(flow.source, Wire)
    flow.crowd(True)
    flow.arrive_ending(Ending.EOF)
    flow.crowd(False)
    assert not flow.source.reading


def test_thousands_of_units_in_one_read_are_cut_in_linear_time(flow: Flow) -> None:
    """Quadratic, this copies tens of gigabytes; the bound leaves a busy machine a hundredfold."""
    flow.arrive(bytes(READ))
    began = time.process_time()
    for end in range(2, READ + 1, 2):
        flow.offer(end)
    for end in range(2, READ + 1, 2):
        flow.release(end)
    assert time.process_time() - began < 20
    assert len(written(flow)) == READ // 2
