// Leaving in mid-cycle: savings at the price paid, less every debt.
import { byAge, sum } from "./books.js";
import { owed } from "./charges.js";
import { RESULT_ACCOUNTS } from "./ledger.js";
import { floorToStep } from "./money.js";

/** @typedef {import("./run.js").Run} Run */
/** @typedef {[string, Minor, number | null]} Debt */

/** Give the profit of the cycle so far; below zero is a loss.
 * @param {Record<string, Minor>} balances @returns {Minor} */
export function result(balances) {
  return RESULT_ACCOUNTS.reduce((sum, account) => {
    const loss = account === "expenses" || account === "loan_losses";
    return sum + (loss ? -balances[account] : balances[account]);
  }, 0);
}

/** Settle with a member who leaves: make payable, set off, pay the rest in cash. Debts above her
 * savings are a problem: they are paid, or written off by vote, at the same meeting.
 * @param {Run} run @param {string} path @param {DepartureRow} row */
export function settle(run, path, row) {
  const { member } = row;
  run.departures.push(row);
  const credit = makePayable(run, path, row);
  const debts = debtsOf(run, member);
  const due = debts.reduce((sum, [, amount]) => sum + amount, 0);
  if (due > credit) {
    run.problem(path, "leaver_still_owes", { member, debt_minor: due - credit });
    return;
  }
  for (const [kind, amount, loan] of debts) {
    run.move(path, kind, amount, member, loan);
    if (kind === "held_for_solidarity") {
      const back = loan === null ? "fine_paid_solidarity" : "solidarity_repaid";
      run.move(path, back, amount, member, loan);
    }
  }
  payOut(run, path, member, credit - due);
  for (const loan of [...run.loans.values()]) {
    if (loan.member === member) run.loans.delete(loan.loan);
  }
  for (const held of [run.fines_owed, run.fine_arrears, run.payable, run.shares]) {
    delete held[member];
  }
}

/** Turn savings, and for heirs profit where the rule says so, into money owed to the leaver.
 * @param {Run} run @param {string} path @param {DepartureRow} row @returns {Minor} */
function makePayable(run, path, { member, reason }) {
  const { constitution } = run.standing;
  const shares = run.shares[member] || 0;
  const savings = shares * constitution.share_value_minor;
  let profit = 0;
  if (reason === "died" && constitution.heirs_rule === "shares_and_profit" && shares) {
    profit = partOfProfit(run, shares);
  }
  run.move(path, "leaving_shares", savings, member, null, shares);
  run.move(path, "leaving_profit", profit, member);
  return savings + profit + (run.payable[member] || 0);
}

/** Give what shares bring of the profit so far, as the share-out would part it; no losses.
 * @param {Run} run @param {number} shares @returns {Minor} */
function partOfProfit(run, shares) {
  const made = BigInt(Math.max(0, result(run.balances)));
  const flat = run.standing.constitution.profit_rule === "flat";
  const [part, whole] = flat ? [1, Object.keys(run.shares).length] : [shares, sum(run.shares)];
  return Number((made * BigInt(part)) / BigInt(whole));
}

/** List what a member owes, in the order of allocation: loans oldest first, then fines.
 * @param {Run} run @param {number} member @returns {Debt[]} */
function debtsOf(run, member) {
  /** @type {Debt[]} */
  const debts = [];
  const mine = [...run.loans.values()].filter((loan) => loan.member === member);
  mine.sort((a, b) => Number(!!a.solidarity) - Number(!!b.solidarity) || byAge(a, b));
  for (const loan of mine) {
    const [principal, interest, penalty] = owed(loan, run.document.held_on);
    if (loan.solidarity) {
      debts.push(["held_for_solidarity", principal, loan.loan]);
      continue;
    }
    debts.push(["penalty_set_off", penalty, loan.loan]);
    debts.push(["interest_set_off", interest, loan.loan]);
    debts.push(["principal_set_off", principal, loan.loan]);
  }
  const old = run.fine_arrears[member] || 0;
  debts.push(["fine_arrears_set_off", old, null]);
  const intoLoanFund = run.standing.constitution.fines_into === "loan_fund";
  const kind = intoLoanFund ? "fine_set_off" : "held_for_solidarity";
  debts.push([kind, (run.fines_owed[member] || 0) - old, null]);
  return debts.filter((debt) => debt[1]);
}

/** Pay in notes that exist; what no note can pay stays in the fund, seen.
 * @param {Run} run @param {string} path @param {number} member @param {Minor} amount */
function payOut(run, path, member, amount) {
  const inHand = floorToStep(amount, run.standing.cash_step_minor);
  run.move(path, "leaving_rounded_off", amount - inHand, member);
  run.move(path, "leaving_paid", inHand, member);
}
