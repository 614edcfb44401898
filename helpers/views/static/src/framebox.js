// <frame-box>: one frame as bits that can be flipped, with what they mean and what a strict peer does with them.
// It needs no kernel; where one is there and gave it a way to send, its bytes go out on a real wire.

import { asPython, copy } from "./copy.js";
import { asHex } from "./text.js";
import { fill, h, keepKeys, plural, rfcLink } from "./dom.js";
import { Bits } from "./framebox-bits.js";
import { Form, bytesOf } from "./framebox-form.js";
import { encode, parseHeader, parts, shortest, xor } from "./framebox-frame.js";
import { judge } from "./framebox-judge.js";
import { meanings, sentences } from "./framebox-words.js";
import { claim } from "./hub.js";

/** @typedef {import("./framebox-frame.js").Frame} Frame */
/** @typedef {import("./framebox-judge.js").Role} Role */

const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d); // of RFC 6455 §5.7
const ROWS = 16; // meanings that are listed
const SHOWN = 160; // characters of a reply; the rest is folded

export class FrameBox extends HTMLElement {
  /** @type {Box | null} */
  box = null;
  /** @type {import("./hub.js").Link | null} */
  link = null;
  version = 0;

  connectedCallback() {
    if (!this.box) this.build();
    claim(this);
  }

  build() {
    const script = this.querySelector('script[type="application/json"]');
    if (!script) return;
    const { title, frame, reader } = JSON.parse(script.textContent ?? "");
    keepKeys(this);
    this.box = new Box(title, bytesOf(frame), reader);
    this.replaceChildren(this.box.root);
  }

  /** The kernel can send for this box, or says what came of it. @param {import("./hub.js").Link} link @param {any} message */
  receive(link, message) {
    if (!this.box) return;
    this.link = link;
    this.box.send = (hex) => link({ kind: "act", view: this.dataset.view, data: hex });
    if (message.kind === "done") this.box.sent(message.said, message.error);
    else this.box.draw();
  }

  /** @param {import("./hub.js").Link} link */
  lose(link) {
    if (this.link !== link || !this.box) return;
    this.link = this.box.send = null;
    this.box.draw();
    this.box.sent("", "The kernel is gone. Run the cell again to send frames; the bits still flip.");
  }
}

class Box {
  /** @type {((hex: string) => void) | null} */
  send = null;

  /** @param {string} title @param {Uint8Array} data @param {Role} reader */
  constructor(title, data, reader) {
    this.original = { data, reader };
    this.data = data;
    this.reader = reader;
    this.frame = /** @type {Frame} */ ({ fin: true, rsv: 0, opcode: 1, payload: new Uint8Array(), key: null, form: 0 });
    this.bits = new Bits((bit) => this.flip(bit));
    this.form = new Form((change) => this.edit(change), (role) => this.turn(/** @type {Role} */ (role)), (why) => this.refuse(why));
    this.said = h("div.verdict", { role: "status" });
    this.list = h("div.meanings", null);
    this.line = h("p.bytes", null);
    this.status = h("p.status", { role: "status" });
    this.meta = h("span.meta", null);
    this.sender = h("button.primary", { type: "button", hidden: true, onclick: () => this.send?.(asHex(this.data)) }, "Send");
    const button = (/** @type {string} */ name, /** @type {() => void} */ onclick) => h("button", { type: "button", onclick }, name);
    const tools = h("div.tools", null, this.sender, button("Copy as Python", () => copy(asPython(this.data))), button("Reset", () => this.reset()));
    this.root = h(
      "section.view.wire.box", { "aria-label": `Frame box: ${title}` },
      h("div.top.bar", null, h("strong", null, title), this.meta, tools), this.status, this.form.root, h("div.diagram", null, this.bits.root, this.bits.more),
      this.line, this.said, this.list,
    );
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    this.take();
    this.draw();
  }

  /** One bit changes; all that follows from it is read anew. @param {number} bit */
  flip(bit) {
    this.data = this.data.map((byte, place) => (place === bit >> 3 ? byte ^ (0b1000_0000 >> (bit & 7)) : byte));
    this.take();
    this.draw();
  }

