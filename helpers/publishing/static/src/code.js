// Code is copied, and what scrolls can be scrolled by keyboard.

import { make } from "./dom.js";

export function addCopyButtons() {
  for (const box of document.querySelectorAll(".code")) {
    const button = /** @type {HTMLButtonElement} */ (make("button", { type: "button", class: "copy" }, "Copy"));
    button.addEventListener("click", async () => {
      button.textContent = (await copied((box.querySelector("code") || box).textContent || "")) ? "Copied" : "Not copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    box.append(button);
  }
}

/** @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = /** @type {HTMLTextAreaElement} */ (make("textarea", {}, text));
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy"); // the clipboard API is closed here and there
    area.remove();
    return done;
  }
}

export function focusScrollers() {
  for (const element of document.querySelectorAll("main pre, .table, .output, .rich, .prose > p:has(> img)")) {
    const scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
    if (scrolls && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "0");
  }
}
