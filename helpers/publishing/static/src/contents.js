// The contents list: it marks where the reader is, and folds after a choice where it stands above the text.

const root = document.documentElement;

export function followScroll() {
  const links = [...document.querySelectorAll(".contents a[href^='#']")];
  const heads = links.map((link) => document.getElementById(decodeURIComponent(link.getAttribute("href") || "").slice(1)));
  let waiting = false;

  function mark() {
    waiting = false;
    const atEnd = innerHeight + scrollY >= root.scrollHeight - 4;
    let here = atEnd && scrollY > 0 ? heads.length - 1 : -1;
    if (here < 0) heads.forEach((head, index) => { if (head && head.getBoundingClientRect().top < innerHeight * 0.28) here = index; });
    links.forEach((link, index) => {
      if (index === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  function soon() {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  }

  if (links.length) {
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    mark();
  }
}

export function foldContents() {
  const contents = /** @type {HTMLDetailsElement | null} */ (document.getElementById("contents"));
  const narrow = matchMedia("(max-width: 64rem)");
  if (!contents) return; // the page itself folds it while it is parsed
  narrow.addEventListener("change", () => { contents.open = !narrow.matches; });
  contents.addEventListener("click", (event) => {
    if (narrow.matches && event.target instanceof HTMLAnchorElement) contents.open = false;
  });
}
