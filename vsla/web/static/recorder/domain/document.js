// The meeting document: one JSON object, complete in itself.
import { LINE_MAX, MEETING_MAX } from "./loans.js";
import { MINOR_MAX } from "./money.js";
import { Reader } from "./reader.js";

export const SCHEMA_VERSION = 1;
const ROWS_MAX = 2000;
const MEMBER_MAX = 1000000000;
const TERM_MAX = 120;
const NAME_MAX = 120;

export const ATTENDANCE = ["present", "late", "absent", "excused"];
export const FUNDS = ["loan_fund", "solidarity_fund"];
export const NEEDS = ["illness", "death", "birth", "wedding", "school", "accident", "disaster",
  "violence", "other"];
export const OFFENCES = ["late", "absent", "not_saving", "disorder", "talking", "forgot_rules",
  "lost_passbook", "late_repayment", "officer_neglect", "other"];
export const LEAVING_REASONS = ["left", "moved", "expelled", "died", "dropped_out"];
export const DIRECTIONS = ["to_bank", "from_bank"];
export const CHANNELS = ["bank", "mobile_money"];

/** @param {Reader} r */
const member = (r) => r.integer("member", 1, MEMBER_MAX);

/** @param {Reader} r */
const amount = (r) => r.integer("amount_minor", 1, MINOR_MAX);

/** @param {Reader} r @param {string} key */
const person = (r, key) => r.optionalInteger(key, 1, MEMBER_MAX);

/** @param {Reader} r @returns {AttendanceFact} */
function attendance(r) {
  return {
    member: member(r),
    state: r.choice("state", ATTENDANCE),
    by_representative: r.yes("by_representative"),
  };
}

/** Notes and coins must make the sum beside them; only the sum goes on.
 * @param {Reader} parent @param {string} key @returns {CashCount} */
function count(parent, key) {
  const r = parent.child(key);
  const [loan_fund_minor, solidarity_fund_minor] = FUNDS.map((fund) =>
    r && r.optionalInteger(`${fund}_minor`, 0, MINOR_MAX));
  const boxes = { loan_fund_minor, solidarity_fund_minor };
  if (r) {
    Object.values(boxes).forEach((counted, at) => {
      const notes = r.child(`${FUNDS[at]}_notes`);
      const made = notes ? notes.numbered(1, 100000).reduce((all, [value, n]) => all + value * n, 0) : 0;
      if (notes) notes.finish();
      if (made && made !== counted) {
        r.note(`${FUNDS[at]}_notes`, "notes_differ", { notes_minor: made, counted_minor: counted || 0 });
      }
    });
    r.finish();
  }
  return boxes;
}

/** @param {Reader} r @returns {ShareRow} */
const shares = (r) => ({ member: member(r), count: r.integer("count", 1, 100000) });

/** @param {Reader} r @returns {AmountRow} */
const memberAmount = (r) => ({ member: member(r), amount_minor: amount(r) });

/** @param {Reader} r @returns {FineRow} */
function fine(r) {
  return { member: member(r), offence: r.choice("offence", OFFENCES), amount_minor: amount(r) };
}

/** @param {Reader} r @returns {GrantRow} */
function grant(r) {
  const payee = person(r, "payee");
  return { member: member(r), need: r.choice("need", NEEDS), amount_minor: amount(r), payee };
}

/** @param {Reader} r */
const line = (r) => r.integer("line", 1, LINE_MAX);

/** @param {Reader} r @returns {SolidarityLoanRow} */
function solidarityLoan(r) {
  return {
    line: line(r),
    member: member(r),
    need: r.choice("need", NEEDS),
    amount_minor: amount(r),
    weeks: r.integer("weeks", 1, TERM_MAX),
    payee: person(r, "payee"),
  };
}

/** @param {Reader} r @returns {LoanRow} */
function loan(r) {
  return {
    line: line(r),
    member: member(r),
    amount_minor: amount(r),
    term: r.integer("term", 1, TERM_MAX),
    purpose: r.text("purpose", NAME_MAX),
    activity: r.text("activity", NAME_MAX),
    guarantors: r.integers("guarantors", 1, MEMBER_MAX, 10),
  };
}

/** @param {Reader} r @returns {RefusalRow} */
function refusal(r) {
  return { ...memberAmount(r), reason: r.text("reason", NAME_MAX) };
}

