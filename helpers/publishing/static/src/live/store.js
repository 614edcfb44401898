// The files of the runtime: from the browser's cache where they are there, else from the server, counted as they come.
// A file is known by its hash, so that a new site loads what is new and nothing else.

const CACHE = "course-live";

/** @typedef {{size: number, gzip?: number, sha256: string}} File */

/** What the browser keeps between visits; nothing where it may keep nothing. @returns {Promise<Cache | undefined>} */
async function opened() {
  try {
    return await caches.open(CACHE);
  } catch {
    return undefined; // no secure context, or storage is closed
  }
}

export class Store {
  got = 0;
  size = 0;

  /** @param {string} base @param {(got: number, size: number) => void} count */
  constructor(base, count) {
    this.base = base;
    this.count = count;
    this.network = globalThis.fetch.bind(globalThis);
    this.cache = opened();
    /** @type {Map<string, File>} by address */
    this.files = new Map();
  }

  /** The lock; without a network the one of the last visit. */
  async lock() {
    const address = this.base + "lock.json";
    const cache = await this.cache;
    try {
      const reply = await this.network(address, { cache: "no-cache" });
      if (!reply.ok) throw new Error(`${address}: ${reply.status}`);
      await cache?.put(address, reply.clone()).catch(() => {});
      return reply.json();
    } catch (error) {
      const found = await cache?.match(address);
      if (!found) throw error;
      return found.json();
    }
  }

  /** Count these files too. @param {[string, File][]} files by name */
  expect(files) {
    for (const [name, file] of files) {
      this.files.set(this.base + name, file);
      this.size += file.gzip ?? file.size;
    }
  }

  /** As `fetch`, for the files that are expected. @param {string} address @returns {Promise<Response>} */
  async fetch(address) {
    const file = this.files.get(address);
    if (!file) return this.network(address);
    const key = `${address}?sha256=${file.sha256}`;
    const cache = await this.cache;
    const found = await cache?.match(key);
    const reply = found ?? (await this.network(key));
    if (!reply.ok || !reply.body) throw new Error(`${address}: ${reply.status}`);
    const counted = new Response(reply.body.pipeThrough(this.counter(address, file)), { headers: { "Content-Type": typeOf(address) } });
    if (!found) cache?.put(key, counted.clone()).catch(() => {});
    return counted;
  }

  /** @param {string} address @param {File} file */
  counter(address, { size, gzip = size }) {
    let came = 0;
    return new TransformStream({
      transform: (/** @type {Uint8Array} */ chunk, controller) => {
        came += chunk.length;
        this.got += (chunk.length / size) * gzip;
        this.count(this.got, this.size);
        controller.enqueue(chunk);
      },
      flush: (controller) => {
        if (came !== size) controller.error(new Error(`${address}: ${came} of ${size} bytes`));
      },
    });
  }

  /** Forget what no file has any more. */
  async tidy() {
    const cache = await this.cache;
    const hashes = new Set([...this.files.values()].map((file) => file.sha256));
    for (const { url } of (await cache?.keys()) ?? []) {
      const hash = new URL(url).searchParams.get("sha256");
      if (hash && !hashes.has(hash)) await cache?.delete(url);
    }
  }
}

/** @param {string} address */
const typeOf = (address) => (address.endsWith(".wasm") ? "application/wasm" : "application/octet-stream");
