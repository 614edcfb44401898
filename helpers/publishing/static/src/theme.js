// Light, dark, or as the system says; a choice is kept.

const root = document.documentElement;
const THEMES = ["auto", "light", "dark"];

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

export function offerThemes() {
  showTheme();
  document.querySelector("[data-do=theme]")?.addEventListener("click", () => setTheme(THEMES[(THEMES.indexOf(theme()) + 1) % 3]));
}
