/**
 * What 5C's page must render over a Socket.IO connection that breaks, after judges/page.js: each post once, in order.
 *
 * @typedef {{about: string, acts: (string | number[])[], why: string}} Story
 *   acts: "connect", "disconnect", or the ids of posts that come in one `msg:get`
 */

const TWICE = "A post came twice. Render what has an id beyond the last one you rendered.";
const AGAIN = "connect comes again after each break: a handler that is added there is added once more, and called twice.";
const WHERE = "On each connection say where you are: socket.auth is a function, which is called anew each time.";

/** @type {Story[]} */
const STORIES = [
  { about: "two posts", acts: ["connect", [1, 2]], why: "Render each post of the list." },
  { about: "history, then news", acts: ["connect", [1, 2], [3]], why: "msg:get comes again with what is new: render it." },
  { about: "a post that comes twice", acts: ["connect", [1, 2], [2, 3], [3]], why: TWICE },
  { about: "a break", acts: ["connect", [1, 2], "disconnect", "connect", [3]], why: AGAIN },
  { about: "a break, and all of it again", acts: ["connect", [1, 2], "disconnect", "connect", [1, 2, 3], [4]], why: TWICE },
  { about: "two breaks with nothing new", acts: ["connect", [1], "disconnect", "connect", [], "disconnect", "connect", [1], [2]], why: TWICE },
];

/** As Socket.IO's client looks to a page. */
class Fake {
  connected = false;
  /** @type {any} */
  auth = undefined;
  /** @type {[string, (value?: any) => void][]} */
  handlers = [];

  /** @param {string} event @param {() => void} call */
  on(event, call) {
    this.handlers.push([event, call]);
    return this;
  }

  /** @param {string} event @param {() => void} [call] */
  off(event, call) {
    this.handlers = this.handlers.filter(([name, known]) => name !== event || (call && known !== call));
    return this;
  }

  /** @param {string} event @param {any} [value] */
  fire(event, value) {
    for (const [name, call] of [...this.handlers]) if (name === event) call(value);
  }

  emit() {
    return this;
  }
}

/** What is said on auth now. @param {Fake} socket */
function onAuth(socket) {
  let value = socket.auth;
  if (typeof socket.auth === "function") socket.auth((/** @type {any} */ one) => (value = one));
  return value;
}

/** @param {Stage} stage @param {Story} story @param {(socket: Fake) => void} attach */
function tried(stage, { acts, why }, attach) {
  const socket = new Fake();
  /** @type {number[]} */
  const due = [];
  stage.run(() => attach(socket));
  for (const act of acts) {
    if (act === "connect" && onAuth(socket)?.after !== (due.at(-1) ?? 0)) return WHERE;
    if (typeof act === "string") {
      socket.connected = act === "connect";
      stage.run(() => socket.fire(act, "transport close"));
    } else {
      for (const id of act) if (id > (due.at(-1) ?? 0)) due.push(id);
      stage.run(() => socket.fire("msg:get", act.map((id) => ({ id, text: `post ${id}` }))));
    }
    if (stage.trouble) return stage.trouble;
    const given = stage.rendered.map(({ what }) => what?.id);
    if (JSON.stringify(given) !== JSON.stringify(due)) return why;
  }
  return null;
}

page.judge = async (/** @type {string} */ source) => {
  for (const [done, story] of STORIES.entries()) {
    const stage = new Stage({ about: story.about, until: 0, takes: 0 });
    Object.assign(page, stage.globals());
    /** @type {any} */
    let attach = null;
    stage.run(() => (attach = new Function(`${source}\n;return typeof attach === "function" ? attach : null`)()));
    const none = attach ? null : "There is no function attach(socket).";
    let sentence = stage.trouble || none || tried(stage, story, attach);
    if (!done && !stage.rendered.length && sentence === WHERE && !/\bon\(/.test(source)) sentence = "";
    const found = { case: story.about, tally: `${done} of ${STORIES.length} stories`, printed: stage.printed };
    if (sentence !== null) return { passed: false, sentence, ...found };
  }
  return { passed: true, sentence: "", case: "", tally: `${STORIES.length} of ${STORIES.length} stories`, printed: "" };
};
