from helpers.protocols.sse.parsing import Parser
from tests.exercises.proofs import Answers

ANSWERS = Answers("come_again")


@ANSWERS.right
def with_early_returns(reply, last_id, wait):
    parser = Parser(last_event_id=last_id)
    match reply:
        case None:
            pass
        case (200, content_type, body) if content_type.lower().split(";")[0].strip() == "text/event-stream":
            parser.receive_data(body)
        case _:
            return None
    headers = {} if parser.last_event_id == "" else {"Last-Event-ID": parser.last_event_id}
    return (wait if parser.retry is None else parser.retry, headers)


@ANSWERS.right
def line_by_line(reply, last_id, wait):
    headers = {}
    if reply:
        status, kind, body = reply
        if (status, kind.split(";", 1)[0].rstrip().lower()) != (200, "text/event-stream"):
            return None
        heard = last_id
        for line in body.decode().split("\n")[:-1]:
            name, _, value = line.partition(":")
            if name == "id":
                heard = value.removeprefix(" ")
            elif name == "retry" and value.strip().isdigit():
                wait = int(value)
            elif not line:
                last_id = heard
    if last_id:
        headers["Last-Event-ID"] = last_id
    return wait, headers


READS = "parser.receive_data(body)\n"
ANSWERS.edits(
    ("if reply is not None:", "if reply is None:\n        return None\n    if True:", "a network error"),
    ("status != 200 or ", "", "Only a 200 is read"),
    ("status != 200", "status >= 400", "Only a 200 is read"),
    ("status != 200", "status // 100 != 2", "Only a 200 is read"),
    ("status != 200", "status in (204, 401, 403, 404)", "Only a 200 is read"),
    (' or kind != "text/event-stream"', "", "A 200 of another type is no event stream"),
    ('kind != "text/event-stream"', '"text/event-stream" not in kind', "A 200 of another type is no event stream"),
    ('kind != "text/event-stream"', 'not kind.startswith("text/event-stream")', "A 200 of another type"),
    ('.partition(";")[0].strip().lower()', ".lower()", "A content type may have parameters"),
    (".strip().lower()", ".strip()", "the same in capital letters"),
    ("if parser.retry is not None:", "if parser.retry:", "0 ms is a wait too"),
    ("Parser(last_event_id=last_id)", "Parser()", "the id and the wait from before still hold"),
    ("            wait = parser.retry", "            pass", "The stream asked for another wait"),
    ("last_id = parser.last_event_id", "pass", "It comes again, with the last id"),
    (' if last_id else {}', "", "An empty id is no header"),
    ("return wait, {", "return wait / 1000, {", "in milliseconds"),
    ('"Last-Event-ID": last_id', '"last-event-id": last_id', "the id from before still holds"),
    (READS, 'parser.receive_data(body + b"\\n\\n")\n', "The id counts when its empty line has come"),
)  # fmt: skip
