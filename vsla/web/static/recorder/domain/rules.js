// The rules a meeting is held against: problems refuse, breaches are recorded and flagged.
import { sum, totalShares } from "./books.js";
import { addMonths } from "./calendar.js";
import { fineFor, isLoanMeeting } from "./constitution.js";
import {
  guarantors, helpAsAgreed, loanCeiling, loanTerm, rowsOf, writtenOffByVote,
} from "./lending_rules.js";
import { MINOR_MAX } from "./money.js";
import { holdsOn } from "./roster.js";

/** @typedef {import("./run.js").Run} Run */
/** @typedef {Generator<Problem, void>} Found */

export const OPENING = 0;

/** Count how many members make a meeting quorate, rounded up.
 * @param {Constitution} constitution @param {number} members */
export function quorum({ quorum: { part, whole } }, members) {
  return Math.ceil((members * part) / whole);
}

/** @param {Iterable<number>} members */
const inOrder = (members) => [...members].sort((a, b) => a - b);

/** Name everybody a document names, with the place.
 * @param {MeetingDocument} document @returns {Generator<[string, number | null], void>} */
function* membersNamed(document) {
  for (const name of NAMING) {
    for (const [path, row] of rowsOf(document, name)) yield [`${path}.member`, row.member];
  }
  for (const name of HELPS) {
    for (const [path, row] of rowsOf(document, name)) yield [`${path}.payee`, row.payee];
  }
  for (const [path, loan] of rowsOf(document, "loans_granted")) {
    for (const [seat, who] of loan.guarantors.entries()) yield [`${path}.guarantors.${seat}`, who];
  }
  yield ["chaired_by", document.chaired_by];
  yield ["recorded_by", document.recorded_by];
  yield* rowsOf(document, "confirmed_by");
}

const HELPS = /** @type {const} */ (["solidarity_grants", "solidarity_loans"]);
const NAMING = /** @type {const} */ ([
  "attendance", "shares_bought", "solidarity_paid", "fines_charged", "fines_paid", ...HELPS,
  "loans_granted", "loans_refused", "departures",
]);

/** Refuse who is not in the group, not yet, or no more.
 * @param {Run} run @returns {Found} */
export function* membersBelong(run) {
  for (const [path, member] of membersNamed(run.document)) {
    if (member === null || run.known(member)) continue;
    if (everBelonged(run, member)) yield [path, "departed_member", { member }];
    else yield [path, "unknown_member", {}];
  }
}

/** @param {Run} run @param {number} member */
const everBelonged = (run, member) =>
  run.standing.roster.members.some((who) => who.member === member);

/** Money of an earlier share-out may be owed to one who left; the person must be known.
 * @param {Run} run @returns {Found} */
export function* payablesKnown(run) {
  for (const [path, { member }] of rowsOf(run.document, "payables_paid")) {
    if (!everBelonged(run, member)) yield [`${path}.member`, "unknown_member", {}];
  }
}

/** Refuse a date outside the cycle, or before the meeting that came before.
 * @param {Run} run @returns {Found} */
export function* dateInCycle({ document, books }) {
  if (document.cycle !== books.cycle) yield ["cycle", "other_cycle", { cycle: books.cycle }];
  if (document.held_on < books.opened_on) {
    yield ["held_on", "date_before_cycle", { opened_on: books.opened_on }];
  } else if (books.last_held_on !== null && document.held_on < books.last_held_on) {
    yield ["held_on", "date_before_last_meeting", { last_on: books.last_held_on }];
  }
}

/** Refuse a number that is taken.
 * @param {Run} run @returns {Found} */
export function* numberIsNext({ document: { meeting }, books }) {
  if (meeting <= books.last_meeting) yield ["meeting", "number_taken", { number: meeting }];
}

/** Pass on what cannot be: funds below zero, payments above debts.
 * @param {Run} run @returns {Found} */
export function* foundWhilePosting(run) {
  yield* run.problems;
}

/** Refuse sums no village has: they are slips, and no database or phone could add them up.
 * @param {Run} run @returns {Found} */
export function* sumsCanBeKept(run) {
  const moved = run.movements.reduce((total, { amount }) => total + amount, 0);
  const sums = Object.values(run.balances).map(Math.abs);
  if (Math.max(moved, sum(run.fines_owed), ...sums) > MINOR_MAX) yield ["", "out_of_range", { low_minor: 0, high_minor: MINOR_MAX }];
}

/** Refuse shares at another price than those sold before in the cycle.
 * @param {Run} run @returns {Found} */
export function* shareValueStands({ books, standing }) {
  const atPrice = totalShares(books) * standing.constitution.share_value_minor;
  if (books.balances.member_shares !== atPrice) yield ["shares_bought", "share_value_locked", {}];
}

/** Flag fewer or more shares than the constitution has, over the whole meeting.
 * @param {Run} run @returns {Found} */
export function* sharesWithinLimits({ document, standing, came }) {
  if (document.meeting === OPENING) return;
  const { shares_min: least, shares_max: most } = standing.constitution;
  const rows = document.shares_bought.map((row, place) => ({ ...row, place }));
  const bought = new Map(rows.map((row) => [row.member, row]));
  for (const member of inOrder(new Set([...came, ...bought.keys()]))) {
    const row = bought.get(member);
    const count = row ? row.count : 0;
    const path = row ? `shares_bought.${row.place}` : "shares_bought";
    if (count > most) yield [path, "too_many_shares", { member, count, limit: most }];
    else if (count < least && came.has(member)) {
      yield [path, "too_few_shares", { member, count, limit: least }];
    }
  }
}

