// @ts-check
// What a page of the site can do beyond being read: theme, contents that follow, copy, keys, search, print.
// A classic script: modules and fetch are closed to pages from file://. Without it every word is still there.
(function () {
  "use strict";

  const root = document.documentElement;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const THEMES = ["auto", "light", "dark"];
  const late = /** @type {HTMLTemplateElement | null} */ (document.getElementById("late"));
  const views = late?.dataset.views ?? ""; // a selector of them, on a page that has some

  /** @param {string} tag @param {Record<string, string>} attributes @param {string} [text] */
  function make(tag, attributes, text) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // --- theme -------------------------------------------------------------------------------------------------------

  function theme() {
    return root.dataset.theme || "auto";
  }

  /** @param {string} name */
  function setTheme(name) {
    if (name === "auto") delete root.dataset.theme;
    else root.dataset.theme = name;
    try {
      if (name === "auto") localStorage.removeItem("course-theme");
      else localStorage.setItem("course-theme", name);
    } catch {
      // storage is closed: the choice holds for this page
    }
    showTheme();
  }

  function showTheme() {
    const button = document.querySelector("[data-do=theme]");
    if (!button) return;
    button.setAttribute("aria-label", "Theme: " + theme());
    button.setAttribute("title", "Theme: " + theme());
    const signs = { auto: "◐", light: "☀", dark: "☾" };
    /** @type {HTMLElement} */ (button.firstElementChild).textContent = signs[/** @type {"auto"} */ (theme())];
  }

  // --- contents that follow the scroll -------------------------------------------------------------------------------

  function followScroll() {
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

  function foldContents() {
    const contents = /** @type {HTMLDetailsElement | null} */ (document.getElementById("contents"));
    const narrow = matchMedia("(max-width: 64rem)");
    if (!contents) return; // the page itself folds it while it is parsed
    narrow.addEventListener("change", () => { contents.open = !narrow.matches; });
    contents.addEventListener("click", (event) => {
      if (narrow.matches && event.target instanceof HTMLAnchorElement) contents.open = false;
    });
  }

  // --- code: copy, and scrolling by keyboard -------------------------------------------------------------------------

  function addCopyButtons() {
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

  function focusScrollers() {
    for (const element of document.querySelectorAll("main pre, .table, .output, .rich")) {
      const scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
      if (scrolls && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "0");
    }
  }

  // --- search --------------------------------------------------------------------------------------------------------

  /** @typedef {{order: string, title: string, page: string, parts: [string, string, string][]}} SearchLesson */
  /** @typedef {{href: string, title: string, text: string, score: number}} Hit */

  /** @type {HTMLDialogElement | undefined} */
  let dialog;

  /** @param {string} text @param {string[]} words */
  function excerpt(text, words) {
    const first = Math.max(0, ...words.map((word) => text.toLowerCase().indexOf(word)));
    return (first > 30 ? "… " : "") + text.slice(first > 30 ? first - 20 : 0, first + 110);
  }

  /** @param {string} query @returns {Hit[]} */
  function search(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    /** @type {Hit[]} */
    const hits = [];
    if (!words.length) return hits;
    for (const lesson of /** @type {SearchLesson[]} */ (/** @type {any} */ (window).courseSearch || [])) {
      const name = (lesson.order + " " + lesson.title).toLowerCase();
      for (const [anchor, heading, text] of lesson.parts) {
        const all = [anchor ? "" : name, heading.toLowerCase(), text.toLowerCase()];
        const score = words.map((word) => (all[0].includes(word) ? 8 : 0) + (all[1].includes(word) ? 4 : 0) + (all[2].includes(word) ? 1 : 0));
        if (score.some((part) => part === 0)) continue;
        const title = lesson.order + " " + lesson.title + (heading ? " – " + heading : "");
        hits.push({ href: lesson.page + (anchor ? "#" + anchor : ""), title, text: excerpt(text, words), score: score.reduce((a, b) => a + b) });
      }
    }
    return hits.sort((a, b) => b.score - a.score).slice(0, 12);
  }

  /** @param {HTMLElement} element @param {string} text @param {string[]} words */
  function highlighted(element, text, words) {
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    if (!escaped.length) return element.append(text);
    text.split(new RegExp("(" + escaped.join("|") + ")", "gi")).forEach((part, index) => element.append(index % 2 ? make("mark", {}, part) : part));
  }

  function buildDialog() {
    const box = /** @type {HTMLDialogElement} */ (make("dialog", { "aria-label": "Search the lessons" }));
    const input = /** @type {HTMLInputElement} */ (make("input", {
      type: "search", placeholder: "Search the lessons", "aria-label": "Search the lessons", autocomplete: "off", spellcheck: "false",
      role: "combobox", "aria-expanded": "true", "aria-controls": "search-hits", "aria-autocomplete": "list",
    }));
    const list = make("ul", { id: "search-hits", role: "listbox", "aria-label": "Found" });
    const hint = make("p", { class: "hint", role: "status" }, "Type a word. ↑ ↓ choose, Enter opens, Esc closes.");
    let chosen = 0;

    /** @param {number} index */
    function choose(index) {
      const items = [...list.querySelectorAll("a")];
      chosen = items.length ? (index + items.length) % items.length : 0;
      items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
      if (items[chosen]) {
        input.setAttribute("aria-activedescendant", items[chosen].id);
        items[chosen].scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    }

    function show() {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const hits = search(input.value);
      list.replaceChildren(...hits.map((hit, index) => {
        const item = make("li", { role: "presentation" });
        const link = make("a", { href: (script.dataset.root || "") + hit.href, role: "option", id: "hit-" + index, tabindex: "-1" });
        const title = make("b", {}), text = make("span", {});
        highlighted(title, hit.title, words);
        highlighted(text, hit.text, words);
        link.append(title, text);
        item.append(link);
        return item;
      }));
      if (words.length) hint.textContent = hits.length ? hits.length + (hits.length === 1 ? " place" : " places") + " found" : "Nothing found";
      choose(0);
    }

    input.addEventListener("input", show);
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter") list.querySelectorAll("a")[chosen]?.click();
      else if (event.key === "Escape") box.close(); // a search field would only empty itself
      else return;
      event.preventDefault();
    });
    box.addEventListener("click", (event) => { if (event.target === box || (event.target instanceof Element && event.target.closest("a"))) box.close(); });
    box.append(input, list, hint);
    document.body.append(box);
    return { box, show };
  }

  function openSearch() {
    if (!dialog) {
      const built = buildDialog();
      dialog = built.box;
      const index = /** @type {HTMLScriptElement} */ (make("script", { src: script.dataset.search || "" }));
      index.addEventListener("load", built.show);
      document.head.append(index);
    }
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input")?.select();
  }

  // --- keys ----------------------------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const target = event.composedPath()[0];
    const busy = target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog" + (views && ", " + views));
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || busy) return;
    if (event.key === "/") openSearch();
    else if (event.key === "n" || event.key === "p") {
      const link = /** @type {HTMLElement | null} */ (document.querySelector(event.key === "n" ? "a[rel=next]" : "a[rel=prev]"));
      if (!link) return;
      link.click();
    } else return;
    event.preventDefault();
  }

  // --- print ---------------------------------------------------------------------------------------------------------

  function unfoldForPrint() {
    /** @type {HTMLDetailsElement[]} */
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll(".prose details:not([open])")].map((fold) => /** @type {HTMLDetailsElement} */ (fold));
      opened.forEach((fold) => { fold.open = true; });
    });
    addEventListener("afterprint", () => { opened.forEach((fold) => { fold.open = false; }); });
  }

  // --- views: data, style and scripts come when the first of them comes near; until then static rows stand there ------

  function loadViewsWhenNear() {
    if (!late) return;
    const found = [...document.querySelectorAll(`${views}, script[data-json]`)];
    const places = found.map((one) => (one.tagName === "SCRIPT" ? /** @type {Element} */ (one.parentElement) : one));
    if (!places.length) return;
    const files = [...late.content.querySelectorAll("a")].map((link) => link.getAttribute("href") || "");
    const observer = new IntersectionObserver((seen) => {
      if (seen.some((entry) => entry.isIntersecting)) load();
    }, { rootMargin: "1000px" });
    function load() {
      observer.disconnect();
      if (files.length) keepForPaper();
      loadViews(files.splice(0)); // once: a second call finds nothing to load
    }
    places.forEach((place) => observer.observe(place));
    addEventListener("hashchange", load);
    followTarget();
    if (location.hash) load();
  }

  // Of a message its line stands on paper; a view takes the rows' place, so they are kept beside it.
  function keepForPaper() {
    for (const rows of document.querySelectorAll("wire-view > .rw-static, frame-box > .rw-static")) {
      const kept = /** @type {Element} */ (rows.cloneNode(true));
      kept.classList.add("on-paper");
      /** @type {Element} */ (rows.parentElement).after(kept);
    }
  }

  // A view is lower than the rows in its place. Who came by a link is brought to where it leads, unless they went on.
  let atTarget = true;

  function followTarget() {
    for (const type of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(type, () => { atTarget = false; }, { passive: true });
    addEventListener("hashchange", () => { atTarget = true; });
  }

  function backToTarget() {
    if (atTarget) document.querySelector(":target")?.scrollIntoView({ behavior: "instant" });
  }

  /** One after the other, in order. @param {string[]} files */
  function loadViews([file, ...rest]) {
    if (!file) return;
    const style = /\.css\b/.test(file);
    const element = make(style ? "link" : "script", style ? { rel: "stylesheet", href: file } : { src: file });
    element.addEventListener("load", () => {
      putDataBack();
      backToTarget();
      requestAnimationFrame(backToTarget);
      loadViews(rest);
    });
    document.head.append(element);
  }

  function putDataBack() {
    const data = /** @type {{courseData?: unknown[]}} */ (globalThis).courseData;
    if (data) for (const script of document.querySelectorAll("script[data-json]")) {
      script.textContent = JSON.stringify(data[Number(script.getAttribute("data-json"))]);
      script.removeAttribute("data-json");
    }
  }

  function start() {
    showTheme();
    document.querySelector("[data-do=theme]")?.addEventListener("click", () => setTheme(THEMES[(THEMES.indexOf(theme()) + 1) % 3]));
    document.querySelector("[data-do=search]")?.addEventListener("click", openSearch);
    document.querySelectorAll(".rerun").forEach((line) => line.remove());
    addCopyButtons();
    foldContents();
    followScroll();
    focusScrollers();
    addEventListener("resize", focusScrollers);
    unfoldForPrint();
    loadViewsWhenNear();
    document.addEventListener("keydown", onKey);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
