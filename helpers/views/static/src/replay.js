// What a message looks like at a moment: live, as the tap says; in a replay, by the number of steps taken.

/** @typedef {"hidden" | "held" | "passed" | "incomplete" | "cut"} Stage */

/**
 * A replay lets the message at place `position` in time wait at the tap, what is before it has passed, what is after it has not come yet.
 * `null` means: no replay, show what was recorded.
 */
export class Replay {
  /** @type {number | null} */
  position = null;

  /** @param {import("./model.js").Row} row @param {number} place when it came, among all @returns {Stage} */
  stage(row, place) {
    if (this.position === null || place < this.position) return row.state;
    return place === this.position ? (row.state === "passed" ? "held" : row.state) : "hidden";
  }

  /** How many messages there are to see. @param {number} count */
  seen(count) {
    return this.position === null ? count : Math.min(this.position + 1, count);
  }

  /** Whether the next step starts from the first message. @param {number} count */
  over(count) {
    return this.position === null || this.position >= count;
  }

  /**
   * Take a step; the place of the message that went.
   * @param {number} count
   */
  step(count) {
    if (this.position === null || this.position >= count) return (this.position = 0);
    return this.position++;
  }
}
