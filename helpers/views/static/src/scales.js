// Numbers to places, and the round numbers at which an axis is marked.

/** @typedef {{at: (value: number) => number, ticks: number[]}} Scale */

/**
 * Places on a line for values from `low` to `high`, which grow to round numbers.
 * @param {number} low @param {number} high @param {number} from px @param {number} to px
 * @returns {Scale}
 */
export function linear(low, high, from, to) {
  if (high === low) high = low + 1;
  const step = round((high - low) / Math.max(2, Math.min(6, Math.abs(to - from) / 70)));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, place) => (first + place) * step);
  return { at: (value) => from + ((value - first * step) / ((last - first) * step)) * (to - from), ticks };
}

/** Places by powers of ten. @param {number} low @param {number} high @param {number} from @param {number} to @returns {Scale} */
export function logarithmic(low, high, from, to) {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, place) => 10 ** (first + place));
  return { at: (value) => from + ((Math.log10(value) - first) / (last - first)) * (to - from), ticks };
}

/** The next of 1, 2, 5, 10, 20 … @param {number} step */
function round(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5].find((factor) => factor * power >= step * 0.999) ?? 10) * power;
}

/** @param {number} value */
export const number = (value) => Number(value.toPrecision(4)).toLocaleString("en", { maximumFractionDigits: 6 });
