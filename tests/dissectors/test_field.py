from helpers.dissectors.field import Buffer, Field


def made(calls):
    calls.append("made")
    return (Field(0, 2, "inner", "x"),)


def test_children_are_made_at_the_first_look_and_kept():
    calls = []
    field = Field(0, 2, "outer", children=lambda: made(calls))
    assert field.deferred
    assert not calls
    assert field.children is field.children
    assert (field.deferred, calls) == (False, ["made"])


def test_fields_of_a_buffer_too():
    calls = []
    buffer = Buffer("unmasked", b"ab", lambda: made(calls))
    assert buffer.deferred
    assert buffer.fields is buffer.fields
    assert (buffer.deferred, calls) == (False, ["made"])


def test_what_is_there_is_not_deferred():
    assert not Field(0, 1, "leaf").deferred
    assert not Buffer("b", b"", ()).deferred


def test_equal_is_what_says_the_same():
    one, two = (Field(0, 2, "outer", children=lambda: made([])) for _ in range(2))
    assert one == two
    assert one != Field(0, 2, "outer")
    assert len({one, two}) == 1
    assert Buffer("b", b"a", ()) == Buffer("b", b"a", lambda: ())
    assert len({Buffer("b", b"a", ()), Buffer("b", b"a", ())}) == 1
    assert one != "outer"


def test_a_line_to_read():
    assert repr(Field(0, 2, "outer", "x")) == "<outer 0–2 'x'>"
    assert repr(Buffer("unmasked", b"ab", ())) == "<unmasked: 2 bytes>"


def test_shifted():
    moved = Field(0, 2, "outer", children=(Field(0, 2, "inner", "x", volatile=True),)).shifted(5)
    assert (moved.start, moved.end, moved.children[0].start) == (5, 7, 5)
    assert moved.children[0].volatile
