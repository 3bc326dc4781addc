/** Read numbers as people write them, as vsla/web/numbers_read.py does. */

const BLANKS = /[\s\u00a0\u202f'’]/g;
const WHOLE = /^(\d{1,15}|\d{1,3}([.,]\d{3})+)$/;
const AMOUNT = /^(\d{1,15}|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?$/;

/**
 * Read a whole number, zero or more.
 * @param {string} text
 * @returns {number | null} null when it is none
 */
export function readCount(text) {
  const bare = text.replace(BLANKS, "");
  return WHOLE.test(bare) ? Number(bare.replace(/[.,]/g, "")) : null;
}

/**
 * Read an amount in minor units.
 * @param {string} text without a unit
 * @param {number} scale decimal places of the currency
 * @returns {number | null} null when it is none, or too large to be kept exactly
 */
export function readAmount(text, scale) {
  const match = AMOUNT.exec(text.replace(BLANKS, ""));
  const cents = (match && match[2]) || "";
  if (!match || cents.length > scale) return null;
  const whole = Number(match[1].replace(/[.,]/g, ""));
  const minor = whole * 10 ** scale + Number(cents.padEnd(scale, "0") || 0);
  return Number.isSafeInteger(minor) ? minor : null;
}
