// Which lessons were read to their end, kept in the browser: a mark beside each link to one.

const KEY = "course-read";

/** @returns {Set<string>} the pages */
function readSoFar() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
  } catch {
    return new Set(); // storage is closed, or holds something else
  }
}

/** @param {Set<string>} read */
function show(read) {
  for (const link of document.querySelectorAll(".siblings a, .card a")) {
    link.classList.toggle("read", read.has(link.getAttribute("href") ?? ""));
  }
}

export function rememberReading() {
  show(readSoFar());
  const end = document.querySelector("nav.next");
  const own = document.querySelector(".siblings [aria-current]")?.getAttribute("href");
  if (!end || !own) return;
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    observer.disconnect();
    const read = readSoFar().add(own); // read again: another tab may have added some
    try {
      localStorage.setItem(KEY, JSON.stringify([...read]));
    } catch {
      // it holds for this page
    }
    show(read);
  }).observe(end);
}
