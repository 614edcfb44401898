"""Reads a wire view's payload back by the rules that its modules state: the test's own browser."""

from base64 import b64decode

from helpers.trace import Arrival, Mark, Release
from helpers.views.payload import ROW, STATES
from helpers.views.tables import BIT, FIELD, LABEL
from helpers.vocabulary import Ending, Side

SIDES = (Side.CLIENT, Side.SERVER)
GAP = None  # a byte that is left out


def named(names, values, **empty):
    return {name: empty.get(name, 0) for name in names} | dict(zip(names, values, strict=False))


def piece(given):
    return given.encode() if isinstance(given, str) else b64decode(given[0])


def runs(listed):
    """``[offset, piece, …]`` as {offset: byte}."""
    at, found = listed[0], {}
    for given in listed[1:]:
        if isinstance(given, int):
            at += given
            continue
        for byte in piece(given):
            found[at] = byte
            at += 1
    return found


class Payload:
    """What a browser knows after some messages."""

    def __init__(self, *messages):
        self.streams, self.rows, self.records = {}, {}, []
        for message in messages:
            self.apply(message)

    def apply(self, message):
        self.message = message
        for connection, side, *listed in message["bytes"]:
            self.streams.setdefault((connection, SIDES[side]), {}).update(runs(listed))
        for listed in message["rows"]:
            row = named(ROW, listed, released=None, summary="", reads=())
            self.rows[row["index"]] = row | {"message": message}
        if "records" in message:
            self.records += [(record, message) for record in message["records"]]

    def time(self, given, message):
        return given[0] if isinstance(given, list) else (float(message["zero"]) + given) / 1e9

    def blob(self, place, message):
        found = runs(message["blobs"][place - 1])
        return bytes(found[at] for at in sorted(found))

    def slice(self, row, start, end):
        stream = self.streams.get((row["connection"], SIDES[row["side"]]), {})
        return [stream.get(at, GAP) for at in range(start, end)]

    def data(self, index):
        """The bytes of a row, ``None`` where one is left out."""
        row = self.rows[index]
        if row["data"]:
            return list(self.blob(row["data"], row["message"]))
        return self.slice(row, row["start"], row["start"] + row["size"])

    def field(self, index):
        row = self.rows[index]
        return None if row["field"] < 0 else self._field(row["field"], row, self.data(index), 0)

    def _field(self, place, row, data, above):
        words = row["message"]["words"]
        got = named(FIELD, row["message"]["fields"][place], value="", children=(), bits=(), decoded=None)
        start = above + got["start"]
        end = start + got["size"]
        decoded = inner = None
        if got["decoded"]:
            name, where, fields = got["decoded"]
            inner = (
                self._join(where, row)
                if isinstance(where, list)
                else list(self.blob(where + 1, row["message"]))
            )
            decoded = (words[name], inner, [self._field(one, row, inner, 0) for one in fields])
        return {
            "start": start, "end": end,
            "name": words[got["name"]], "note": words[got["note"]], "rfc": words[got["rfc"]],
            "value": self._value(got["value"], row, data[start:end], inner), "decoded": decoded,
            "children": [self._field(one, row, data, start) for one in got["children"]],
            "bits": [(words[bit["name"]], bit["width"], bit["value"], words[bit["note"]])
                     for bit in (named(BIT, listed) for listed in got["bits"])],
        }  # fmt: skip

    def _value(self, value, row, own, inner):
        if isinstance(value, str):
            return value
        if value == [LABEL]:
            return f"{row['message']['words'][row['title']]} {row['summary']}".strip()
        kind, start, end, more = (*value, *[None] * (4 - len(value)))
        data = bytes((inner if kind > 2 else own)[start:end])
        return (data.decode() if kind % 2 else data.hex(" ")) + "…" * bool(more)

    def _join(self, parts, row):
        joined = []
        for start, size, *key in parts:
            first = row["start"] + start
            plain = self.slice(row, first, first + size)
            if key:
                mask = self.slice(row, row["start"] + key[0], row["start"] + key[0] + 4)
                plain = [byte ^ mask[at % 4] for at, byte in enumerate(plain)]
            joined += plain
        return joined

    def trace(self):
        """The records, as they were."""
        found, ends = [], {}
        for (kind, *rest), message in self.records:
            if kind == 2:
                (lane, start, end, label), place = (*rest[:4], *[0] * (4 - len(rest))), rest[4:]
                where = (place[0], SIDES[place[1]]) if place else ()
                words, span = message["words"], (self.time(start, message), self.time(end, message))
                found.append(Mark(words[lane], *span, words[label], *where))
                continue
            connection, side, time, *more = (*rest, *[0] * (8 - len(rest)))
            side, time = SIDES[side], self.time(time, message)
            if kind == 0:
                at = ends.get((connection, side), 0)
                ends[connection, side] = at + more[0]
                data = bytes(self.streams[connection, side][place] for place in range(at, at + more[0]))
                found.append(Arrival(connection, side, time, data, Ending(more[1]) if more[1] else None))
            else:
                start, size, fault, data, ending = more
                sent = self.blob(data, message) if data else None
                end = Ending(ending) if ending else None
                found.append(Release(connection, side, time, start, start + size, fault or "", sent, end))
        return found


def as_told(field):
    """A field of the dissectors in the same form."""
    decoded = field.decoded and (
        field.decoded.name,
        list(field.decoded.data),
        [*map(as_told, field.decoded.fields)],
    )
    return {
        "start": field.start, "end": field.end, "name": field.name, "note": field.note, "rfc": field.rfc,
        "value": field.value, "decoded": decoded or None, "children": [*map(as_told, field.children)],
        "bits": [tuple(bit) for bit in field.bits],
    }  # fmt: skip


__all__ = ["STATES", "Payload", "as_told"]
