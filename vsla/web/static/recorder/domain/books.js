// A group's books, in the form in which the pack carries them.
import { ACCOUNTS } from "./ledger.js";

/** Open books with nothing in them.
 * @param {number} cycle @param {Day} openedOn @param {Day} shareOutOn @returns {Books} */
export function openBooks(cycle, openedOn, shareOutOn) {
  return {
    cycle,
    opened_on: openedOn,
    share_out_on: shareOutOn,
    balances: Object.fromEntries(ACCOUNTS.map((account) => [account, 0])),
    shares: {},
    fines_owed: {},
    fine_arrears: {},
    payable: {},
    loans: [],
    last_meeting: -1,
    last_held_on: null,
    closed: false,
  };
}

/** Add up what members hold, by id.
 * @param {ByMember} held */
export const sum = (held) => Object.values(held).reduce((total, each) => total + each, 0);

/** @param {Books} books */
export const totalShares = (books) => sum(books.shares);

/** Order loans, the oldest first.
 * @param {Loan} a @param {Loan} b */
export function byAge(a, b) {
  return a.granted_on < b.granted_on ? -1 : Number(a.granted_on > b.granted_on) || a.loan - b.loan;
}
