// A service worker of the folder live/ alone: without a network it answers for the scripts by which Python starts. What they load
// next is in the cache of store.js. The pages of the site are none of its business.

const CACHE = "course-live-scripts";
const SCRIPTS = ["live-worker.js", "runtime/pyodide.mjs", "runtime/pyodide.asm.mjs"];

/** As much of a service worker as this one needs. @type {any} */
const worker = globalThis;

/** @param {string} name */
const address = (name) => new URL(name, worker.location.href).href;

/** @param {Request} request */
async function answered(request) {
  const cache = await caches.open(CACHE);
  try {
    const reply = await fetch(request);
    if (reply.ok) await cache.put(request, reply.clone());
    return reply;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SCRIPTS.map(address))).then(() => worker.skipWaiting()));
});
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  if (SCRIPTS.some((name) => event.request.url === address(name))) event.respondWith(answered(event.request));
});
