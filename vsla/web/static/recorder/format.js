/** Print money, counts, dates, ages and sizes as people of the language write them. */

import { _, ngettext } from "./texts.js";
import { amount, count, day, dayLong, money, percent, unitOf } from "./marks.js";

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Say how long something lasts, in the largest fitting unit.
 * @param {number} ms
 */
export function age(ms) {
  if (ms >= DAY) return ngettext("%(num)s day", "%(num)s days", Math.floor(ms / DAY));
  if (ms >= HOUR) return ngettext("%(num)s hour", "%(num)s hours", Math.floor(ms / HOUR));
  if (ms >= MINUTE) return ngettext("%(num)s minute", "%(num)s minutes", Math.floor(ms / MINUTE));
  return _("less than a minute");
}

/**
 * Say how large something is: bytes up to a kilobyte, then kilobytes.
 * @param {number} bytes
 */
export function size(bytes) {
  if (bytes < 1000) return ngettext("%(num)s byte", "%(num)s bytes", bytes);
  return _("%(num)s KB", { num: count(Math.round(bytes / 1000)) });
}

export { amount, count, day, dayLong, money, percent, unitOf };
