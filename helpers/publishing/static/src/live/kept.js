// What the browser keeps. Where storage is closed, nothing is, and who asks is told.

/** @param {string} key @returns {string | null} */
export function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Whether it is kept now; nothing takes it away. @param {string} key @param {string | null} value */
export function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/** JSON that was kept, or something in its place. @template T @param {string} key @param {T} otherwise @returns {T} */
export function keptValue(key, otherwise) {
  try {
    return JSON.parse(kept(key) ?? "") ?? otherwise;
  } catch {
    return otherwise;
  }
}
