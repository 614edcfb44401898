// Bytes of which some may not be here: a view leaves out the middle of what is large. What pieces.py wrote, read back.

/** @param {string} text base64 */
export function fromBase64(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let place = 0; place < raw.length; place++) bytes[place] = raw.charCodeAt(place);
  return bytes;
}

/** @typedef {[number, Uint8Array]} Run where some bytes start, and they */

/** `length` bytes of which the runs are known. Nothing changes it. */
export class Bytes {
  /** @param {number} length @param {Run[]} runs in order, apart from each other */
  constructor(length, runs) {
    this.length = length;
    this.runs = runs;
  }

  /** @param {Uint8Array} data */
  static of(data) {
    return new Bytes(data.length, data.length ? [[0, data]] : []);
  }

  /** One after the other. @param {Bytes[]} all */
  static join(all) {
    let length = 0;
    const runs = all.flatMap((bytes) => {
      const start = length;
      length += bytes.length;
      return bytes.runs.map(([at, data]) => /** @type {Run} */ ([start + at, data]));
    });
    return new Bytes(length, merged(runs));
  }

  /** How many are left out. */
  get missing() {
    return this.length - this.runs.reduce((sum, [, data]) => sum + data.length, 0);
  }

  /** Those that are here, without a gap where some are not. @returns {Uint8Array} */
  get known() {
    return this.runs.length === 1 ? this.runs[0][1] : joined(this.runs.map(([, data]) => data));
  }

  /** @param {number} place */
  at(place) {
    const run = this.runs.findLast(([start]) => start <= place);
    return run?.[1][place - run[0]];
  }

  /** @param {number} start @param {number} end */
  slice(start, end) {
    const runs = this.runs.filter(([at, data]) => at < end && at + data.length > start).map(([at, data]) =>
      /** @type {Run} */ ([Math.max(at - start, 0), data.subarray(Math.max(start - at, 0), end - at)]));
    return new Bytes(Math.max(0, end - start), runs);
  }

  /** @param {(value: number, place: number) => number} change */
  map(change) {
    return new Bytes(this.length, this.runs.map(([start, data]) => [start, data.map((value, place) => change(value, start + place))]));
  }
}

/** Put together what has no gap between. @param {Run[]} runs @returns {Run[]} */
function merged(runs) {
  /** @type {[number, Uint8Array[], number][]} */
  const groups = [];
  for (const [start, data] of runs) {
    const last = groups.at(-1);
    if (last?.[2] === start) last[1].push(data), (last[2] += data.length);
    else groups.push([start, [data], start + data.length]);
  }
  return groups.map(([start, all]) => [start, all.length === 1 ? all[0] : joined(all)]);
}

/** @param {Uint8Array[]} all */
function joined(all) {
  const out = new Uint8Array(all.reduce((sum, data) => sum + data.length, 0));
  let end = 0;
  for (const data of all) out.set(data, end), (end += data.length);
  return out;
}

/** One piece: text, or base64 in a list. @param {string | [string]} piece */
const decoded = (piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : fromBase64(piece[0]));

/** `[offset, piece, …]`, where a number is a gap. @param {any[]} list @returns {Run[]} */
function runsOf([offset, ...list]) {
  const runs = /** @type {Run[]} */ ([]);
  for (const piece of list) {
    if (typeof piece === "number") offset += piece;
    else {
      const data = decoded(piece);
      runs.push([offset, data]);
      offset += data.length;
    }
  }
  return runs;
}

/** What stands by itself. @param {any[]} list */
export function blob(list) {
  const runs = merged(runsOf(list));
  const last = runs.at(-1);
  return new Bytes(last ? last[0] + last[1].length : 0, runs);
}

/** What one side sent on one connection, as far as it is here; it grows, and gaps may be filled. */
export class Stream {
  /** @type {Run[]} */
  runs = [];

  /** @param {any[]} list `[offset, piece, …]` */
  add(list) {
    for (const [start, data] of runsOf(list)) this.put(start, data);
  }

  /** Keep what is new of some bytes. @param {number} start @param {Uint8Array} data */
  put(start, data) {
    const last = this.runs.at(-1);
    if (!last || last[0] + last[1].length <= start) return void this.runs.push([start, data]);
    const end = start + data.length;
    let at = start;
    const gaps = /** @type {Run[]} */ ([]);
    for (const [from, known] of this.runs) {
      if (from > at) gaps.push([at, data.subarray(at - start, Math.max(at, Math.min(from, end)) - start)]);
      at = Math.max(at, from + known.length);
    }
    if (at < end) gaps.push([at, data.subarray(at - start)]);
    this.runs = [...this.runs, ...gaps.filter(([, gap]) => gap.length)].sort((a, b) => a[0] - b[0]);
  }

  /** @param {number} start @param {number} end */
  slice(start, end) {
    let [low, high] = [0, this.runs.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.runs[middle][0] <= start) low = middle;
      else high = middle;
    }
    const near = [];
    for (let place = low; place < this.runs.length && this.runs[place][0] < end; place++) near.push(this.runs[place]);
    return new Bytes(end - start, merged(new Bytes(end, near).slice(start, end).runs));
  }
}
