from tests.exercises.proofs import Answers

ANSWERS = Answers("private_room")


@ANSWERS.right
def with_sessions_and_a_list(sio):
    @sio.on("connect")
    async def come(sid, environ, auth):
        await sio.save_session(sid, {"name": auth["name"]})
        await sio.enter_room(sid, ("person", auth["name"]).__repr__())

    @sio.on("room:join")
    async def join(sid, room):
        await sio.enter_room(sid, f"/{room}")
        return "ok"

    @sio.on("room:say")
    async def say(sid, said):
        me = await sio.get_session(sid)
        if f"/{said['room']}" in sio.rooms(sid):
            await sio.emit("room:text", dict(said, **{"from": me["name"]}), room=f"/{said['room']}")
            return "ok"
        return "join first"

    @sio.on("private")
    async def private(sid, said):
        room = ("person", said["to"]).__repr__()
        if not list(sio.manager.get_participants("/", room)):
            return "nobody"
        async with sio.session(sid) as me:
            await sio.emit("private", {"from": me["name"], "text": said["text"]}, to=room)
        return "ok"


@ANSWERS.right
def one_by_one(sio):
    names, rooms = {}, {}

    @sio.event
    async def connect(sid, environ, auth):
        names[sid] = auth["name"]

    @sio.event
    async def disconnect(sid, reason):
        names.pop(sid)
        for there in rooms.values():
            there.discard(sid)

    async def tell(sids, event, data):
        for sid in sids:
            await sio.emit(event, data, to=sid)

    @sio.on("*")
    async def anything(event, sid, said):
        if event == "room:join":
            rooms.setdefault(said, set()).add(sid)
        elif event == "room:say":
            if sid not in rooms.get(said["room"], ()):
                return "join first"
            await tell(rooms[said["room"]], "room:text", {**said, "from": names[sid]})
        else:
            meant = [one for one, name in names.items() if name == said["to"]]
            if not meant:
                return "nobody"
            await tell(meant, "private", {"from": names[sid], "text": said["text"]})
        return "ok"


ENTER = 'await sio.enter_room(sid, "person " + names[sid])'
ANSWERS.edits(
    (', to=room)', ")", "To all who are in the room"),
    (', to=room)', ", to=room, skip_sid=sid)", "the speaker too"),
    ("if room not in sio.rooms(sid):", "if False:", "Who is not in the room"),
    (', to="person " + said["to"])', ")", "To the one who is meant"),
    (', to="person " + said["to"])', ", to=min(one for one in names if names[one] == said['to']))",
     "Bob has two tabs"),
    ('if said["to"] not in names.values():', "if False:", "Nobody of that name is here"),
    ("        del names[sid]", "        pass", "Nobody of that name is here"),
    ('"person " + names[sid]', "names[sid]", ', to="person " + said["to"])', ', to=said["to"])',
     'sid, "room " + room)', "sid, room)", 'room = "room " + said["room"]', 'room = said["room"]',
     "A room has the name of a person"),
    (ENTER, "pass", "To the one who is meant"),
    ('{"from": names[sid], **said}', "said", "with from, room and text"),
    ('        await sio.enter_room(sid, "room " + room)\n        return "ok"',
     '        await sio.enter_room(sid, "room " + room)', "room:join is acknowledged"),
    ("await sio.enter_room(sid, \"room \" + room)", "sio.rooms(sid)", "To all who are in the room"),
)  # fmt: skip
