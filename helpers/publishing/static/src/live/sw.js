// A service worker of the folder live/ alone: without a network it answers for the scripts by which Python starts. What they load
// next is in the cache of store.js. And it stands behind the addresses of servers that run in a lesson's tab. The pages of the site are
// none of its business.

import { answered as fromTab, heard, placeOf } from "./behind.js";

const CACHE = "course-live-scripts";

/** As much of a service worker as this one needs. @type {any} */
const worker = globalThis;
const { search: version } = worker.location;

/** @param {string} name */
const address = (name) => new URL(name, worker.location.href).href;

/** Its addresses change with what is there, so what is kept is never old. @param {Request} request */
async function answered(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** The scripts of this version, and nothing of another. */
async function keep() {
  const [cache, reply] = await Promise.all([caches.open(CACHE), fetch(address("lock.json" + version))]);
  const { runtime } = await reply.json();
  const scripts = ["pyodide.mjs", "pyodide.asm.mjs"].map((name) => `runtime/${name}?v=${runtime[name].sha256.slice(0, 8)}`);
  const addresses = ["live-worker.js" + version, "live-inside.js" + version, ...scripts].map(address);
  await cache.addAll(addresses);
  for (const { url } of await cache.keys()) if (!addresses.includes(url)) await cache.delete(url);
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keep().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(heard(event)));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const place = placeOf(event.request.url);
  if (place) event.respondWith(fromTab(event.request, place));
  else if (event.request.destination === "worker" || event.request.destination === "script") event.respondWith(answered(event.request));
});
