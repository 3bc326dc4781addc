// What lending is held against: help, ceilings, terms, guarantors, and loans given up.
import { addDays } from "./calendar.js";
import { ceiling } from "./loans.js";

/** @typedef {import("./run.js").Run} Run */
/** @typedef {Generator<Problem, void>} Found */

/** Give each row of a part with its path.
 * @template {keyof MeetingDocument} K
 * @param {MeetingDocument} document @param {K} name
 * @returns {[string, MeetingDocument[K] extends (infer R)[] ? R : never][]} */
export const rowsOf = (document, name) =>
  /** @type {any[]} */ (document[name]).map((row, place) => [`${name}.${place}`, row]);

/** Flag help for needs the constitution does not list, or above its amounts; an amount of zero leaves
 * it to the meeting how much is given.
 * @param {Run} run @returns {Found} */
export function* helpAsAgreed({ document, books, standing: { constitution } }) {
  const limits = new Map(constitution.helps.map((line) => [line.need, line.amount_max_minor]));
  for (const [path, { member, need, amount_minor }] of rowsOf(document, "solidarity_grants")) {
    const limit = limits.get(need);
    if (limit === undefined) {
      if (need !== "other") yield [path, "need_not_listed", { member }];
    } else if (limit && amount_minor > limit) {
      yield [path, "grant_above_limit", { member, limit_minor: limit }];
    }
  }
  const longest = constitution.solidarity_loan_weeks;
  for (const [path, { member, weeks }] of rowsOf(document, "solidarity_loans")) {
    if (!constitution.solidarity_loans) yield [path, "solidarity_loan_not_allowed", { member }];
    else if (weeks > longest) yield [path, "solidarity_loan_too_long", { member, limit: longest }];
    yield* afterShareOut(books, path, member, addDays(document.held_on, 7 * weeks));
  }
}

/** @param {Books} books @param {string} path @param {number} member @param {Day} due_on
 * @returns {Found} */
function* afterShareOut({ share_out_on }, path, member, due_on) {
  if (due_on > share_out_on) yield [path, "term_beyond_share_out", { member, due_on, share_out_on }];
}

/** Flag a loan above the multiple of savings, less what is still owed.
 * @param {Run} run @returns {Found} */
export function* loanCeiling({ lendings, standing }) {
  for (const { path, row, savings, debt_before } of lendings) {
    const most = ceiling(savings, standing.constitution.loan_multiple, debt_before);
    if (row.amount_minor <= most) continue;
    yield [path, "loan_above_ceiling",
      { member: row.member, requested_minor: row.amount_minor, ceiling_minor: most }];
  }
}

/** Flag a term longer than agreed, or one that ends after the share-out.
 * @param {Run} run @returns {Found} */
export function* loanTerm({ lendings, books, standing }) {
  const limit = standing.constitution.loan_term_max;
  for (const { path, row: { member, term }, loan: { due_on } } of lendings) {
    if (term > limit) yield [path, "term_too_long", { member, limit }];
    yield* afterShareOut(books, path, member, due_on);
  }
}

/** Flag a loan with fewer guarantors than agreed.
 * @param {Run} run @returns {Found} */
export function* guarantors({ lendings, standing }) {
  const limit = standing.constitution.guarantors;
  for (const { path, row } of lendings) {
    const others = new Set(row.guarantors.filter((who) => who !== row.member));
    if (others.size < limit) yield [path, "too_few_guarantors", { member: row.member, limit }];
  }
}

/** Flag a loan given up without more hands for than against, or by more hands than there were.
 * @param {Run} run @returns {Found} */
export function* writtenOffByVote({ document, came: { size: present } }) {
  for (const [path, row] of rowsOf(document, "write_offs")) {
    if (row.votes_for <= row.votes_against) yield [path, "write_off_without_majority", {}];
    if (row.votes_for + row.votes_against > present) yield [path, "votes_exceed_present", { present }];
  }
}