/** @param {Reader} r */
const loanNumber = (r) => r.integer("loan", 1, MINOR_MAX);

/** @param {Reader} r @returns {RepaymentRow} */
const repayment = (r) => ({ loan: loanNumber(r), amount_minor: amount(r) });

/** @param {Reader} r @returns {WriteOffRow} */
function writeOff(r) {
  return {
    loan: loanNumber(r),
    votes_for: r.integer("votes_for", 0, ROWS_MAX),
    votes_against: r.integer("votes_against", 0, ROWS_MAX),
  };
}

/** @param {Reader} r */
const fund = (r) => r.choice("fund", FUNDS, FUNDS[0]);

/** @param {Reader} r @returns {MoneyRow} */
function money(r) {
  return { fund: fund(r), amount_minor: amount(r), what: r.text("what", NAME_MAX, true) };
}

/** @param {Reader} r @returns {TransferRow} */
function transfer(r) {
  return {
    direction: r.choice("direction", DIRECTIONS),
    channel: r.choice("channel", CHANNELS),
    fund: fund(r),
    amount_minor: amount(r),
    reference: r.text("reference", NAME_MAX),
  };
}

/** @param {Reader} r @returns {DepartureRow} */
function departure(r) {
  return { member: member(r), reason: r.choice("reason", LEAVING_REASONS) };
}

/** Read a meeting document of any shape; it counts only without problems.
 * @param {unknown} source parsed JSON
 * @returns {{document: MeetingDocument, problems: Problem[]}} */
export function parseMeeting(source) {
  const r = new Reader(source);
  if (r.integer("schema_version", 1, ROWS_MAX) !== SCHEMA_VERSION) {
    r.note("schema_version", "unknown_schema", { known: SCHEMA_VERSION });
  }
  const document = {
    cycle: r.integer("cycle", 1, MEETING_MAX),
    meeting: r.integer("meeting", 0, MEETING_MAX),
    held_on: r.day("held_on"),
    attendance: r.rows("attendance", attendance, ROWS_MAX),
    opening_count: count(r, "opening_count"),
    shares_bought: r.rows("shares_bought", shares, ROWS_MAX),
    solidarity_paid: r.rows("solidarity_paid", memberAmount, ROWS_MAX),
    fines_charged: r.rows("fines_charged", fine, ROWS_MAX),
    fines_paid: r.rows("fines_paid", memberAmount, ROWS_MAX),
    solidarity_grants: r.rows("solidarity_grants", grant, ROWS_MAX),
    solidarity_loans: r.rows("solidarity_loans", solidarityLoan, ROWS_MAX),
    loans_granted: r.rows("loans_granted", loan, ROWS_MAX),
    loans_refused: r.rows("loans_refused", refusal, ROWS_MAX),
    repayments: r.rows("repayments", repayment, ROWS_MAX),
    write_offs: r.rows("write_offs", writeOff, ROWS_MAX),
    expenses: r.rows("expenses", money, ROWS_MAX),
    other_income: r.rows("other_income", money, ROWS_MAX),
    transfers: r.rows("transfers", transfer, ROWS_MAX),
    payables_paid: r.rows("payables_paid", memberAmount, ROWS_MAX),
    departures: r.rows("departures", departure, ROWS_MAX),
    closing_count: count(r, "closing_count"),
    note: r.text("note", 2000),
    chaired_by: person(r, "chaired_by"),
    recorded_by: person(r, "recorded_by"),
    confirmed_by: r.integers("confirmed_by", 1, MEMBER_MAX, 5),
  };
  uniqueRows(r, document);
  r.finish();
  return { document, problems: r.problems };
}

/** @param {Reader} r @param {MeetingDocument} document */
function uniqueRows(r, document) {
  /** @type {const} */ (["attendance", "shares_bought", "solidarity_paid", "fines_paid",
    "payables_paid", "departures"]).forEach((key) =>
    r.unique(key, document[key].map((row) => row.member)));
  r.unique("write_offs", document.write_offs.map((row) => row.loan));
  r.unique("loans_granted", document.loans_granted.map((row) => row.line));
  r.unique("solidarity_loans", document.solidarity_loans.map((row) => row.line));
  r.unique("confirmed_by", document.confirmed_by);
}
