"""What the lessons say that their cells show, asked of the kernel that ran the cells."""

from tests.lessons.kernels import Kernel

__all__ = ["CLAIMS", "untrue"]

PREPARE = '''
import codecs

from helpers.dissectors.rows import Rows as _Rows
from helpers.loops.quiet import quiet as _quiet
from helpers.trace import Arrival as _Arrival
from helpers.trace import Mark as _Mark
from helpers.vocabulary import Side as _Side

def _most(trace, lane):
    """The most requests of that lane in flight at the same moment."""
    spans = [one for one in trace.records if isinstance(one, _Mark) and one.lane == lane and "request" in one.label]
    edges = sorted([(one.start, 1) for one in spans] + [(one.end, -1) for one in spans])
    return max(sum(step for _, step in edges[: number + 1]) for number in range(len(edges)))

def _said(trace, side):
    """All that a side said over its connections."""
    return b"".join(one.data for one in trace.records if isinstance(one, _Arrival) and one.side is side)

def _mean(values):
    return sum(values) / len(values)

async def _stepped(wire, count):
    """Step a held wire so often; what then stands on it, and what waits at the tap."""
    for _ in range(count):
        await wire.step()
        await _quiet()
    return [(row.side.value, row.title, row.state) for row in _Rows(wire.trace).rows]
'''
CLAIMS = {
    "1A": {
        "polling is later than a stream": "_mean(delays['poll']) > 2 * _mean(delays['stream'])",
        "polling is later than a socket": "_mean(delays['poll']) > 2 * _mean(delays['socket'])",
        "everybody heard every line": "{len(delay) for delay in delays.values()} == {5}",
    },
    "1B": {
        "a blocked loop answers nobody": "silences['blocks'] >= 0.28",
        "await cures it": "silences['awaits'] < silences['blocks'] / 1.5",
        "so does a thread": "silences['another_thread'] < silences['blocks'] / 1.5",
    },
    "2A": {
        "an empty poll is all overhead": "request > 100 and head > 100 and nothing < 100",
        "the sums hold on a wire": "abs(rate - 20) < 0.2 and abs(mean - 1.7) < 0.1 and worst < 3.2",
        "a timer that does not wait opens connections": "len(bob_wire.trace.connections) >= 3",
        "and has several in flight": "_most(bob_wire.trace, 'bob') >= 3",
    },
    "2B": {
        "one post is stored": "[message.id for message in chat.greeting().messages] == [1]",
        "refused with a reason": "[answers[what][0] for what in BODIES] == [201, *[400] * 7, 413, 200]",
        "without a key it stands there twice": "len(doubled.greeting().messages) == 2",
        "with a key once": "len(once.greeting().messages) == 1",
    },
    "2C": {
        "ask, then sleep: one in flight": "_most(carol_trace, 'carol') == _most(ivan_trace, 'ivan') == 1",
        "fixed rate, concurrent: two": "_most(erin_trace, 'erin') == 2",
        "fixed rate, serial: one more every 12 s": "_most(serial_trace, 'heidi') == 1 + 36 // 12",
        "a stale render": "[number for _, number in stale_saw] == [1, 2, 4, 5, 3, 6]",
        "cancelled, the reply is lost": "judy_saw == [(4, 1)]",
        "stopped, it is rendered": "mallory_saw == [(4, 1), (11, 2)]",
    },
    "2D": {
        "a pause saves four in five": "(await ten_minutes(pauses=True), await ten_minutes(pauses=False))"
        " == (42, 201)",
        "never two in flight": "_most(wire.trace, 'peggy') == 1",
    },
    "2E": {
        "a post that was tried again is stored once": "len(chat.greeting().messages) == 1 < len(log)",
        "full jitter's peak is a tenth at most": "herd['full jitter'].peak <= herd['immediate'].peak / 10",
        "immediate stops at its budget": "herd['immediate'].capped and herd['immediate'].all_served is None",
        "and says so": "'stopped at 80,000 requests' in title",
        "with jitter all are served sooner": "max(one.all_served for name, one in herd.items() if 'jitter' in name)"
        " < min(herd['linear'].all_served, herd['exponential'].all_served)",
    },
    "2F": {
        "the message in the gap is lost": "heard == ['first', 'third']",
        "with a cursor it is not": "[one.text for one in heidi.messages] == ['first', 'second', 'third']",
        "Dan hears all": "len(dan.messages) == 4",
        "too old: a gap": "[small.after(f'tuesday.{n}').gap for n in (1, 2, 3)] == [True, True, False]",
        "foreign: a gap": "small.after('monday.6').gap and small.after('tuesday.99').gap",
        "the post waits 30 s for a connection": "(len(log), log.index('POST /long-poll 201'), six_clock())"
        " == (7, 1, 30)",
        "short polling: half the interval": "1.3 < mean < 1.7 and worst <= 3",
        "long polling: far less than that, in real time": "len(ages) == 100 and ages[50] < 200",
    },
    "3A": {
        "HTTP/1.1 queues the tea behind the soup": "queued['soup'] >= 0.3 and queued['tea'] - queued['soup'] >= 0.28",
        "HTTP/2 takes 0.65 of its time at most": "max(shared.values()) <= 0.65 * max(queued.values())",
        "the spoons come in turns": "[one.stream for one in frames_of(both_wire, Side.SERVER)"
        " if isinstance(one, Data) and one.data] == [1, 3, 1, 3, 1, 3]",
        "the client asks before the server has said a word": "[type(one).__name__ for one in"
        " frames_of(ada_wire, Side.CLIENT)][:2] == ['Settings', 'Headers']",
        "the tenth request has a byte for each field": "len(asked[9]) == 9 == len(decoder.decode(asked[9]).headers)",
        "the first is about half of HTTP/1.1's": "0.45 < len(asked[0]) / len(text) < 0.6",
        "a spent window stops the sender": "sent == [1000]",
        "two updates let the rest come": "[(one.stream, one.increment) for one in frames_of(erin_wire, Side.CLIENT)"
        " if isinstance(one, WindowUpdate)] == [(1, 1000)] * 2 and crumbs(erin_wire) == [1000] * 3",
        "a reset stream leaves its neighbour alone": "[(one.stream, one.code) for one in"
        " frames_of(grace_wire, Side.CLIENT) if type(one).__name__ == 'RstStream'] == [(1, 8)]",
        "the client's GOAWAY names no stream": "[one.last_stream for one in frames_of(grace_wire, Side.CLIENT)"
        " if type(one).__name__ == 'GoAway'] == [0]",
        "ALPN": "[await finish(agree(*offers)) for offers in (['h2', 'http/1.1'], ['http/1.1'], [])]"
        " == ['h2', 'http/1.1', None]",
    },
    "3B": {
        "an onlooker reads where to, and what is offered": "b'localhost' in _said(outside.trace, _Side.CLIENT)"
        " and b'h2' in _said(outside.trace, _Side.CLIENT)",
        "and nothing of what is said": "not any(word in _said(outside.trace, side) for side in _Side"
        " for word in (b'PRI * HTTP/2.0', b':path', b'hello'))",
        "who leaves says CANCEL": "[(row.side, 'CANCEL' in row.summary) for row in _Rows(cy_wire.trace).rows"
        " if row.title == 'RST_STREAM'] == [(_Side.CLIENT, True)]",
    },
    "3D": {
        "one stream at a time, and four were begun": "begun[:4] == [1, 3, 5, 7]",
        "34 bytes for each": "sum(len(serialize_frame(one)) for one in hit_and_run(1)) == 34",
        "the whole family is told to calm down": "[end.split(':')[0] for end in ends.values()]"
        " == ['ENHANCE_YOUR_CALM'] * 4",
        "each for its own reason": "len(set(ends.values())) == 4",
    },
    "4B": {
        "only the short text is right": "sum('“' in one and ',' in one"
        " for one in trial.results['fragile'].values()) == 2",
        "six exceptions": "sum(one.endswith('Error') for one in trial.results['fragile'].values()) == 6",
        "four silences": "list(trial.results['fragile'].values()).count('silence') == 4",
        "a read is not a frame: two are cured": "[case for case in trial.results['patient']"
        " if trial.results['patient'][case] != trial.results['fragile'][case]][:2]"
        " == ['two texts in one read', 'a text in two reads']",
    },
    "4C": {
        "the first four are right": "[' all' in one or 'xxx' in one for one in trial.results['long'].values()][:4]"
        " == [True] * 4",
        "four silences": "list(trial.results['long'].values()).count('silence') == 4",
        "the sturdy server answers all": "'silence' not in trial.results['sturdy'].values()",
        "and refuses with the right code": "[trial.results['sturdy'][case] for case in ('bytes, not text', 'no mask',"
        " 'a text that is not UTF-8')] == ['close 1003', 'close 1002', 'close 1007']",
        "five million characters: 1009": "(await finish(spawn('again', boast(ursula_wire)))).code == 1009",
        "bytes and a text in one read": "(await trial.outcome(sturdy, [masked(b'\\0', 2) + masked(b'Hello')]))"
        " == 'close 1003'",
    },
    "4D": {
        "who is not in the set hears nothing": "(await hear(Silent(), 'Hello')) == ['close 1001'] * 2",
        "in the room all hear it": "['Hi' in one"
        """ for one in await hear(Room(), '{"type": "post", "text": "Hi"}')] == [True, True]""",
        "a ping after 20 s, and no goodbye after 40": "hall.sockets == set()"
        " and [Opcode(one.opcode).name for one in read] == ['TEXT', 'PING']",
        "who is sent away answers the close; the server ends TCP": "[one[:2]"
        " for one in await _stepped(jo_wire, 5)][2:] == [('server', 'CLOSE'),"
        " ('client', 'CLOSE'), ('server', 'FIN'), ('client', 'FIN')]",
    },
    "5D": {
        "what died is there again": "await workers.mend() is None",
        "half of the room hears half": "(await half())[0] == 'Ada heard 1, Ben heard 0.'",
        "sticky sessions": "await six_times() == ['in turn: 0 of 6 came in', 'by cookie: 6 of 6 came in']",
        "a bus mends it": "await whole() == ['Ben hears: Is anybody there?']",
        "the bus forgets": "(await afterwards())[0] == 'published: []'",
        "a worker and the bus die": "all(one.endswith('True') for one in await conversation())",
    },
    "4E": {
        "two frames tell them apart": "[len({await trial.outcome(server, [data]) for server in asked.values()}) > 1"
        " for data in odd.values()] == [True, True]",
        "the lax server closes after the third fragment": "[row.title for row in _Rows(suite_wire.trace).rows][2:6]"
        " == ['TEXT', 'CONTINUATION', 'CONTINUATION', 'CLOSE']",
        "the strict one after the second": "(await _stepped(theo_wire, 4))[4:6]"
        " == [('client', 'CONTINUATION', 'held'), ('server', 'CLOSE', 'held')]",
        "Python's decoder waits where the table does not": "(codecs.getincrementaldecoder('utf-8')()"
        ".decode(b'\\xed\\xa0'),"
        " [codecs.getincrementaldecoder('utf-8')('replace').decode(one) == '' for one in"
        " (b'\\xe0\\x80', b'\\xf0\\x80', b'\\xf4\\x90')]) == ('', [False] * 3)",
        "a length alone is refused": "[await trial.outcome(strict, [b'\\x82\\xff'"
        " + length.to_bytes(8, 'big') + MASK]) for length in (2**20 + 1, 2**31, 2**63)]"
        " == ['close 1009', 'close 1009', 'close 1002']",
        "so is Uma's, whose bytes are no frame": "(await _stepped(uma_wire, 3))[2:4]"
        " == [('client', '14 bytes', 'passed'), ('server', 'CLOSE', 'held')]",
        "the second message is small": "(lambda sizes: sizes[2] < sizes[0] / 5 and sizes[3] < sizes[1] / 5)"
        "([len(row.section.data) for row in _Rows(vera_wire.trace).rows if row.title == 'TEXT'])",
        "only with context takeover": "len({len(forgets.encode(POST)) for _ in range(3)}) == 1"
        " and len(keeps.encode(POST)) < len(forgets.encode(POST)) / 5",
        "the bomb is stopped at the limit": "len(inflater.inflated) == 2**20 + 1 and len(bomb) < 2**14",
    },
    "5A": {
        "both sides agree to compress, and the first message has RSV1": "b'server_max_window_bits=12' in (answer :="
        " _said(dan_wire.trace, _Side.SERVER)) and answer.partition(b'\\r\\n\\r\\n')[2][0] == 0xC1",
        "35 bytes become 36, 40 become 14": "[row.end - row.start - 2 for row in _Rows(dan_wire.trace).rows"
        " if row.title == 'TEXT' and row.side is _Side.SERVER][1:] == [36, 14]",
        "send waits, broadcast keeps": "0 < sent[-1] < 1000 and kept[-1] > 3_000_000",
        "three connections, and all of it each time": "len(frank_wire.trace.connections) == 3"
        " and [len(json.loads(one)) for one in heard] == [0, 1, 2]",
        "a server that throws out is asked at once": "len(visits) > 3",
    },
    "6B": {
        "the handshake carried Ada's cookie and the page's origin": "all(line in _said(evil_wire.trace, _Side.CLIENT)"
        " for line in (COOKIE.encode(), b'Origin: https://evil.example'))",
        "and the history came back": "[one['text'] for one in evil.task.result()]"
        " == ['The code of the door is 4711.']",
        "a form posts where any type is believed": "[await request('POST', place, FORM, FORGED)"
        " for place in (believer, guarded)] == [200, 415]",
        "and what it says is there": "[one.text for one in chat.greeting().messages].count('I quit.') == 1",
        "the text travels as it was posted": "b'<img src=x onerror=' in _said(bob_wire.trace, _Side.SERVER)",
        "the token is in the log, a ticket is not": "'s3cret-of-ada' in log[-1]"
        " and not any('Jx0kq3Vt' in one for one in log)",
        "a ticket is good once": "tickets == {'Tb7mZr2w': 'Grace'}"
        " and str(await come(doorman, 'Jx0kq3Vt'))[:4] == '4401'",
        "a bomb of 270 bytes gets 1009": "[len(row.section.data) < 280 for row in _Rows(heidi_wire.trace).rows"
        " if row.title == 'TEXT'] == [True] and (1009).to_bytes(2, 'big') in _said(heidi_wire.trace, _Side.SERVER)",
        "only a deadline for the whole head ends who drips": "(await besieged(3630), await besieged(30))"
        " == ([20] * 6, [20] * 2 + [0] * 4)",
        "three are stored, two must wait, nobody is sent away": "[one[:6] for one in await gush(ration)]"
        " == ['stored'] * 3 + ['429: w'] * 2",
    },
    "6C": {
        "the WebSocket says the token, which leads back to the negotiation": "(ada_wire.run(), await _quiet()) and"
        " ['session of connection 0' in one.summary for one in _Rows(ada_wire.trace).rows"
        " if one.title.startswith('GET /hub?id=')] == [True]",
        "two messages, three records, two completions": "(ben_wire.run(), await _quiet()) and"
        " [_said(ben_wire.trace, side).count(0x1E) >= number for side, number in ((_Side.SERVER, 3),)] == [True]"
        " and [one.side for one in _Rows(ben_wire.trace).rows if one.title == 'TEXT'].count(_Side.CLIENT) == 2",
        "one call, from its negotiation to its completion": "[one.title for one in _Rows(gus_wire.trace).rows].count("
        "'TEXT') == 4 and b'42' in _said(gus_wire.trace, _Side.SERVER)",
        "four calls, three completions": "(cleo_wire.run(), await _quiet()) and"
        """ _said(cleo_wire.trace, _Side.SERVER).count(b'"type":3') == 3""",
        "two invocations of one id": "(dan_wire.run(), await _quiet()) and"
        """ _said(dan_wire.trace, _Side.SERVER).count(b'"invocationId":"1"') == 2"""
        " and b'a piano is on its way' in _said(dan_wire.trace, _Side.SERVER)",
        "after a cancellation a completion": "(eve_wire.run(), await _quiet()) and"
        """ _said(eve_wire.trace, _Side.SERVER).rpartition(b'{"type"')[2][:2] == b':3'""",
        "a ping that is held is no sign of life": "fay_said[0] == '30 s: nothing for 30 s, I would hang up'",
        "the hub gives up who only listens": "silent_said == ['45 s: PING', '60 s: PING', '60 s: CLOSE']",
        "each rule is said": "all([await says(hub_server, text) for text in WRONG])",
    },
}


async def untrue(one: Kernel, order: str) -> dict[str, str]:
    """What the lesson claims and its cells, which this kernel has run, do not show; with what they show instead."""
    await one.run(PREPARE)
    claims = CLAIMS.get(order, {})
    said = {claim: (await one.run(f"print({code})")).text.strip() for claim, code in claims.items()}
    return {claim: text for claim, text in said.items() if text != "True"}
