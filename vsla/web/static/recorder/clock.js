/** What time it is: the phone's clock, put right by the server's, and doubted when it jumps. */

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
/** A phone that lay in a drawer for longer than this is asked for the date once. */
const LONGEST_REST = 60 * DAY;

/**
 * @typedef {{offset: number, seen: number}} Known `offset`: what to add to the phone's clock, as seen
 *   at the last answer of the server; `seen`: the last moment that was surely right
 * @typedef {{now: number, offset: number, doubt: {says: number, proposes: number} | null}} Time
 */

/**
 * Judge the phone's clock by the last moment that was surely right.
 * @param {number} phone what the phone's clock says
 * @param {Known | undefined} known
 * @returns {Time} with the moment to work with; `doubt` where somebody should look at the date
 */
export function judge(phone, known) {
  if (!known) return { now: phone, offset: 0, doubt: null };
  const fits = (/** @type {number} */ moment) =>
    moment >= known.seen - HOUR && moment <= known.seen + LONGEST_REST;
  if (fits(phone + known.offset)) return { now: phone + known.offset, offset: known.offset, doubt: null };
  // Somebody has put the clock right that was wrong at the last answer of the server.
  if (fits(phone)) return { now: phone, offset: 0, doubt: null };
  return { now: known.seen, offset: known.seen - phone, doubt: { says: phone, proposes: known.seen } };
}

/**
 * Say which day it is on the phone's calendar.
 * @param {number} moment
 * @returns {string} such as 2026-11-18
 */
export function dayOf(moment) {
  const date = new Date(moment);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The clock of one person's recorder; it remembers in her store. */
export class Clock {
  /**
   * @param {import("./store.js").Store} store
   * @param {Known} [known]
   */
  constructor(store, known) {
    this.store = store;
    this.known = known;
  }

  /** @param {import("./store.js").Store} store */
  static async open(store) {
    return new Clock(store, await store.meta("clock"));
  }

  /** @returns {Time} */
  get time() {
    return judge(Date.now(), this.known);
  }

  now() {
    return this.time.now;
  }

  today() {
    return dayOf(this.now());
  }

  get doubt() {
    return this.time.doubt;
  }

  /** Tell by how much the phone's clock is wrong, if that moves the date; null where it is not. */
  get error() {
    const { offset, doubt } = this.time;
    return !doubt && Math.abs(offset) > 12 * HOUR ? -offset : null;
  }

  /** Remember that it is at least this late, unless it is not much later; a doubtful moment is not remembered. */
  async remember() {
    const { now, offset, doubt } = this.time;
    const { seen, offset: before } = this.known || { seen: 0, offset };
    if (!doubt && (now > seen + HOUR / 6 || offset !== before)) await this.keep({ offset, seen: Math.max(now, seen) });
  }

  /**
   * Learn the time from an answer of the server.
   * @param {string} serverTime ISO, UTC
   */
  async learn(serverTime) {
    const server = Date.parse(serverTime);
    if (!Number.isNaN(server)) await this.keep({ offset: server - Date.now(), seen: server });
  }

  /** Believe the phone: somebody looked at the date and said it is right. */
  async believe() {
    await this.keep({ offset: 0, seen: Date.now() });
  }

  /** @param {Known} known */
  async keep(known) {
    this.known = known;
    try {
      await this.store.putMeta("clock", known);
    } catch (error) {
      // The phone is full: the clock is known as long as the page is open.
    }
  }
}
