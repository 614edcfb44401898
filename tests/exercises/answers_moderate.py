from socketio.exceptions import ConnectionRefusedError

from tests.exercises.proofs import Answers

ANSWERS = Answers("moderate")


@ANSWERS.right
def with_rooms(sio):
    banned = []

    @sio.event
    async def connect(sid, environ, auth):
        if auth["name"] in banned:
            raise ConnectionRefusedError("banned")
        await sio.save_session(sid, auth)
        await sio.enter_room(sid, "person " + auth["name"])

    @sio.event
    async def ban(sid, name):
        if (await sio.get_session(sid))["name"] != "mod":
            return "not you"
        banned.append(name)
        await sio.emit("banned", name, to="person " + name)
        for one, _ in list(sio.manager.get_participants("/", "person " + name)):
            await sio.disconnect(one)
        return "ok"


@ANSWERS.right
def the_other_way_round(sio):
    people = {}

    @sio.on("connect")
    def come(sid, environ, auth):
        sids = people.setdefault(auth["name"], set())
        if sids is None:
            raise ConnectionRefusedError("banned")
        sids.add(sid)

    @sio.on("disconnect")
    def go(sid, reason):
        for sids in people.values():
            (sids or set()).discard(sid)

    @sio.on("ban")
    async def ban(sid, name):
        if sid in people.get("mod", ()):
            sids, people[name] = people.get(name) or (), None
            for one in sids:
                await sio.emit("banned", name, to=one)
                await sio.disconnect(one)
            return "ok"
        return "not you"


EACH, TELL = (
    "[one for one, known in names.items() if known == name]",
    'await sio.emit("banned", name, to=one)\n',
)
GO = "            await sio.disconnect(one)\n"
ANSWERS.edits(
    ('if names[sid] != "mod":', "if False:", "Only mod may ban"),
    ("banned.add(name)", "pass", "Who is banned is refused on connect"),
    (TELL, "pass\n", 'who is banned hears "banned"'),
    (TELL, 'await sio.emit("banned", name)\n', 'who is banned hears "banned"'),
    (GO, "", "and then is gone"),
    (GO, f"{GO}            break\n", "every connection of that name goes"),
    (EACH, "(one for one, known in names.items() if known == name)", "dictionary changed size during iteration"),
    ('raise ConnectionRefusedError("banned")', "return False", "Who is banned is refused on connect"),
    ('raise ConnectionRefusedError("banned")', 'raise ConnectionRefusedError("go")', "Who is banned is refused"),
    ('        return "ok"', "        pass", 'is acknowledged "ok"'),
    ('return "not you"', "return None", 'acknowledge "not you"'),
)  # fmt: skip
