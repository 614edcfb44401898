// Who first points at a term, or comes to it by key, sends for what explains it. A tap follows the link, as without a script.

import { make } from "./dom.js";

export const TERMS = 'main a[href*="glossary.html#"]';

export function explainTerms() {
  let sent = false;
  /** @param {Event} event */
  const send = (event) => {
    const link = event.target instanceof Element ? event.target.closest(TERMS) : null;
    const pointed = event instanceof PointerEvent ? event.pointerType !== "touch" : link?.matches(":focus-visible");
    if (!link || !pointed || sent) return;
    sent = true;
    const script = make("script", { src: "assets/glossary.js" });
    script.addEventListener("load", () => /** @type {any} */ (globalThis).courseTerms.show(link));
    document.head.append(script);
  };
  for (const type of ["pointerover", "focusin"]) addEventListener(type, send);
}
