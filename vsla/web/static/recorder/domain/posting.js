// Turn one meeting document into movements and new books, noting what cannot be.
import { addDays } from "./calendar.js";
import { debt, owed, upFrontCharge } from "./charges.js";
import { settle } from "./departures.js";
import { grant, isSettled, loanId, pay } from "./loans.js";
import { Run } from "./run.js";

/** Lay a document on books in the group's own order of the meeting. Rows whose member or loan is
 * unknown are left out: the rules refuse such a document.
 * @param {MeetingDocument} document @param {Books} books @param {Standing} standing */
export function layOut(document, books, standing) {
  const run = new Run(document, books, standing);
  count(run, "opening_count");
  transfers(run, "from_bank");
  for (const step of standing.constitution.meeting_order) STEPS[step](run);
  document.payables_paid.forEach((row, place) => payPayable(run, `payables_paid.${place}`, row));
  each(run, "departures", (path, row) => settle(run, path, row));
  transfers(run, "to_bank");
  count(run, "closing_count");
  return run;
}

/** Keep what was counted as a fact and bring the books to it.
 * @param {Run} run @param {"opening_count" | "closing_count"} name */
function count(run, name) {
  const boxes = run.document[name];
  countBox(run, `${name}.loan_fund_minor`, "cash_loan_fund", "cash", boxes.loan_fund_minor);
  const box = boxes.solidarity_fund_minor;
  countBox(run, `${name}.solidarity_fund_minor`, "cash_solidarity", "solidarity", box);
}

/** @param {Run} run @param {string} path @param {string} account @param {string} kind
 * @param {Minor | null} counted */
function countBox(run, path, account, kind, counted) {
  const expected = run.balances[account];
  if (counted === null || counted === expected || expected < 0) return;
  run.differences.push({ path, account, expected, counted });
  const side = counted > expected ? "over" : "short";
  run.move(path, `${kind}_${side}`, Math.abs(counted - expected));
}

/** Do something with each row of a member who belongs, and its path.
 * @template {keyof MeetingDocument} K
 * @param {Run} run @param {K} name
 * @param {(path: string, row: MeetingDocument[K] extends (infer R)[] ? R : never) => void} act */
function each(run, name, act) {
  /** @type {any[]} */ (run.document[name]).forEach((row, place) => {
    if (!("member" in row) || run.known(row.member)) act(`${name}.${place}`, row);
  });
}

/** @param {Run} run @param {string} direction */
function transfers(run, direction) {
  each(run, "transfers", (path, row) => {
    if (row.direction !== direction) return;
    run.move(path, inFund(direction, row.fund), row.amount_minor);
  });
}

/** @param {string} kind @param {string} fund */
const inFund = (kind, fund) => (fund === "loan_fund" ? kind : `${kind}_solidarity`);

/** @param {Run} run */
function fines(run) {
  each(run, "fines_charged", (_path, row) => {
    run.fines_owed[row.member] = (run.fines_owed[row.member] || 0) + row.amount_minor;
  });
  each(run, "fines_paid", (path, row) => payFine(run, path, row));
}

/** @param {Run} run @param {string} path @param {AmountRow} row */
function payFine(run, path, { member, amount_minor: amount }) {
  const debt = run.fines_owed[member] || 0;
  if (amount > debt) run.problem(path, "fine_above_debt", { member, debt_minor: debt });
  const arrears = run.fine_arrears[member] || 0;
  const old = Math.min(amount, arrears);
  run.move(path, "fine_arrears_paid", old, member);
  run.move(path, inFund("fine_paid", run.standing.constitution.fines_into), amount - old, member);
  run.fines_owed[member] = debt - amount;
  run.fine_arrears[member] = arrears - old;
}

/** @param {Run} run */
function solidarity(run) {
  each(run, "solidarity_paid", (path, row) =>
    run.move(path, "solidarity_paid", row.amount_minor, row.member));
  each(run, "solidarity_grants", (path, row) =>
    run.move(path, "solidarity_grant", row.amount_minor, row.member));
  each(run, "solidarity_loans", (path, row) => lendSolidarity(run, path, row));
}

/** @param {Run} run @param {string} path @param {SolidarityLoanRow} row */
function lendSolidarity(run, path, row) {
  const { cycle, meeting, held_on } = run.document;
  const number = loanId(cycle, meeting, row.line);
  if (lineTaken(run, path, number)) return;
  const due_on = addDays(held_on, 7 * row.weeks);
  run.loans.set(number, grant({
    loan: number, member: row.member, granted_on: held_on, term: row.weeks,
    principal: row.amount_minor, solidarity: true, due_on,
  }, run.standing.constitution));
  run.move(path, "solidarity_loan", row.amount_minor, row.member, number);
}

