/** What the loop of 2C's page must keep, after judges/page.js: when each request leaves, and what is rendered. */

const PAUSE = 3000;

/** @type {Scene[]} */
const SCENES = [
  { about: "a server that replies after 0.5 s", takes: 500, until: 9000 },
  { about: "a server that replies after 4 s", takes: 4000, until: 20000 },
  { about: "the second request is lost: fetch rejects", takes: 1000, until: 14000, replies: [200, "lost"] },
  { about: "the second reply has status 503", takes: 1000, until: 14000, replies: [200, 503] },
  { about: "the second reply is not JSON: reply.json() rejects", takes: 1000, until: 14000, replies: [200, "not JSON"] },
  { about: "refresh() at 2.5 s, while the loop waits", takes: 1000, until: 14000, presses: [2500] },
  { about: "refresh() at 2 s, while a request is on its way", takes: 4000, until: 20000, presses: [2000] },
  { about: "refresh() at 6 s, after a request that was lost", takes: 1000, until: 14000, replies: [200, "lost"], presses: [6000] },
];

/** @param {number} time */
const at = (time) => `at ${time / 1000} s`;

/** @param {Stage} stage */
function* broken(stage) {
  if (!stage.asked.length) yield "";
  if (!stage.refresh) yield "There is no function refresh(): the page's button calls it.";
  yield* shown(stage);
  yield* timely(stage);
}

/** Each reply is rendered once, when it comes; a failure is not. @param {Stage} stage */
function* shown({ asked, rendered, scene }) {
  for (const { what } of rendered) {
    if (what instanceof Promise) yield "Rendered was a promise: reply.json() gives one, so await it.";
    if (typeof what?.json === "function") yield "Rendered was the reply itself: its JSON is what await reply.json() gives.";
    if (what?.error) yield `Rendered was the body of a ${what.error}: fetch does not reject for a status, so look at reply.ok.`;
    if (what?.messages === undefined) yield `Rendered was ${JSON.stringify(what)}: render what await reply.json() gives.`;
  }
  for (const { number, until, fate } of asked) {
    const own = rendered.filter(({ what }) => what.number === number);
    if (fate !== 200 || until > scene.until) continue;
    if (!own.length) yield `The reply that came ${at(until)} was not rendered.`;
    if (own.length > 1) yield `The reply that came ${at(until)} was rendered twice.`;
    if (own[0].at !== until) yield `The reply came ${at(until)} and was rendered ${at(own[0].at)}: render first, then wait.`;
  }
}

/** Each request leaves when it is due. @param {Stage} stage */
function* timely({ asked, scene }) {
  const { presses = [], until } = scene;
  if (asked[0].at) yield `The first request left ${at(asked[0].at)}: it leaves when the script runs.`;
  for (const [index, one] of asked.entries()) {
    const next = asked[index + 1]?.at ?? Infinity;
    const pressed = presses.find((moment) => moment > one.until && moment < one.until + PAUSE);
    const due = pressed ?? one.until + PAUSE;
    if (next === due || (due > until && next > until)) continue;
    if (next < one.until) yield presses.includes(next) ? busy(next) : overtaken(next);
    else if (next > due) yield late(one, due, pressed);
    else yield early(one, next, due, presses.includes(one.at));
  }
}

/** @param {number} next */
const busy = (next) => `refresh() was called ${at(next)}, while a request was on its way, and sent another: keep in mind that one is.`;

/** @param {number} next */
const overtaken = (next) => `A request left ${at(next)}, while another was on its way: set the timer when the reply is there.`;

/** @param {Asked} one @param {number} due @param {number} [pressed] */
function late({ fate, until }, due, pressed) {
  if (pressed !== undefined) return `refresh() was called ${at(pressed)}, while the loop waited: a request leaves in that moment.`;
  const ended = fate === 200 ? `The reply came ${at(until)}` : `A request failed ${at(until)}`;
  return `${ended}, and no request left ${at(due)}: ${fate === 200 ? "set a timer" : "catch what fails, and set the timer after it too"}.`;
}

/** @param {Asked} one @param {number} next @param {number} due @param {boolean} pressed */
function early({ fate, until }, next, due, pressed) {
  const left = `The next request left ${at(next)} and not ${at(due)}`;
  if (pressed) return `${left}: refresh() had asked, and the timer from before rang all the same. clearTimeout() takes it back.`;
  if (fate !== 200) return `${left}: after a failure, too, the loop waits 3 s.`;
  if (next - until < 10) return `${left}: setTimeout(poll, 3000) takes the function and milliseconds; poll() calls it now.`;
  return `${left}: the 3 s begin when the reply is rendered. setInterval does not wait for it.`;
}

page.judge = (/** @type {string} */ source) => played(source, SCENES, broken);
