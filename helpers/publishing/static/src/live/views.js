// The views' scripts, and the line between them and the session: the same messages as in JupyterLab.

/** @typedef {{receive(message: any): void, end(): void}} Line */

/** @type {Map<string, Promise<unknown>>} */
const loaded = new Map();

/** @param {string} address */
function load(address) {
  const style = /\.css\b/.test(address);
  const there = document.querySelector(`link[rel=stylesheet][href="${address}"], script[src="${address}"]`);
  if (!loaded.has(address)) {
    loaded.set(address, there ? Promise.resolve() : new Promise((done) => {
      const element = document.createElement(style ? "link" : "script");
      Object.assign(element, style ? { rel: "stylesheet", href: address } : { src: address });
      element.onload = element.onerror = done;
      document.head.append(element);
    }));
  }
  return /** @type {Promise<unknown>} */ (loaded.get(address));
}

/** All of them: what a changed cell shows nobody knows before. @param {string[]} addresses */
export async function loadViews(addresses) {
  await recordedData();
  await Promise.all(addresses.map(load));
}

/** The page brings the data of what was recorded when somebody comes near, or by a link; a view without its data is empty. */
async function recordedData() {
  if (document.querySelector("script[data-json]")) dispatchEvent(new Event("hashchange"));
  while (document.querySelector("script[data-json]")) await new Promise(requestAnimationFrame);
}

/** The page's end of the hub. @param {(message: any) => void} send @returns {Line} */
export function connect(send) {
  /** @type {(message: any) => void} */
  let receive = () => {};
  const on = (/** @type {string} */ name, /** @type {(message: any) => void} */ call) => {
    if (name === "msg:custom") receive = call;
  };
  const end = /** @type {any} */ (globalThis).RealtimeWire.initialize({ model: { send, on } });
  return { receive: (message) => receive(message), end };
}
