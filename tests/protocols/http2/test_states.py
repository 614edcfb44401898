import pytest

from helpers.protocols.http2.codes import Flag, FrameType
from helpers.protocols.http2.header import Header
from helpers.protocols.http2.states import TRANSITIONS, State, Step, next_state, steps_of

LOCAL_AND_REMOTE = {"local": "remote", "remote": "local", "send": "receive", "receive": "send"}


def mirrored(one):
    words = one.value
    for word in ("local", "remote", "send", "receive"):
        if word in words:
            return type(one)(words.replace(word, LOCAL_AND_REMOTE[word]))
    return one


def test_the_two_ends_have_the_same_figure_mirrored():
    assert {
        (mirrored(state), mirrored(step)): mirrored(then) for (state, step), then in TRANSITIONS.items()
    } == TRANSITIONS


def test_every_state_is_reached_and_only_closed_is_left_for_good():
    assert set(TRANSITIONS.values()) | {State.IDLE} == set(State)
    assert {state for state, _ in TRANSITIONS} == set(State) - {State.CLOSED}
    assert {step for _, step in TRANSITIONS} == set(Step)


@pytest.mark.parametrize(
    ("header", "sent", "states"),
    [
        (Header(0, FrameType.HEADERS, Flag.END_STREAM), True, [State.OPEN, State.HALF_CLOSED_LOCAL]),
        (Header(0, FrameType.HEADERS), False, [State.OPEN]),
        (Header(0, FrameType.DATA, Flag.END_STREAM), False, [State.IDLE]),
        (Header(0, FrameType.RST_STREAM), True, [State.IDLE]),
        (Header(0, FrameType.WINDOW_UPDATE), True, []),
        (Header(0, FrameType.PING, Flag.ACK), True, []),
    ],
)
def test_a_frame_is_steps(header, sent, states):
    state, found = State.IDLE, []
    for step in steps_of(header, sent=sent):
        state = next_state(state, step)
        found.append(state)
    assert found == states


def test_a_request_and_its_response():
    state = State.IDLE
    for step in (Step.SEND_HEADERS, Step.SEND_END, Step.RECEIVE_HEADERS, Step.RECEIVE_END):
        state = next_state(state, step)
    assert state is State.CLOSED
    assert next_state(State.RESERVED_REMOTE, Step.RECEIVE_RESET) is State.CLOSED
    assert next_state(State.CLOSED, Step.SEND_RESET) is State.CLOSED
    assert next_state(State.OPEN, Step.RECEIVE_RESET) is State.CLOSED
