// Bytes in forms that can be pasted elsewhere, and files.

import { asHex, asText } from "./text.js";

const SHORT = /** @type {Record<number, string>} */ ({ 9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 92: "\\\\" });

/** A literal of Python: `b"\x81\x857"`. @param {Uint8Array} bytes */
export function asPython(bytes) {
  const one = (/** @type {number} */ value) =>
    SHORT[value] ?? (value >= 32 && value < 127 ? String.fromCharCode(value) : "\\x" + value.toString(16).padStart(2, "0"));
  return `b"${Array.from(bytes, one).join("")}"`;
}

/** What stands between two runs of bytes where some are left out; Python's dots fail as soon as somebody computes with them. */
const FORMS = /** @type {const} */ ({ hex: [asHex, " … "], python: [asPython, " + ... + "], text: [asText, " … "] });

/** @param {import("./bytes.js").Bytes} bytes @param {keyof typeof FORMS} name */
export function written(bytes, name) {
  const [form, gap] = FORMS[name];
  return bytes.runs.map(([, data]) => form(data)).join(gap);
}

/** Put text on the clipboard; where the browser's interface for it is missing (file://), by the old way. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** Let the reader keep a file. @param {string} name @param {BlobPart} data @param {string} type */
export function download(name, data, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([data], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
