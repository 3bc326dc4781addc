/** Running totals of a meeting, read off its movements in the order of the money, as
 * vsla/web/forms/meeting_totals.py does. */

import { ACCOUNTS_OF } from "../domain/ledger.js";

/** @type {Record<string, string>} */
const STEPS = {
  fine_paid: "fines", fine_paid_solidarity: "fines", fine_arrears_paid: "fines",
  solidarity_paid: "solidarity", solidarity_grant: "solidarity", solidarity_loan: "solidarity",
  shares_bought: "shares", principal_repaid: "repayments", interest_paid: "repayments",
  penalty_paid: "repayments", solidarity_repaid: "repayments", expense: "expenses",
  other_income: "expenses", solidarity_expense: "expenses", solidarity_income: "expenses",
  loan_disbursed: "loans",
};
const COUNTS = ["cash_over", "cash_short", "solidarity_over", "solidarity_short"];
const AFTER_STEPS = ["shareout_arrears_paid", "leaving_shares", "to_bank", "to_bank_solidarity"];
const BOXES = ["cash_loan_fund", "cash_solidarity"];
const OPENING = ["cash_difference_opening", "solidarity_difference_opening"];
const CLOSING = ["cash_difference_closing", "solidarity_difference_closing"];

/** What a movement does to the two boxes, loan fund first.
 * @param {any} movement */
function effect({ kind, amount }) {
  const [debit, credit] = ACCOUNTS_OF[kind];
  return BOXES.map((box) => (debit === box ? amount : 0) - (credit === box ? amount : 0));
}

/**
 * Walk through the movements of a meeting.
 * @param {any[]} movements
 * @param {any} after books after it
 * @param {any[]} breaches a counted difference stands among them
 * @param {string[]} order of the parts
 * @returns {Totals}
 */
export function addUp(movements, after, breaches, order) {
  const end = BOXES.map((box) => after.balances[box]);
  const net = [0, 1].map((box) => movements.reduce((sum, each) => sum + effect(each)[box], 0));
  const expected = [...end];
  for (const [, code, values] of breaches) {
    const box = CLOSING.indexOf(code);
    if (box >= 0) expected[box] = values.expected_minor;
  }
  const before = end.map((sum, box) => sum - net[box]);
  const steps = walk(movements, breaches, order, before);
  return { before, expected, after: end, steps };
}

/**
 * @param {any[]} movements
 * @param {any[]} breaches
 * @param {string[]} order
 * @param {number[]} before
 */
function walk(movements, breaches, order, before) {
  /** @type {Totals["steps"]} */
  const steps = {};
  for (const step of order) steps[step] = { into: 0, out: 0, boxes: [0, 0] };
  const granted = new Set(movements.filter((each) => each.kind === "loan_disbursed").map((each) => each.loan));
  let opening = breaches.filter(([, code]) => OPENING.includes(code)).length;
  const here = [...before];
  for (const movement of movements) {
    const counted = COUNTS.includes(movement.kind);
    if (AFTER_STEPS.includes(movement.kind) || (counted && !opening)) break;
    if (counted) opening -= 1;
    const gains = effect(movement);
    let step = STEPS[movement.kind];
    if (step === "repayments" && granted.has(movement.loan)) step = "loans";
    const total = steps[step];
    gains.forEach((gain, box) => {
      if (!total) here[box] += gain;
      else {
        total.boxes[box] += gain;
        total[gain > 0 ? "into" : "out"] += Math.abs(gain);
      }
    });
  }
  for (const step of order) steps[step].boxes = steps[step].boxes.map((gain, box) => (here[box] += gain));
  return steps;
}