/** @param {Run} run @param {string} path @param {number} number */
function lineTaken(run, path, number) {
  const taken = run.loans.has(number);
  if (taken) run.problem(`${path}.line`, "loan_line_taken");
  return taken;
}

/** @param {Run} run */
function shares(run) {
  each(run, "shares_bought", (path, { member, count }) => {
    const money = count * run.standing.constitution.share_value_minor;
    run.move(path, "shares_bought", money, member, null, count);
    run.shares[member] = (run.shares[member] || 0) + count;
  });
}

/** @param {Run} run */
function repayments(run) {
  each(run, "repayments", (path, row) => {
    const loan = run.loans.get(row.loan);
    if (loan) repay(run, path, loan, row.amount_minor);
    else run.problem(`${path}.loan`, "unknown_loan");
  });
  each(run, "write_offs", (path, row) => {
    const loan = run.loans.get(row.loan);
    if (loan) writeOff(run, path, loan);
    else run.problem(`${path}.loan`, "unknown_loan");
  });
}

/** @param {Run} run @param {string} path @param {Loan} before @param {Minor} amount */
function repay(run, path, before, amount) {
  const day = run.document.held_on;
  const [loan, [, penalty, interest, principal], tooMuch] = pay(before, amount, day);
  const { member, loan: number } = loan;
  if (tooMuch) {
    run.problem(path, "repayment_above_debt", { member, debt_minor: amount - tooMuch });
  }
  const kind = loan.solidarity ? "solidarity_repaid" : "principal_repaid";
  run.move(path, "penalty_paid", penalty, member, number);
  run.move(path, "interest_paid", interest, member, number);
  run.move(path, kind, principal, member, number);
  run.loans.set(number, loan);
  if (isSettled(loan, day)) run.loans.delete(number);
}

/** @param {Run} run @param {string} path @param {Loan} loan */
function writeOff(run, path, loan) {
  run.loans.delete(loan.loan);
  const kind = loan.solidarity ? "solidarity_written_off" : "loan_written_off";
  run.move(path, kind, owed(loan, run.document.held_on)[0], loan.member, loan.loan);
}

/** @param {Run} run */
function expenses(run) {
  each(run, "other_income", (path, { fund, amount_minor: amount }) =>
    run.move(path, fund === "loan_fund" ? "other_income" : "solidarity_income", amount));
  each(run, "expenses", (path, { fund, amount_minor: amount }) =>
    run.move(path, fund === "loan_fund" ? "expense" : "solidarity_expense", amount));
}

/** Hand out loans; what goes beyond the loan fund is one problem, said in three figures.
 * @param {Run} run */
function loans(run) {
  const { charge } = run.standing.constitution;
  const requested = run.document.loans_granted
    .filter((row) => run.known(row.member))
    .reduce((sum, row) =>
      sum + row.amount_minor - upFrontCharge(row.amount_minor, charge, row.term), 0);
  const available = Math.max(0, run.balances.cash_loan_fund);
  if (requested > available) {
    run.excuse("cash_loan_fund");
    run.problem("loans_granted", "lending_above_loan_fund", {
      requested_minor: requested,
      available_minor: available,
      excess_minor: requested - available,
    });
  }
  each(run, "loans_granted", (path, row) => lend(run, path, row));
}

/** @param {Run} run @param {string} path @param {LoanRow} row */
function lend(run, path, row) {
  const { document, standing: { constitution } } = run;
  const { member, amount_minor: principal, term } = row;
  const day = document.held_on;
  const number = loanId(document.cycle, document.meeting, row.line);
  if (lineTaken(run, path, number)) return;
  const before = [...run.loans.values()]
    .filter((other) => other.member === member && !other.solidarity)
    .reduce((sum, other) => sum + debt(other, day), 0);
  const loan = grant({ loan: number, member, granted_on: day, term, principal }, constitution);
  const savings = (run.shares[member] || 0) * constitution.share_value_minor;
  run.lendings.push({ path, row, loan, savings, debt_before: before });
  run.loans.set(number, loan);
  const upFront = upFrontCharge(principal, constitution.charge, term);
  run.move(path, "interest_paid", upFront, member, number);
  run.move(path, "loan_disbursed", principal, member, number);
}

/** Pay what an earlier share-out still owes a member, or her heirs: she may have left.
 * @param {Run} run @param {string} path @param {AmountRow} row */
function payPayable(run, path, { member, amount_minor: amount }) {
  const debt = run.payable[member] || 0;
  if (amount > debt) run.problem(path, "payable_above_debt", { member, debt_minor: debt });
  run.move(path, "shareout_arrears_paid", amount, member);
  run.payable[member] = debt - amount;
}

/** @type {Record<string, (run: Run) => void>} */
const STEPS = { fines, solidarity, shares, repayments, expenses, loans };
