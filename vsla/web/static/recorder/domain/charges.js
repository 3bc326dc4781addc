// What a loan costs by a day: the eight bases of the service charge.
import { addDays, addTerms, termsBetween } from "./calendar.js";
import { MINOR_MAX, PPM, halfUp, part } from "./money.js";

/** Give all that is owed on a day.
 * @param {Loan} loan @param {Day} on @returns {Minor} */
export const debt = (loan, on) => owed(loan, on).reduce((sum, each) => sum + each);

/** Reckon what a borrower pays on receiving a loan.
 * @param {Minor} principal @param {Charge} charge @param {number} term @returns {Minor} */
export function upFrontCharge(principal, charge, term) {
  if (charge.basis !== "up_front") return 0;
  return part(principal, charge.rate_ppm) * (charge.period === "whole_term" ? 1 : term);
}

/** Reckon what is owed on a day, its payments included. A charge falls before a payment of the same
 * day; a roll-over and the penalty are first owed on the day after.
 * @param {Loan} loan @param {Day} on @returns {Owed} */
export function owed(loan, on) {
  const [principal, interest, penalty] = paidUntil(loan, on);
  return [
    loan.principal - principal,
    Math.max(0, interestUntil(loan, on) - interest),
    Math.max(0, penaltyUntil(loan, on) - penalty),
  ];
}

/** Add up the payments up to a day, that day included.
 * @param {Loan} loan @param {Day} on @returns {Owed} */
function paidUntil(loan, on) {
  /** @type {Owed} */
  const sums = [0, 0, 0];
  for (const [day, penalty, interest, principal] of loan.payments || []) {
    if (day > on) continue;
    sums[0] += principal;
    sums[1] += interest;
    sums[2] += penalty;
  }
  return sums;
}

/** Tell whether principal is left when a day begins.
 * @param {Loan} loan @param {Day} day */
const leftBefore = (loan, day) => paidUntil(loan, addDays(day, -1))[0] < loan.principal;

/** List the ends of whole periods that have passed, as far as the charge goes on.
 * @param {Loan} loan @param {Day} on */
function fallDays(loan, on) {
  const [, , period, stops] = loan.charge;
  const passed = termsBetween(loan.granted_on, on, period);
  const length = stops ? Math.min(passed, loan.term) : passed;
  return Array.from({ length }, (_, k) => addTerms(loan.granted_on, period, k + 1));
}

/** @param {Loan} loan @param {Day} on */
const periodsCharged = (loan, on) =>
  fallDays(loan, on).filter((day) => leftBefore(loan, day)).length;

/** @param {Loan} loan */
const flatTerm = (loan) => part(loan.principal, loan.charge[1]);

/** @param {Loan} loan @param {Day} on */
const flatPeriod = (loan, on) => flatTerm(loan) * periodsCharged(loan, on);

/** Charge for each whole period the rate of the principal left at its start.
 * @param {Loan} loan @param {Day} on */
function declining(loan, on) {
  let sum = 0;
  let start = loan.granted_on;
  for (const day of fallDays(loan, on)) {
    if (leftBefore(loan, day)) {
      sum += part(loan.principal - paidUntil(loan, start)[0], loan.charge[1]);
    }
    start = day;
  }
  return sum;
}

/** Charge a yearly rate by whole months, rounded once on the sum.
 * @param {Loan} loan @param {Day} on */
const annualSimple = (loan, on) =>
  yearlyPart(loan.principal, loan.charge[1], periodsCharged(loan, on));

/** Give principal left and interest paid at each roll-over before a day.
 * @param {Loan} loan @param {Day} on */
function rolledOver(loan, on) {
  return fallDays(loan, addDays(on, -1))
    .map((day) => paidUntil(loan, day))
    .filter(([principal], place) =>
      (!loan.charge[3] || place + 1 < loan.term) && principal < loan.principal)
    .map(([principal, interest]) => [loan.principal - principal, interest]);
}

/** @param {Loan} loan @param {Day} on */
const rolloverFlat = (loan, on) => flatTerm(loan) * (1 + rolledOver(loan, on).length);

/** Charge at granting, then at each roll-over the rate of all that is left, charges included.
 * @param {Loan} loan @param {Day} on */
function rolloverReducing(loan, on) {
  let sum = flatTerm(loan);
  for (const [left, interest] of rolledOver(loan, on)) {
    sum = Math.min(MINOR_MAX, sum + part(left + sum - interest, loan.charge[1]));
  }
  return sum;
}

/** Take a yearly rate for whole months, rounded once on the sum.
 * @param {Minor} principal @param {number} ratePpm @param {number} months */
export function yearlyPart(principal, ratePpm, months) {
  return Number(halfUp(BigInt(principal) * BigInt(ratePpm * months), BigInt(12 * PPM)));
}

const nothing = () => 0;

/** @type {Record<string, (loan: Loan, on: Day) => Minor>} */
const ACCRUALS = {
  free: nothing,
  flat_term: flatTerm,
  flat_period: flatPeriod,
  declining,
  rollover_flat: rolloverFlat,
  rollover_reducing: rolloverReducing,
  up_front: nothing,
  annual_simple: annualSimple,
};

/** @param {Loan} loan @param {Day} on */
const interestUntil = (loan, on) => Math.min(MINOR_MAX, ACCRUALS[loan.charge[0]](loan, on));

/** @param {Loan} loan @param {Day} on */
function penaltyUntil(loan, on) {
  if (on <= loan.due_on || !loan.penalty) return 0;
  const [kind, amount, rate] = loan.penalty;
  const [principal, interest] = paidUntil(loan, loan.due_on);
  const debt = loan.principal - principal + interestUntil(loan, loan.due_on) - interest;
  if (debt <= 0 || kind === "none") return 0;
  return kind === "fixed" ? amount : part(debt, rate);
}
