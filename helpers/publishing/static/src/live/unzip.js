// Wheels are zips: their files, inflated by the browser itself, and laid where Python looks for packages. Pyodide's own way unpacks them
// in Python, one after the other, and only once Python has started.

/** @typedef {[name: string, data: Uint8Array][]} Files */

const END = 0x06054b50; // "PK\5\6", which begins the last record: it has no comment in what we load

/** @param {ArrayBuffer} archive @returns {Promise<Files>} */
export async function unzipped(archive) {
  const view = new DataView(archive);
  const end = archive.byteLength - 22;
  if (end < 0 || view.getUint32(end, true) !== END) throw new Error("network: a wheel came that is none");
  const names = new TextDecoder();
  const files = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const packed = view.getUint16(at + 10, true) !== 0;
    const size = view.getUint32(at + 20, true);
    const [name, extra, comment] = [28, 30, 32].map((one) => view.getUint16(at + one, true));
    const file = view.getUint32(at + 42, true);
    const start = file + 30 + view.getUint16(file + 26, true) + view.getUint16(file + 28, true);
    const data = new Uint8Array(archive, start, size);
    files.push(named(names.decode(new Uint8Array(archive, at + 46, name)), packed ? inflated(data) : data));
    at += 46 + name + extra + comment;
  }
  return Promise.all(files);
}

/** @param {string} name @param {Promise<Uint8Array> | Uint8Array} data @returns {Promise<[string, Uint8Array]>} */
const named = async (name, data) => [name, await data];

/** @param {Uint8Array<ArrayBuffer>} data */
async function inflated(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Write files below a folder. @param {any} FS Emscripten's @param {string} folder @param {Files} files */
export function lay(FS, folder, files) {
  const made = new Set();
  for (const [name, data] of files) {
    const path = `${folder}/${name}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) FS.mkdirTree(parent);
    made.add(parent);
    FS.writeFile(path, data, { canOwn: true });
  }
}
