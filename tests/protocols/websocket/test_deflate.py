import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.deflate import (
    NAME,
    Deflate,
    Parameters,
    accept_offer,
    check_answer,
    parse_parameters,
)
from helpers.protocols.websocket.extensions import parse_extensions, serialize_extensions
from helpers.vocabulary import Side

ALL = "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=9"


def one(parameters):
    (extension,) = parse_extensions(NAME + parameters)
    return extension


def test_parameters():
    assert parse_parameters(one(ALL), offer=True) == Parameters(True, True, 10, 9)
    assert parse_parameters(one("; client_max_window_bits"), offer=True) == Parameters(
        client_max_window_bits=15
    )
    assert parse_parameters(one(""), offer=False) == Parameters()
    bits = Parameters(server_max_window_bits=10)
    assert (bits.window_bits(Side.SERVER), bits.window_bits(Side.CLIENT)) == (10, 15)


@pytest.mark.parametrize(
    ("parameters", "offer"),
    [
        ("; unknown", True),
        ("; client_max_window_bits; client_max_window_bits", True),
        ("; server_no_context_takeover=1", True),
        ("; server_max_window_bits", True),
        ("; server_max_window_bits=7", True),
        ("; server_max_window_bits=16", True),
        ("; server_max_window_bits=010", True),
        ("; client_max_window_bits", False),
    ],
)
def test_parameters_that_are_refused(parameters, offer):
    with pytest.raises(RemoteProtocolError, match="parameter"):
        parse_parameters(one(parameters), offer=offer)


@pytest.mark.parametrize(
    ("offers", "answer"),
    [
        (NAME, NAME),
        (f"{NAME}{ALL}", f"{NAME}{ALL}"),
        (f"{NAME}; client_max_window_bits", f"{NAME}; client_max_window_bits=15"),
        (f"other, {NAME}; what, {NAME}; server_max_window_bits=8, {NAME}", NAME),
    ],
)
def test_the_first_good_offer_is_accepted(offers, answer):
    extension, _ = accept_offer(parse_extensions(offers))
    assert serialize_extensions([extension]) == answer


def test_no_offer_is_accepted():
    assert accept_offer(parse_extensions(f"other, {NAME}; what")) is None


@pytest.mark.parametrize(
    ("offer", "answer"),
    [
        ("", ""),
        ("; client_max_window_bits", "; client_max_window_bits=9"),
        ("; client_max_window_bits=10", "; client_max_window_bits=10"),
        ("; client_max_window_bits=10", ""),
        (ALL, ALL),
        ("", "; server_max_window_bits=9"),
        ("", "; server_no_context_takeover; client_no_context_takeover"),
    ],
)
def test_answers_that_fit(offer, answer):
    assert check_answer([one(answer)], [one(offer)]) == parse_parameters(one(answer), offer=False)


def test_no_answer_is_fine():
    assert check_answer([], [one("")]) is None


@pytest.mark.parametrize(
    ("offer", "answer"),
    [
        ("; server_no_context_takeover", ""),
        ("; server_max_window_bits=9", "; server_max_window_bits=10"),
        ("; server_max_window_bits=9", ""),
        ("", "; client_max_window_bits=9"),
        ("; client_max_window_bits=10", "; client_max_window_bits=11"),
    ],
)
def test_answers_that_do_not_fit(offer, answer):
    with pytest.raises(RemoteProtocolError, match="fits no offer"):
        check_answer([one(answer)], [one(offer)])


def test_two_answers():
    with pytest.raises(RemoteProtocolError, match="2 times"):
        check_answer([one(""), one("")], [one("")])


@pytest.mark.parametrize(
    "parameters",
    [Parameters(), Parameters(True, True, 9, 9), Parameters(False, True, 15, 8), Parameters(True)],
)
def test_there_and_back(parameters):
    if (
        parameters.client_max_window_bits == 8
    ):  # zlib compresses with 9 bits at least: only short messages fit 8
        messages = [b"", b"Hello", b"Hello", b""]
    else:
        messages = [b"", b"Hello", b"Hello", b"", bytes(range(256)) * 300, b"Hello"]
    for role in Side:
        sender, receiver = Deflate(role, parameters), Deflate(role.other, parameters)
        payloads = [sender.encode(message) for message in messages]
        assert [receiver.decode(payload, end=True, limit=10**6) for payload in payloads] == messages
        assert payloads[0] in (b"\x00", b"\x02\x00")
        assert (len(payloads[2]) < len(payloads[1])) == parameters.takeover(role)
