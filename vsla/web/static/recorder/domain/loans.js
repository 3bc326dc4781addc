// Loans: granting, laying payments against them, judging lateness.
import { addTerms, daysBetween } from "./calendar.js";
import { debt, owed } from "./charges.js";

export { debt, owed, upFrontCharge } from "./charges.js";

export const MEETING_MAX = 999;
export const LINE_MAX = 999;

/** Make the id of a loan; phone and server reach the same one without asking each other.
 * @param {number} cycle @param {number} meeting @param {number} line as in the document */
export function loanId(cycle, meeting, line) {
  return cycle * 1000000 + meeting * 1000 + line;
}

/** Make a loan with its due date; one of the solidarity fund has no charge and no penalty.
 * @param {{loan: number, member: number, granted_on: Day, term: number, principal: Minor,
 *   solidarity?: boolean, due_on?: Day}} terms
 * @param {Constitution} rules
 * @returns {Loan} */
export function grant(terms, { charge, penalty }) {
  const due = terms.due_on || addTerms(terms.granted_on, charge.period, terms.term);
  if (terms.solidarity) {
    return { ...terms, due_on: due, charge: ["free", 0, charge.period, true] };
  }
  /** @type {Loan} */
  const loan = {
    ...terms,
    due_on: due,
    charge: [charge.basis, charge.rate_ppm, charge.period, charge.stops_at_term],
  };
  const { kind, amount_minor: amount, rate_ppm: rate } = penalty;
  if (kind !== "none") loan.penalty = [kind, amount, rate];
  return loan;
}

/** Lay a payment against a loan.
 * @param {Loan} loan @param {Minor} amount @param {Day} on
 * @returns {[Loan, Payment, Minor]} the loan, the payment in its parts, what was paid too much */
export function pay(loan, amount, on) {
  const payment = split(owed(loan, on), amount, on);
  const applied = payment[1] + payment[2] + payment[3];
  const paid = applied ? { ...loan, payments: [...(loan.payments || []), payment] } : loan;
  return [paid, payment, amount - applied];
}

/** Split a payment on what is owed: penalty, then interest, then principal.
 * @param {Owed} due @param {Minor} amount @param {Day} on @returns {Payment} */
export function split([principal, interest, penalty], amount, on) {
  const first = Math.min(amount, penalty);
  const second = Math.min(amount - first, interest);
  return [on, first, second, Math.min(amount - first - second, principal)];
}

/** @param {Loan} loan @param {Day} on */
export const isSettled = (loan, on) => debt(loan, on) === 0;

/** Give what is unpaid of a loan past its due date.
 * @param {Loan} loan @param {Day} on */
export const arrears = (loan, on) => (on > loan.due_on ? debt(loan, on) : 0);

/** @param {Loan} loan @param {Day} on */
export const daysLate = (loan, on) => (arrears(loan, on) ? daysBetween(loan.due_on, on) : 0);

/** Reckon how much more a member may borrow by her savings.
 * @param {Minor} savings @param {number} multiple @param {Minor} owedAlready @returns {Minor} */
export function ceiling(savings, multiple, owedAlready) {
  return Math.max(0, Number(BigInt(savings) * BigInt(multiple) - BigInt(owedAlready)));
}
