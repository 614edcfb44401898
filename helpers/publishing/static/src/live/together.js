// What else this page shares the browser with: other tabs of the course, the sleep that a browser puts a tab to, and a service worker
// that starts Python where the network is gone.

/** Where service workers are not, a restart needs the network. @param {{base: string, version: string}} place */
export function keepScripts({ base, version }) {
  navigator.serviceWorker?.register(base + "live-sw.js" + version).catch(() => {});
}

/** Hear of another tab that runs a lesson. @param {() => void} found */
export function otherTabs(found) {
  if (typeof BroadcastChannel !== "function") return;
  const channel = new BroadcastChannel("course-live");
  channel.onmessage = ({ data }) => {
    if (data === "here") found();
    else channel.postMessage("here");
  };
  channel.postMessage("who?");
}

const PULSE = 1000; // ms
const SLEPT = 20_000; // ms without a pulse

/**
 * Hear that this tab has slept, for how many seconds: the browser froze it, or the machine slept. Timers of a tab that nobody sees are
 * only slow, and Python's are not.
 * @param {(seconds: number) => void} woke
 */
export function sleeps(woke) {
  let last = Date.now();
  const look = () => {
    const gone = Date.now() - last;
    last = Date.now();
    return gone;
  };
  const since = () => Math.round(look() / 1000);
  document.addEventListener("freeze", look);
  document.addEventListener("resume", () => woke(since()));
  document.addEventListener("visibilitychange", look);
  setInterval(() => {
    const gone = document.hidden ? 0 : look();
    if (gone > SLEPT) woke(Math.round(gone / 1000));
  }, PULSE);
}
