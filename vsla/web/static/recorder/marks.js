/** Print money, counts and dates as people of the language write them, as the server does. */

const MINUS = "\u2212";
const NBSP = "\u00a0";

/** Marks, patterns and names of a language; made by the server from the CLDR.
 * @type {{thousands: string, decimal: string, percent: string, day: string, dayLong: string,
 *   days: string[], daysLong: string[], months: string[], monthsLong: string[],
 *   currencies: Record<string, [number, string]>}} */
let format = {
  thousands: ",", decimal: ".", percent: "%", day: "y-M-d", dayLong: "y-M-d",
  days: [], daysLong: [], months: [], monthsLong: [], currencies: {},
};

/** @param {typeof format} given */
export function setFormat(given) {
  format = given;
}

/**
 * Print a whole number.
 * @param {number} n
 * @returns {string}
 */
export function count(n) {
  const digits = String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, format.thousands);
  return (n < 0 ? MINUS : "") + digits;
}

/**
 * Print an amount without its unit; whole amounts have no decimals.
 * @param {number} minor
 * @param {string} currency
 */
export function amount(minor, currency) {
  const scale = (format.currencies[currency] || [2])[0];
  const unit = 10 ** scale;
  const whole = Math.floor(Math.abs(minor) / unit);
  const cents = Math.abs(minor) % unit;
  const text = (minor < 0 ? MINUS : "") + count(whole);
  return cents ? text + format.decimal + String(cents).padStart(scale, "0") : text;
}

/** @param {string} currency */
export function unitOf(currency) {
  return (format.currencies[currency] || [2, currency])[1];
}

/**
 * Print an amount and its unit.
 * @param {number} minor
 * @param {string} currency
 */
export function money(minor, currency) {
  return amount(minor, currency) + NBSP + unitOf(currency);
}

/**
 * Print parts per million as a percentage with at most one place.
 * @param {number} ppm
 */
export function percent(ppm) {
  const tenths = Math.floor((ppm + 500) / 1000);
  const rest = ppm % 10000 ? format.decimal + String(tenths % 10) : "";
  return count(Math.floor(tenths / 10)) + rest + format.percent;
}

/**
 * Print a date of the calendar, short: `mer. 18 nov. 2026`.
 * @param {string} iso
 */
export function day(iso) {
  return printed(iso, format.day);
}

/**
 * Print a date of the calendar, long: `mercredi 18 novembre 2026`.
 * @param {string} iso
 */
export function dayLong(iso) {
  return printed(iso, format.dayLong);
}

/**
 * @param {string} iso
 * @param {string} pattern
 */
function printed(iso, pattern) {
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  const [weekday, month] = [date.getUTCDay(), date.getUTCMonth()];
  /** @type {Record<string, string | number>} */
  const parts = {
    EEEE: format.daysLong[weekday], E: format.days[weekday], d: date.getUTCDate(),
    MMMM: format.monthsLong[month], MMM: format.months[month], M: month + 1, y: date.getUTCFullYear(),
  };
  return pattern.replace(/E{4}|E|d|M{3,4}|M|y/g, (part) => String(parts[part]));
}
