// What a live page has before anything is run: a button at each cell, and a line below the title that says what a press
// would load. The rest, live.js, comes by a script tag with the first press.

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

/** @param {string} text @param {() => void} onclick */
function button(text, onclick) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "run", textContent: text });
  made.addEventListener("click", onclick);
  return made;
}

/** @type {Promise<import("./lesson.js").Lesson> | undefined} */
let lesson;

/** What runs the lesson. @returns {Promise<import("./lesson.js").Lesson>} */
const live = () => (lesson ??= new Promise((found) => {
  const one = document.createElement("script");
  one.onload = () => found(/** @type {any} */ (globalThis).courseLive.open(script));
  one.onerror = () => { lesson = undefined; line?.append(" It did not come: is the network there? Press again."); };
  one.src = script.src.replace("live-run.js", "live.js");
  document.head.append(one);
}));

/** @type {HTMLElement | undefined} */
let line;

function offer() {
  [...document.querySelectorAll(".cell")].forEach((cell, place) => {
    const box = cell.querySelector(":scope > .code");
    if (!box || cell.matches(".install")) return;
    box.append(button("Run", async () => (await live()).run(place)));
    box.addEventListener("click", async (event) => {
      if (event.target instanceof Element && !event.target.closest("button")) (await live()).edit(place, /** @type {MouseEvent} */ (event));
    });
    const caption = cell.querySelector(".caption");
    if (cell.matches(".exercise") && caption) caption.textContent = "Your turn";
    const note = cell.querySelector(".aside-note");
    if (note) note.textContent = "Run it: what this cell starts waits here for you.";
  });
  line = document.createElement("p");
  line.className = "live-line";
  line.append(button("Run this lesson", async () => (await live()).runAll()), ` in this tab: ${script.dataset.size} to load, once. Or run a cell, or change it first.`);
  document.querySelector(".title")?.append(line);
}

offer();
