/** How long to wait after a failure: full jitter, U(0, min(cap, base · 2ⁿ)), in milliseconds. */

export class Backoff {
  /** @param {{base?: number, cap?: number, random?: () => number}} [options] */
  constructor({ base = 1000, cap = 30_000, random = Math.random } = {}) {
    this.failures = 0;
    this.base = base;
    this.cap = cap;
    this.random = random;
  }

  /**
   * One more failure.
   * @param {number} [after] what the server asked for with Retry-After; the jitter goes on top
   */
  next(after = 0) {
    const most = Math.min(this.cap, this.base * 2 ** this.failures);
    this.failures += 1;
    return after + this.random() * most;
  }

  /** It worked. */
  reset() {
    this.failures = 0;
  }
}
