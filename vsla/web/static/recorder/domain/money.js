// Money in whole minor units; what could pass 2^53 on the way is reckoned in BigInt.

export const PPM = 1000000;
/** The largest amount a document may carry. */
export const MINOR_MAX = 1000000000000000;

/** Minor units in the unit people name.
 * @type {Record<string, number>} */
export const CURRENCIES = { CDF: 100, USD: 100, UGX: 1, RWF: 1 };

/** Round a fraction to the nearest whole, ties away from zero.
 * @param {bigint} numerator
 * @param {bigint} denominator above zero */
export function halfUp(numerator, denominator) {
  /** @param {bigint} n */
  const twice = (n) => (2n * n + denominator) / (2n * denominator);
  return numerator < 0n ? -twice(-numerator) : twice(numerator);
}

/** Take a rate of an amount, ties up.
 * @param {Minor} amount
 * @param {number} ratePpm */
export function part(amount, ratePpm) {
  return Number(halfUp(BigInt(amount) * BigInt(ratePpm), BigInt(PPM)));
}

/** Bring an amount down to what notes can pay.
 * @param {Minor} amount
 * @param {Minor} step */
export function floorToStep(amount, step) {
  return amount - (amount % step);
}
