/** A group to practise with: invented people and play money that never leave this phone. */

import { h, sign } from "../dom.js";
import { _ } from "../i18n.js";
import { openStore } from "../store.js";
import { openBooks } from "../domain/books.js";
import { addDays } from "../domain/calendar.js";
import * as start from "./start.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

const GROUP = 1;
const FIRST = 5;
/** Raised when what is made here changes: a phone that practised before begins anew. */
const MADE = "2";
/** Passbook number, name, sex, sign, shares so far, shares of the last meeting.
 * @type {[string, string, string, number, number][]} */
const PEOPLE = [
  ["Anuarite Batuko", "F", "sun", 12, 3], ["Faida Kasonia", "F", "fish", 8, 2], ["Heri Lodzani", "M", "tree", 15, 5],
  ["Immaculée Dradiro", "F", "pot", 6, 1], ["Mapenzi Ngadjole", "F", "moon", 10, 2], ["Mateso Tibasala", "M", "hoe", 9, 3],
  ["Nyota Mambisola", "F", "bird", 12, 4], ["Pascaline Uvoyali", "F", "basket", 8, 2], ["Riziki Kagoroni", "F", "drum", 11, 3],
  ["Zacharie Omviko", "M", "boat", 9, 2],
];
/** @type {[string, number][]} */
const POSTS = [["chair", 1], ["secretary", 5], ["treasurer", 7], ["counter", 8], ["counter", 3], ["key_holder", 2], ["key_holder", 4], ["key_holder", 6]];

/** @param {string} now @returns {any} */
function made(now) {
  const opened = addDays(now, -35);
  const books = openBooks(1, opened, addDays(now, 329));
  const terms = ["declining", 50000, "month", true];
  const loan = { loan: 1003001, member: 3, granted_on: addDays(now, -14), term: 2, due_on: addDays(now, 14), principal: 1500000, charge: terms };
  const shares = Object.fromEntries(PEOPLE.map((each, at) => [at + 1, each[3]]));
  const all = PEOPLE.reduce((sum, each) => sum + each[3], 0) * 50000;
  const weekday = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"][new Date(`${now}T00:00:00Z`).getUTCDay()];
  return {
    schema_version: 1, entry_number: FIRST, rules: {}, departed: [], programme: { is_demo: false },
    group: { group_id: GROUP, code: "X-1", name: "Tujifunze", place: "", currency: "CDF", scale: 2, cash_step_minor: 5000,
      cash_minor: [2000000, 1000000, 500000, 100000, 50000, 20000, 10000, 5000] },
    books: {
      ...books, shares, fines_owed: { 6: 20000 }, loans: [loan], last_meeting: FIRST - 1, last_held_on: addDays(now, -7),
      balances: { ...books.balances, cash_loan_fund: all - 1500000, cash_solidarity: 800000, loans: 1500000, member_shares: all, solidarity_fund: 800000 },
    },
    constitutions: [{ number: 1, adopted_on: opened, body: {
      share_value_minor: 50000, meeting_order: ["fines", "solidarity", "shares", "repayments", "expenses", "loans"],
      quorum: { part: 2, whole: 3 }, shares_min: 1, shares_max: 5, solidarity_contribution_minor: 20000,
      helps: [{ need: "illness", amount_max_minor: 500000 }], solidarity_loans: true, solidarity_loan_weeks: 4,
      lending_from_meeting: 1, loan_meeting_every: 1, loan_multiple: 3, loan_term_max: 3, weekday,
      charge: { basis: "declining", rate_ppm: 50000, period: "month", stops_at_term: true },
      penalty: { kind: "none", amount_minor: 0, rate_ppm: 0 }, guarantors: 0,
      fines: [{ offence: "late", amount_minor: 20000 }, { offence: "absent", amount_minor: 50000 }],
      fines_into: "loan_fund", heirs_rule: "shares", gender_rule: "anyone", minimum_age: 18, frequency: "weekly", election_months: 12,
    } }],
    members: PEOPLE.map(([name, gender, drawing], at) => ({ member: at + 1, passbook_number: at + 1, name, gender, sign: drawing, joined_on: opened })),
    posts: POSTS.map(([post, member]) => ({ post, member, elected_on: opened })),
    last_shares: Object.fromEntries(PEOPLE.map((each, at) => [at + 1, each[4]])),
  };
}

/**
 * Show a step of the practice meeting, kept in a database of its own.
 * @param {HTMLElement} root
 * @param {{step?: string}} params
 * @param {any} app
 */
export async function show(root, { step }, app) {
  const store = await openStore("vsla-practice");
  const kept = await store.pack(GROUP);
  if (kept?.etag !== MADE) {
    await forget(store);
    await store.putPack({ group_id: GROUP, pack: made(app.clock.today()), etag: MADE, fetched_at: app.clock.now() });
  }
  await start.show(root, { groupId: GROUP, step }, { ...app, store, practice: true });
}

/**
 * Forget everything that was practised: the invented group begins anew.
 * @param {import("../store.js").Store} store of the practice
 */
export async function forget(store) {
  for (const { uuid } of await store.drafts()) await store.drop("drafts", uuid);
  for (const { seq } of await store.outbox()) await store.dropItem(seq || 0);
  await store.drop("packs", GROUP);
}

/** What to try at each step of the first meeting.
 * @param {string} step @returns {string | undefined} */
function hintOf(step) {
  const hints = {
    date: _("This group is invented: nothing can break here, and nothing is sent. The number and the day are proposed. Touch “Begin”."),
    attendance: _("Touch “Everybody is present”. Then touch Mateso Tibasala and choose “Late”."),
    opening: _("Count what lies in each box. If it is what the book says, one touch is enough. Try it note by note, too."),
    fines: _("Mateso came late: touch the proposed fine. Then touch his name when he pays."),
    solidarity: _("Touch “Everybody paid”, then whoever did not pay. Below, somebody can be helped."),
    shares: _("“Same as last time” fills in the stars. Touch a name for one more, the minus for one less."),
    repayments: _("Heri owes a loan. Write what he pays today; the book reckons the service charge."),
    expenses: _("Nothing was spent? Go on. A pen bought for the box would stand here."),
    loans: _("Add a request and ask for too much: the ceiling and the money left are shown at once."),
    leaving: _("Nobody leaves today. Go on."),
    closing: _("Count both boxes again. The book says what they must hold."),
    close: _("Read the three figures aloud. Two officers touch their names. Then lock the meeting."),
  };
  return /** @type {Record<string, string>} */ (hints)[step];
}

/**
 * Show the hint of a step above it, until it was read.
 * @param {Element} root
 * @param {Sheet} sheet
 * @param {string} step
 */
export function hint(root, sheet, step) {
  const text = hintOf(step);
  const read = sheet.extra.hints || {};
  if (!text || read[step] || sheet.doc.meeting !== FIRST) return;
  const main = /** @type {Element} */ (root.querySelector("main"));
  const box = h("div", { class: "note hint" }, sign("course"), h("p", null, text));
  const done = h("button", { class: "btn full", type: "button", on: { click: () => {
    sheet.change((_doc, extra) => { extra.hints = { ...extra.hints, [step]: true }; });
    box.remove();
    /** @type {HTMLElement} */ (root.querySelector("h1")).focus();
  } } }, _("I have read it"));
  box.append(done);
  main.prepend(box);
}

