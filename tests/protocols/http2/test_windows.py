import pytest

from helpers.protocols.http2.codes import ErrorCode, FrameError
from helpers.protocols.http2.windows import Window, Windows


def test_both_windows_shrink_and_grow():
    windows = Windows()
    windows.spend(1, 1000)
    windows.spend(3, 500)
    assert windows.left(1) == (64_535, 64_035)
    windows.refill(1, 1000)
    windows.refill(0, 500)
    assert windows.left(1) == (65_535, 64_535)
    assert windows.left(5) == (65_535, 64_535)
    windows.forget(3)
    windows.forget(3)
    assert windows.left(3)[0] == 65_535


def test_nobody_sends_more_than_is_left():
    window = Window(10, stream=1)
    window.spend(10)
    window.spend(0)
    with pytest.raises(
        FrameError, match=r"1 bytes of DATA, where the window has 0 left \(stream 1\)"
    ) as refused:
        window.spend(1)
    assert refused.value.fault[1:] == (ErrorCode.FLOW_CONTROL_ERROR, 1)
    windows = Windows()
    windows.spend(1, 65_535)
    with pytest.raises(FrameError, match=r"the connection") as refused:
        windows.spend(3, 1)
    assert refused.value.stream == 0


def test_no_window_grows_over_its_end():
    windows = Windows()
    for stream in (0, 1):
        windows.refill(stream, 2**31 - 1 - 65_535)
        with pytest.raises(FrameError, match="a window of 2147483648 bytes") as refused:
            windows.refill(stream, 1)
        assert refused.value.stream == stream


def test_new_settings_move_every_stream_even_below_zero():
    windows = Windows()
    windows.spend(1, 60_000)
    windows.resize(1000)
    assert windows.left(1) == (-59_000, 5_535)
    with pytest.raises(FrameError, match="the window has -59000 left"):
        windows.spend(1, 1)
    windows.spend(1, 0)
    assert windows.left(3) == (1000, 5_535)
    windows.refill(1, 2**31 - 1 - 1000)
    with pytest.raises(FrameError, match="larger than any"):
        windows.resize(2**31 - 1)
