/** A timer that may be set to any time: `setTimeout` takes 2³¹ - 1 ms at most, and what is longer ends at once. */

const LONGEST = 2 ** 31 - 1;

/**
 * Do `call` after so many milliseconds; what comes back takes that back.
 * @param {number} wait
 * @param {() => void} call
 */
export function after(wait, call) {
  const timer = setTimeout(call, Math.min(wait, LONGEST));
  return () => clearTimeout(timer);
}
