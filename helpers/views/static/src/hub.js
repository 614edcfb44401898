// The line to the kernels: one hub a kernel, each an anywidget model that is never displayed. It asks for every view in
// sight; the kernel that knows a view answers, and what nobody answers for stays static.

/** @typedef {(message: object) => void} Link */
/** @typedef {HTMLElement & {version: number, receive(link: Link, message: any): void, lose(link: Link): void}} View An element of ours. */

/** The script runs once a kernel, the elements are defined by the first of them: what they share is global.
 * @type {Set<Link>} */
const links = (/** @type {any} */ (globalThis).realtimeWireLinks ??= new Set());
/** Who has the widgets of a kernel, by its link. @type {Map<Link, any>} */
const managers = ((/** @type {any} */ (globalThis).realtimeWireManagers) ??= new Map());
/** The elements of ours. @type {Set<string>} */
const tags = (/** @type {any} */ (globalThis).realtimeWireTags ??= new Set());

/** Whether this is a published page, whose views show what was recorded: there we are a classic script, in JupyterLab a module. */
const page = document.currentScript !== null;
export const onPage = () => page;

const here = document.currentScript?.getAttribute("src") ?? "";

/** Run a script, on a page. @param {string} src */
export const load = (src) => new Promise((onload, onerror) => {
  document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
});

/** @type {Map<string, Promise<unknown>>} scripts on their way */
const coming = new Map();

/** What is not needed at first. In JupyterLab it is there; a page asks for it when it is needed. @param {string} name */
async function later(name) {
  const shared = /** @type {any} */ (globalThis);
  const known = `realtimeWire_${name}`;
  if (!coming.has(name) && !shared[known]) coming.set(name, load(here.replace(/\w+\.js/, `${name}.js`)).finally(() => coming.delete(name)));
  await coming.get(name);
  return shared[known];
}

/** What somebody asks for. @returns {Promise<typeof import("./more.js")>} */
export const more = () => later("more");

/** What may still be sent, where a protocol counts it. @returns {Promise<typeof import("./room.js")>} */
export const room = () => later("room");

/** Define custom elements that are not defined yet. @param {Record<string, CustomElementConstructor>} elements */
export function define(elements) {
  for (const [tag, element] of Object.entries(elements)) {
    tags.add(tag);
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
}

/** JupyterLab's manager of the widgets of a kernel. @param {Link} link */
export const managerOf = (link) => managers.get(link);

/** A view came into sight. @param {View} view */
export function claim(view) {
  for (const link of links) ask(view, link);
}

/** @param {View} view @param {Link} link */
function ask(view, link) {
  if (view.dataset.view) link({ kind: "open", view: view.dataset.view, version: view.version });
}

/** Those that a kernel may know. @returns {View[]} */
const views = () => [...document.querySelectorAll(`:is(${[...tags]})[data-view]`)].map((view) => /** @type {View} */ (view));

/**
 * A kernel's hub is there: anywidget calls this once a kernel. What comes back ends it.
 * @param {{model: {widget_manager?: any, send(message: object): void, on(name: string, call: (message: any) => void): void}}} context
 */
export function initialize({ model }) {
  const link = (/** @type {object} */ message) => {
    try {
      model.send(message);
    } catch {
      end(); // the kernel was shut down
    }
  };
  const end = () => {
    if (links.delete(link)) for (const view of views()) view.lose(link);
    managers.delete(link);
  };
  model.on("msg:custom", (message) => {
    for (const view of views()) if (view.dataset.view === message.view) view.receive(link, message);
  });
  model.on("comm_live_update", end); // the kernel restarts
  links.add(link);
  managers.set(link, model.widget_manager);
  for (const view of views()) ask(view, link);
  return end;
}
