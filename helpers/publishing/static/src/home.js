// The first page: how many exercises of each lesson are solved, as the learner's own progress file says. The file is read here and
// goes nowhere; what it says is kept in the browser.

const KEY = "course-solved";

/** The names of solved exercises. @param {string} text @returns {string[]} */
function solvedIn(text) {
  const file = JSON.parse(text);
  if (file?.version !== 1 || typeof file.exercises !== "object") throw new SyntaxError("no progress file");
  return Object.entries(file.exercises).filter(([, one]) => one?.passed).map(([name]) => name);
}

/** @param {string[]} names */
function show(names) {
  const solved = new Set(names);
  for (const lesson of document.querySelectorAll("[data-exercises]")) {
    const own = (lesson.getAttribute("data-exercises") ?? "").split(" ");
    const count = own.filter((name) => solved.has(name)).length;
    const place = lesson.querySelector(".solved");
    if (place) place.textContent = names.length ? `${count} of ${own.length} solved` : "";
  }
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

const chosen = /** @type {HTMLInputElement | null} */ (document.querySelector("#progress input"));
const said = document.querySelector("#progress output");
show(stored());
chosen?.addEventListener("change", async () => {
  const file = chosen.files?.[0];
  if (!file || !said) return;
  try {
    const names = solvedIn(await file.text());
    show(names);
    said.textContent = `Solved: ${names.length}.`;
    localStorage.setItem(KEY, JSON.stringify(names));
  } catch (error) {
    const closed = error instanceof DOMException;
    said.textContent = closed ? "Shown, but this browser keeps nothing." : `${file.name} is no progress file: choose progress.json.`;
  }
  chosen.value = ""; // the same file again is a change too
});