  /** Fields change; the frame is written anew. @param {Partial<Frame>} change */
  edit(change) {
    this.frame = { ...this.frame, ...change };
    this.data = encode(this.frame);
    this.take();
    this.draw();
  }

  /** @param {Role} role */
  turn(role) {
    this.reader = role;
    this.draw();
  }

  /** What was typed makes no frame; nothing: what was refused is taken back. @param {string} why */
  refuse(why) {
    this.status.classList.toggle("rw-error", !!why);
    fill(this.status, why);
    if (!why) setTimeout(() => this.draw()); // when the field has lost the focus, it shows the frame again
  }

  reset() {
    ({ data: this.data, reader: this.reader } = this.original);
    this.take();
    this.draw();
  }

  /** Read the frame out of the bytes; where they are not exactly one frame, keep the payload that was meant. */
  take() {
    const header = parseHeader(this.data);
    if (!this.data.length) return;
    const first = this.data[0];
    Object.assign(this.frame, { fin: first > 127, rsv: (first >> 4) & 7, opcode: first & 15 });
    if (!header || BigInt(this.data.length - header.size) !== header.length) return;
    const payload = this.data.subarray(header.size);
    const form = (header.extended || 7 / 8) * 8 === shortest(payload.length) ? 0 : header.extended * 8;
    Object.assign(this.frame, { payload: header.key ? xor(payload, header.key) : payload, key: header.key, form });
  }

  draw() {
    const all = parts(this.data);
    const header = parseHeader(this.data);
    this.bits.draw(this.data, all, header?.key ?? null);
    this.form.show(this.frame, this.reader);
    if (!this.form.key.value) this.form.key.value = asHex(KEY);
    fill(this.meta, plural(this.data.length, "byte"));
    const shown = this.data.subarray(0, 32);
    fill(this.line, h("span.soft", null, "On the wire: "), h("code", null, asHex(shown) + (shown.length < this.data.length ? " …" : "")));
    const lines = sentences(judge(this.data, { role: this.reader, key: KEY }), this.reader, this.data.length);
    fill(this.said, h("b", null, `A strict ${this.reader} …`), h("ul", null, ...lines.map(said)));
    fill(this.list, table(this.data, all));
    this.sender.hidden = !this.send;
  }

  /** @param {string | undefined} said @param {string | undefined} error */
  sent(said, error) {
    this.status.classList.toggle("rw-error", !!error);
    const text = error || said || "sent";
    const rest = text.length > SHOWN ? h("details", null, h("summary", null, text.slice(0, SHOWN) + " …"), text) : text;
    fill(this.status, rest);
  }
}

/** @param {import("./framebox-words.js").Sentence} sentence */
function said({ kind, text, reply, rfc }) {
  const answer = reply.length > 40 ? asHex(reply.subarray(0, 40)) + " …" : asHex(reply);
  return h(`li.${kind}`, null, text, rfc && " ", rfc && rfcLink(rfc), reply.length > 0 && h("span.reply", null, " It sends ", h("code", null, answer)));
}

/** @param {Uint8Array} data @param {import("./framebox-frame.js").Part[]} all */
function table(data, all) {
  const rows = all.slice(0, ROWS).flatMap((part) => meanings(data, part, all).map((meaning) => ({ ...meaning, fresh: part.frame > 0 && part.name === "first" && meaning.name === "FIN" })));
  const line = (/** @type {typeof rows[number]} */ { name, value, note, rfc, tint, fresh }) =>
    h(`tr${fresh ? ".fresh" : ""}`, null, h("th", { scope: "row" }, h(`span.key.f${tint}`, null), name), h("td", null, h("code", null, value)), h("td", null, note, " ", rfcLink(rfc)));
  const head = h("tr", null, ...["field", "value", "meaning"].map((name) => h("th", { scope: "col" }, name)));
  return h("table", null, h("thead", null, head), h("tbody", null, ...rows.map(line)));
}
