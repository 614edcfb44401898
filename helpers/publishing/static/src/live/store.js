// The files of the runtime: from the browser's cache where they are there, else from the server, counted as they come.
// A file is known by its hash, and the lock by the version of the site that the page is of, so that a new site loads what is new and
// nothing else, whatever a host between keeps.

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
    /** @type {(error: any) => any} */
    this.lose = (error) => error;
    /** Rejected when a file does not come. @type {Promise<never>} */
    this.lost = new Promise((_, reject) => {
      this.lose = (error) => (reject(error), error);
    });
    this.lost.catch(() => {});
    /** @type {Map<string, File>} by address */
    this.files = new Map();
  }

  /** The lock of a version; what no lock names any more is forgotten. @param {string} version */
  async lock(version) {
    const address = `${this.base}lock.json${version}`;
    const cache = await this.cache;
    const found = await cache?.match(address);
    if (found) return found.json();
    const reply = await this.network(address);
    if (!reply.ok) throw new Error(`${address}: ${reply.status}`);
    const lock = await reply.clone().json();
    await cache?.put(address, reply).catch(() => {});
    await this.tidy(lock, address);
    return lock;
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
    const reply = found ?? (await this.network(key).catch((error) => { throw this.lose(error); }));
    if (!reply.ok || !reply.body) throw this.lose(new Error(`network: ${address} ${reply.status}`));
    const counted = new Response(this.counted(reply, file), { headers: { "Content-Type": typeOf(address) } });
    if (!found) cache?.put(key, counted.clone()).catch(() => {});
    return counted;
  }

  /** The body of a reply, counted. Pyodide waits for ever for some files that break off, so `lost` is told as well. @param {Response} reply @param {File} file */
  counted(reply, { size, gzip = size }) {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (reply.body).getReader();
    let came = 0;
    const pull = async (/** @type {ReadableStreamDefaultController} */ controller) => {
      try {
        const { done, value } = await reader.read();
        if (done && came !== size) throw new Error(`network: ${came} of ${size} bytes came`);
        if (done) return controller.close();
        came += value.length;
        this.got += (value.length / size) * gzip;
        this.count(this.got, this.size);
        controller.enqueue(value);
      } catch (error) {
        this.lose(error);
        controller.error(error);
      }
    };
    return new ReadableStream({ pull });
  }

  /** Forget other locks, and the files that this one does not name. @param {any} lock @param {string} address */
  async tidy(lock, address) {
    const cache = await this.cache;
    const hashes = new Set([...Object.values(lock.packages), ...Object.values(lock.runtime)].map((file) => file.sha256));
    for (const { url } of (await cache?.keys()) ?? []) {
      const hash = new URL(url).searchParams.get("sha256");
      if (hash ? !hashes.has(hash) : url !== address) await cache?.delete(url);
    }
  }
}

/** @param {string} address */
const typeOf = (address) => (address.endsWith(".wasm") ? "application/wasm" : "application/octet-stream");
