// UTF-8 that fails at the first impossible byte (RFC 3629 §4). The twin of helpers/protocols/websocket/utf8.py.

import { join } from "./framebox-frame.js";

/** First byte from, to, length of the character, second byte from, to. */
const CHARACTERS = [
  [0x00, 0x7f, 1, 0, 0], [0xc2, 0xdf, 2, 0x80, 0xbf], [0xe0, 0xe0, 3, 0xa0, 0xbf], [0xe1, 0xec, 3, 0x80, 0xbf],
  [0xed, 0xed, 3, 0x80, 0x9f], [0xee, 0xef, 3, 0x80, 0xbf], [0xf0, 0xf0, 4, 0x90, 0xbf], [0xf1, 0xf3, 4, 0x80, 0xbf],
  [0xf4, 0xf4, 4, 0x80, 0x8f],
];

export class Utf8 {
  /** The beginning of a character. */
  rest = new Uint8Array();

  /** Take a piece; what is wrong with it, or nothing. @param {Uint8Array} piece */
  receive(piece) {
    const data = join([this.rest, piece]);
    let at = 0;
    for (let size; at < data.length && (size = character(data, at)) > 0; at += size);
    this.rest = data.slice(at);
    return this.rest.length && character(data, at) < 0 ? `${hex(this.rest.subarray(0, 4))} is not UTF-8` : "";
  }

  /** What is wrong if the text ends here, or nothing. */
  end() {
    return this.rest.length ? `the text ends inside a character: ${hex(this.rest)}` : "";
  }
}

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

/** The size of the character at a place; 0: its end is missing; -1: there can be none. @param {Uint8Array} data @param {number} at */
function character(data, at) {
  const found = CHARACTERS.find(([low, high]) => data[at] >= low && data[at] <= high);
  if (!found) return -1;
  const [, , size, low, high] = found;
  for (let place = 1; place < size; place++) {
    const byte = data[at + place];
    if (byte === undefined) return 0;
    if (byte < (place === 1 ? low : 0x80) || byte > (place === 1 ? high : 0xbf)) return -1;
  }
  return size;
}