/** Flag who came and did not pay the agreed contribution.
 * @param {Run} run @returns {Found} */
export function* solidarityPaid({ document, standing, came }) {
  const agreed = standing.constitution.solidarity_contribution_minor;
  if (document.meeting === OPENING) return;
  const paid = new Map(document.solidarity_paid.map((row) => [row.member, row.amount_minor]));
  for (const member of inOrder(came)) {
    const amount = paid.get(member) || 0;
    if (amount >= agreed) continue;
    yield ["solidarity_paid", "solidarity_unpaid",
      { member, paid_minor: amount, agreed_minor: agreed }];
  }
}

/** Flag a fine of another amount than the list has.
 * @param {Run} run @returns {Found} */
export function* finesAsAgreed({ document, standing }) {
  for (const [path, { member, offence, amount_minor }] of rowsOf(document, "fines_charged")) {
    const agreed = fineFor(standing.constitution, offence);
    if (agreed === amount_minor) continue;
    yield [path, "fine_not_as_agreed", { member, agreed_minor: agreed }];
  }
}

/** Flag loans granted outside a loan meeting.
 * @param {Run} run @returns {Found} */
export function* loanMeeting({ document: { meeting, loans_granted }, standing }) {
  if (!loans_granted.length || meeting === OPENING) return;
  if (isLoanMeeting(standing.constitution, meeting)) return;
  yield ["loans_granted", "not_a_loan_meeting", { number: meeting }];
}

/** Flag a meeting without quorum, and members whose coming was not noted.
 * @param {Run} run @returns {Found} */
export function* hasQuorum({ document, standing, here, came }) {
  if (document.meeting === OPENING) return;
  const needed = quorum(standing.constitution, here.size);
  if (came.size < needed) yield ["attendance", "no_quorum", { attended: came.size, needed }];
  const missing = here.size - document.attendance.length;
  if (missing > 0) yield ["attendance", "attendance_missing", { count: missing }];
}

const POSTS = ["chair", "secretary", "treasurer", "counter", "key_holder"];

/** Flag keys of committee members, posts of who left, and a committee not elected in time.
 * @param {Run} run @returns {Found} */
export function* postsAsAgreed({ document: { held_on, meeting }, standing, here }) {
  const terms = standing.roster.posts.filter((term) => holdsOn(term, held_on));
  const held = terms.filter((term) => here.has(term.member));
  const keys = held.filter((term) => term.post === "key_holder").map((term) => term.member);
  const committee = held.filter((term) => term.post !== "key_holder");
  const officers = committee.map((term) => term.member);
  for (const member of inOrder(new Set(keys))) {
    if (officers.includes(member)) yield ["", "officer_is_key_holder", { member }];
  }
  if (meeting === OPENING) return;
  for (const post of POSTS) {
    const count = terms.filter((term) => term.post === post && !here.has(term.member)).length;
    if (count) yield ["", "post_vacant", { post, count }];
  }
  if (!officers.length) return;
  const [oldest] = committee.map((term) => term.elected_on).sort();
  const due_on = addMonths(oldest, standing.constitution.election_months);
  if (held_on > due_on) yield ["", "election_overdue", { due_on }];
}

/** Flag a box that counts otherwise than the books, or was not counted.
 * @param {Run} run @returns {Found} */
export function* countsAgree({ document, differences }) {
  for (const { path, account, expected, counted } of differences) {
    const box = account === "cash_loan_fund" ? "cash" : "solidarity";
    const when = path.startsWith("opening") ? "opening" : "closing";
    yield [path, `${box}_difference_${when}`, {
      expected_minor: expected,
      counted_minor: counted,
      difference_minor: Math.abs(counted - expected),
    }];
  }
  if (document.meeting === OPENING) return;
  for (const name of /** @type {const} */ (["opening_count", "closing_count"])) {
    const boxes = document[name];
    if (boxes.loan_fund_minor === null || boxes.solidarity_fund_minor === null) {
      yield [name, "not_counted", {}];
    }
  }
}

/** Flag a meeting whose forerunner has not arrived.
 * @param {Run} run @returns {Found} */
export function* numbersFollow({ document, books }) {
  const number = Math.max(books.last_meeting, OPENING) + 1;
  if (document.meeting > number) yield ["meeting", "meeting_number_skipped", { number }];
}

/** Flag a meeting after the day on which the cycle was to be shared out.
 * @param {Run} run @returns {Found} */
export function* withinCycle({ document: { held_on }, books: { share_out_on } }) {
  if (held_on > share_out_on) yield ["held_on", "share_out_overdue", { share_out_on }];
}

/** What refuses a document, in the order in which it is told. */
export const PROBLEM_RULES = [
  dateInCycle, numberIsNext, membersBelong, payablesKnown, shareValueStands, foundWhilePosting,
  sumsCanBeKept,
];

/** What is recorded and flagged, in the order of the meeting. */
export const BREACH_RULES = [
  hasQuorum, postsAsAgreed, countsAgree, finesAsAgreed, solidarityPaid, helpAsAgreed,
  sharesWithinLimits, loanMeeting, loanCeiling, loanTerm, guarantors, writtenOffByVote,
  numbersFollow, withinCycle,
];
