// The controls of a frame box: they write a whole frame anew, where a click on a bit changes that bit alone.

import { fill, h } from "./dom.js";
import { asHex } from "./text.js";
import { NAMES, holds, shortest } from "./framebox-frame.js";

/** @typedef {import("./framebox-frame.js").Frame} Frame */

const MOST = 70_000; // bytes of a payload, enough for the 64-bit length

let boxes = 0;

export class Form {
  /** @param {(change: Partial<Frame>) => void} edit @param {(role: string) => void} turn @param {(why: string) => void} refuse */
  constructor(edit, turn, refuse) {
    const id = `rw-box-${++boxes}`;
    this.reader = choice([["server", "a server"], ["client", "a client"]], (value) => turn(value));
    this.fin = tick((checked) => edit({ fin: checked }));
    this.opcode = choice(Array.from({ length: 16 }, (_, code) => [String(code), `${code} ${NAMES[code] ?? "reserved"}`]), (value) => edit({ opcode: Number(value) }));
    this.form = choice([["7", "7 bits"], ["16", "7 + 16 bits"], ["64", "7 + 64 bits"]], (value) => edit({ form: Number(value) }));
    this.mask = tick((checked) => edit({ key: checked ? bytesOf(this.key.value, 4) : null }));
    const digits = (/** @type {HTMLInputElement} */ input, /** @type {() => void} */ typed) => {
      const wrong = /[^0-9a-f\s]+/i.exec(input.value);
      input.toggleAttribute("aria-invalid", !!wrong);
      refuse(wrong ? `“${wrong[0]}” is no hex: the digits are 0 to 9 and a to f. The frame stays as it was.` : "");
      if (!wrong) typed();
    };
    const left = (/** @type {HTMLInputElement} */ input) => input.hasAttribute("aria-invalid") && (input.removeAttribute("aria-invalid"), refuse(""));
    this.key = field({ spellcheck: "false", size: 11, maxlength: 11, onblur: () => left(this.key) }, () => digits(this.key, () => edit({ key: bytesOf(this.key.value, 4) })));
    this.text = field({ spellcheck: "false" }, () => edit({ payload: new TextEncoder().encode(this.text.value).subarray(0, MOST) }));
    this.hex = field({ spellcheck: "false", onblur: () => left(this.hex) }, () => digits(this.hex, () => edit({ payload: bytesOf(this.hex.value) })));
    this.size = field({ type: "number", min: 0, max: MOST, step: 1 }, () => edit({ payload: resized(this.payload, Number(this.size.value)) }));
    /** @type {Uint8Array} */
    this.payload = new Uint8Array();
    const rows = [
      ["Who reads it", this.reader], ["FIN", this.fin], ["Opcode", this.opcode], ["Length as", this.form], ["Masked", this.mask], ["Key", this.key],
      ["Payload as text", this.text], ["Payload in hex", this.hex], ["Bytes", this.size],
    ];
    const labelled = /** @type {[string, HTMLElement][]} */ (rows).map(([name, control], place) => {
      control.id = `${id}-${place}`;
      return h(`span.control${control === this.text || control === this.hex ? ".wide" : ""}`, null, h("label", { for: control.id }, name), control);
    });
    this.root = h("div.controls", { role: "group", "aria-label": "The frame's fields" }, ...labelled);
  }

  /** Show a frame; a control that is being typed in stays as it is. @param {Frame} frame @param {string} role */
  show({ fin, opcode, payload, key, form }, role) {
    const put = (/** @type {HTMLInputElement | HTMLSelectElement} */ control, /** @type {string} */ value) => {
      if (control !== document.activeElement || control instanceof HTMLSelectElement) control.value = value;
    };
    this.payload = payload;
    this.fin.checked = fin;
    this.mask.checked = key !== null;
    put(this.reader, role);
    put(this.opcode, String(opcode));
    put(this.form, String(form || shortest(payload.length)));
    for (const option of this.form.options) option.disabled = !holds(Number(option.value), payload.length);
    if (key) put(this.key, asHex(key));
    put(this.size, String(payload.length));
    put(this.hex, payload.length > 200 ? asHex(payload.subarray(0, 200)) + " …" : asHex(payload));
    this.hex.readOnly = payload.length > 200;
    const text = readable(payload);
    put(this.text, text ?? "");
    this.text.placeholder = text === null ? "not text" : "";
    this.text.readOnly = payload.length > 200;
  }
}

/** @param {Uint8Array} payload @returns {string | null} */
function readable(payload) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
    return payload.length > 200 ? text.slice(0, 200) + " …" : text;
  } catch {
    return null;
  }
}

/** Hex digits as bytes; what is no digit is passed over. @param {string} text @param {number} [size] */
export function bytesOf(text, size) {
  const digits = text.replace(/[^0-9a-f]/gi, "");
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16)).subarray(0, size ?? MOST);
  return size ? Uint8Array.from({ length: size }, (_, place) => bytes[place] ?? 0) : bytes;
}

/** A payload repeated or cut to a size. @param {Uint8Array} payload @param {number} size */
function resized(payload, size) {
  const wanted = Math.max(0, Math.min(MOST, Math.floor(size) || 0));
  const from = payload.length ? payload : Uint8Array.of(0x78);
  return Uint8Array.from({ length: wanted }, (_, place) => from[place % from.length]);
}

/** @param {string[][]} options @param {(value: string) => void} chosen */
function choice(options, chosen) {
  const select = /** @type {HTMLSelectElement} */ (h("select", { onchange: () => chosen(select.value) }));
  fill(select, ...options.map(([value, name]) => h("option", { value }, name)));
  return select;
}

/** @param {(checked: boolean) => void} changed */
function tick(changed) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", onchange: () => changed(box.checked) }));
  return box;
}

/** @param {import("./dom.js").Props} props @param {() => void} typed */
function field(props, typed) {
  return /** @type {HTMLInputElement} */ (h("input", { type: "text", autocomplete: "off", ...props, oninput: typed }));
}
