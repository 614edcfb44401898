// Python as the page shows it: the same few elements as helpers/publishing/page/highlight.py writes. A cell of some lines is
// done anew with every key, so this knows tokens and no grammar.

import { make } from "../dom.js";

const TOKENS = [
  /(?<c>#.*)/,
  /(?<s>[rbfutRBFUT]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?))/,
  /(?<f>(?<=^[ \t]*)@[\w.]+|(?<=\b(?:def|class)[ \t]+)\w+)/,
  /(?<m>\b(?:0[xobXOB][\da-fA-F_]+|\d[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?[jJ]?|True|False|None)\b)/,
  /(?<k>\b(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b)/,
  /(?<b>(?<!\.)\b(?:abs|all|any|ascii|bin|bool|bytearray|bytes|callable|chr|dict|dir|divmod|enumerate|eval|exec|filter|float|format|frozenset|getattr|hasattr|hash|hex|id|input|int|isinstance|issubclass|iter|len|list|map|max|memoryview|min|next|object|oct|open|ord|pow|print|property|range|repr|reversed|round|set|setattr|slice|sorted|staticmethod|str|sum|super|tuple|type|vars|zip|[A-Z]\w*(?:Error|Exception|Warning))\b)/,
];
const ANY = new RegExp(TOKENS.map((one) => one.source).join("|") + "|(?<w>\\w+)", "gm");

/** @param {string} text @returns {Node[]} */
export function highlighted(text) {
  const nodes = /** @type {Node[]} */ ([]);
  let at = 0;
  for (const found of text.matchAll(ANY)) {
    const [kind] = Object.entries(found.groups ?? {}).find(([, word]) => word !== undefined) ?? [];
    if (!kind || kind === "w") continue;
    nodes.push(document.createTextNode(text.slice(at, found.index)), make("c-" + kind, {}, found[0]));
    at = found.index + found[0].length;
  }
  return [...nodes, document.createTextNode(text.slice(at))];
}
