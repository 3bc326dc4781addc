// Dates as groups reckon them: weeks, months clamped at their end, terms passed.

const DAY_MS = 86400000;

/** @param {number} ms */
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);

/** @param {Day} start @param {Day} end */
export function daysBetween(start, end) {
  return (Date.parse(end) - Date.parse(start)) / DAY_MS;
}

/** @param {Day} start @param {number} days */
export function addDays(start, days) {
  return iso(Date.parse(start) + days * DAY_MS);
}

/** Move a date by months, clamped to the last day of the month.
 * @param {Day} start @param {number} months */
export function addMonths(start, months) {
  const [year, month, day] = start.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return iso(Date.UTC(year, month - 1 + months, Math.min(day, last)));
}

/** Move a date by the unit of a loan's term: four weeks, else months.
 * @param {Day} start @param {string} period @param {number} terms */
export function addTerms(start, period, terms) {
  return period === "four_weeks" ? addDays(start, 28 * terms) : addMonths(start, terms);
}

/** Count the whole units that have passed; a day short counts nothing.
 * @param {Day} start @param {Day} end @param {string} period */
export function termsBetween(start, end, period) {
  if (end <= start) return 0;
  if (period === "four_weeks") return Math.floor(daysBetween(start, end) / 28);
  const [from, to] = [start, end].map((day) => day.split("-").map(Number));
  const months = (to[0] - from[0]) * 12 + to[1] - from[1];
  return addMonths(start, months) <= end ? months : months - 1;
}
