import pytest

from helpers.loops.bucket import Bucket


def test_so_many_at_once_then_so_many_a_second():
    bucket = Bucket(3, 2.0, last=10.0)
    assert [bucket.take(10.0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert bucket.take(10.25) == pytest.approx(0.25)
    assert bucket.take(10.5) == 0
    assert bucket.take(10.5) == 0.5


def test_it_never_holds_more_than_its_size_and_asking_costs_nothing():
    bucket = Bucket(2, 1.0, last=0.0)
    assert [bucket.take(100.0) for _ in range(3)] == [0, 0, 1]
    assert [bucket.take(100.0) for _ in range(5)] == [1] * 5
    assert bucket.take(101.0) == 0
