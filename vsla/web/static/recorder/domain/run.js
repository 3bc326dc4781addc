// A document being laid on books: the money so far, and what was noticed on the way.
import { ACCOUNTS, ACCOUNTS_OF, NEVER_NEGATIVE, apply } from "./ledger.js";
import { attended } from "./facts.js";
import { membersOn } from "./roster.js";

/** @type {Record<string, string>} */
export const BELOW_ZERO = {
  cash_loan_fund: "loan_fund_below_zero",
  cash_solidarity: "solidarity_below_zero",
  bank: "bank_below_zero",
  bank_solidarity: "bank_below_zero",
};

/** A document being laid on books, step by step; the books before stay as they were. */
export class Run {
  /** @param {MeetingDocument} document @param {Books} books @param {Standing} standing */
  constructor(document, books, standing) {
    this.document = document;
    this.books = books;
    this.standing = standing;
    /** @type {Movement[]} */
    this.movements = [];
    /** @type {Problem[]} */
    this.problems = [];
    /** @type {Difference[]} */
    this.differences = [];
    /** @type {Lending[]} */
    this.lendings = [];
    /** @type {DepartureRow[]} */
    this.departures = [];
    this.balances = { ...books.balances };
    for (const account of ACCOUNTS) this.balances[account] = this.balances[account] || 0;
    this.shares = { ...books.shares };
    this.fines_owed = { ...books.fines_owed };
    this.fine_arrears = { ...books.fine_arrears };
    this.payable = { ...books.payable };
    this.loans = new Map(books.loans.map((loan) => [loan.loan, loan]));
    this.here = new Set(membersOn(standing.roster, document.held_on).map((who) => who.member));
    this.came = new Set(document.attendance.filter(attended).map((row) => row.member));
    /** @type {Set<string>} */
    this.below = new Set();
  }

  /** @param {string} path @param {string} code @param {Record<string, number | string>} [values] */
  problem(path, code, values = {}) {
    this.problems.push([path, code, values]);
  }

  /** Let money move, and see that no purse goes below zero; nothing at zero moves.
   * @param {string} path @param {string} kind @param {Minor} amount @param {number | null} [member]
   * @param {number | null} [loan] @param {number | null} [count] */
  move(path, kind, amount, member = null, loan = null, count = null) {
    if (amount === 0) return;
    const movement = { kind, amount, member, loan, count };
    this.movements.push(movement);
    apply(this.balances, movement);
    for (const account of ACCOUNTS_OF[kind]) {
      const left = this.balances[account];
      if (left >= 0 || !NEVER_NEGATIVE.has(account) || this.below.has(account)) continue;
      this.excuse(account);
      this.problem(path, BELOW_ZERO[account], { short_minor: -left });
    }
  }

  /** Stop noting an account below zero.
   * @param {string} account */
  excuse(account) {
    this.below.add(account);
  }

  /** @param {number} member */
  known(member) {
    return this.here.has(member);
  }

  /** Give the books after the document; nobody stands in them with zero.
   * @returns {Books} */
  after() {
    return {
      ...this.books,
      balances: this.balances,
      shares: withoutZero(this.shares),
      fines_owed: withoutZero(this.fines_owed),
      fine_arrears: withoutZero(this.fine_arrears),
      payable: withoutZero(this.payable),
      loans: [...this.loans.values()].sort((a, b) => a.loan - b.loan),
      last_meeting: this.document.meeting,
      last_held_on: this.document.held_on,
    };
  }
}

/** @param {ByMember} held */
const withoutZero = (held) => Object.fromEntries(Object.entries(held).filter((each) => each[1]));
