// Elements and whether a page has views.

/** @param {string} tag @param {Record<string, string>} attributes @param {string} [text] */
export function make(tag, attributes, text) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

export const late = /** @type {HTMLTemplateElement | null} */ (document.getElementById("late"));
export const views = late?.dataset.views ?? ""; // a selector of them, on a page that has some
