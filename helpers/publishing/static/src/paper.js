// What is folded is printed as well, where it is the lesson's.

export function unfoldForPrint() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".prose details:not([open])")].map((fold) => /** @type {HTMLDetailsElement} */ (fold));
    opened.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => { opened.forEach((fold) => { fold.open = false; }); });
}
