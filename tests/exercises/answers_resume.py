from socketio.exceptions import ConnectionRefusedError

from tests.exercises.proofs import Answers

ANSWERS = Answers("resume")


@ANSWERS.right
def by_a_slice(sio, log):
    @sio.on("connect")
    async def come(sid, environ, auth):
        auth = {"after": 0} | (auth or {})
        if isinstance(auth["after"], bool) or not isinstance(auth["after"], int):
            raise ConnectionRefusedError("after is a number")
        await sio.emit("msg:get", log[auth["after"] :], room=sid)

    @sio.on("msg:post")
    async def post(sid, text):
        number = log[-1]["id"] + 1 if log else 1
        new = {"id": number, "text": text}
        log.append(new)
        await sio.emit("msg:get", [new])
        return number


@ANSWERS.right
def with_a_match(sio, log):
    @sio.event
    async def connect(sid, environ, auth=None):
        match auth:
            case {"after": int(after)} if after is not True and after is not False:
                pass
            case {"after": _}:
                raise ConnectionRefusedError("after is a number")
            case _:
                after = 0
        missed = list(filter(lambda post: post["id"] > after, log))
        await sio.emit("msg:get", missed, to=sid)

    async def posted(sid, text):
        log.append({"text": text, "id": len(log) + 1})
        await sio.emit("msg:get", [log[-1]])
        return log[-1]["id"]

    sio.on("msg:post", posted)


AFTER = 'after = (auth or {}).get("after", 0)'
ANSWERS.edits(
    (", to=sid)", ")", "gets all that there is"),
    ('post["id"] > after', 'post["id"] >= after', "gets what came after it"),
    (' if post["id"] > after', "", "gets what came after it"),
    (AFTER, 'after = auth.get("after", 0)', "raised"),
    (AFTER, 'after = auth["after"]', "raised"),
    (AFTER, 'after = (auth or {}).get("after") or len(log)', "gets all that there is"),
    (AFTER, 'after = (auth or {}).get("after") or 0', "after has to be a whole number"),
    ("if type(after) is not int:", "if False:", "not supported between"),
    ("if type(after) is not int:", "if not after:", "gets all that there is"),
    ('raise ConnectionRefusedError("after is a number")', "return False", "after has to be a whole number"),
    ('log.append({"id": len(log) + 1', 'log.append({"id": len(log)', "A post gets the next id"),
    ("log[-1:])", "log[-1])", "goes to all, in a list"),
    ("log[-1:])", "log[-1:], skip_sid=sid)", "goes to all, in a list"),
    ("return len(log)", "return None", "is acknowledged with it"),
)  # fmt: skip
