/** A meeting being recorded: the draft, kept at every touch, and what it adds up to. */

import { _ } from "../i18n.js";
import { parseMeeting } from "../domain/document.js";
import { postMeeting } from "../domain/meeting.js";
import { membersOn } from "../domain/roster.js";
import { versionOn } from "../state.js";
import { addUp } from "./totals.js";

const COUNTS = ["opening_count", "closing_count"];
/** Notes of the two boxes in a count; while a draft is written they stand beside it. */
export const NOTES = ["loan_fund_notes", "solidarity_fund_notes"];

/** The part of the meeting in which each place of the document stands.
 * @type {Record<string, string>} */
const PART_OF = {
  meeting: "date", held_on: "date", cycle: "date", attendance: "attendance", opening_count: "opening",
  fines_charged: "fines", fines_paid: "fines", solidarity_paid: "solidarity",
  solidarity_grants: "solidarity", solidarity_loans: "solidarity", shares_bought: "shares",
  repayments: "repayments", write_offs: "repayments", expenses: "expenses", other_income: "expenses",
  transfers: "expenses", loans_granted: "loans", loans_refused: "loans", payables_paid: "leaving",
  departures: "leaving", closing_count: "closing",
};

/** What a row must have before it counts.
 * @type {Record<string, string[]>} */
const NEEDED = {
  fines_charged: ["member", "offence", "amount_minor"],
  fines_paid: ["member", "amount_minor"],
  solidarity_paid: ["member", "amount_minor"],
  solidarity_grants: ["member", "need", "amount_minor"],
  solidarity_loans: ["member", "need", "amount_minor", "weeks"],
  shares_bought: ["member", "count"],
  repayments: ["loan", "amount_minor"],
  expenses: ["what", "amount_minor"],
  other_income: ["what", "amount_minor"],
  transfers: ["amount_minor"],
  loans_granted: ["member", "amount_minor", "term"],
  loans_refused: ["member", "amount_minor"],
  payables_paid: ["member", "amount_minor"],
  departures: ["member", "reason"],
};

/** What was locked last, for the screen that says so. */
export const locked = { meeting: 0, full: false };

/** @param {string} path */
export function partOf(path) {
  return PART_OF[path.split(".")[0]] || "close";
}

/** @param {string} key of a row that lacks it */
function wanted(key) {
  if (key === "amount_minor") return _("Write an amount, such as 5 000.");
  if (key === "what") return _("Please fill this in.");
  return key === "term" || key === "weeks" || key === "count"
    ? _("Write a whole number, such as 12.") : _("Choose one.");
}

/**
 * Make the document of a new meeting.
 * @param {any} books
 * @param {number} meeting
 * @param {string} held_on
 */
export function blank(books, meeting, held_on) {
  /** @type {Record<string, any>} */
  const made = { schema_version: 1, cycle: books.cycle, meeting, held_on, attendance: [], write_offs: [] };
  for (const name of COUNTS) made[name] = { loan_fund_minor: null, solidarity_fund_minor: null };
  for (const name of Object.keys(NEEDED)) made[name] = [];
  return Object.assign(made, { note: "", chaired_by: null, recorded_by: null, confirmed_by: [] });
}

/** @param {any} row what belongs to the screen begins with a line, what is empty is left out */
function bare(row) {
  return Object.fromEntries(
    Object.entries(row).filter(([key, value]) => key[0] !== "_" && value !== null && value !== ""),
  );
}

/**
 * Take out of a draft what can be posted, and say what is missing in the rest.
 * @param {any} draft the document as it is written
 * @param {any} [notes] as they stand beside it, by count and box
 * @returns {{document: any, places: Record<string, number[]>, gaps: Said[]}} `places` tells at
 *   which line of the draft each line of the document stands
 */
export function ready(draft, notes = {}) {
  const document = { ...draft };
  /** @type {Record<string, number[]>} */
  const places = {};
  /** @type {Said[]} */
  const gaps = [];
  for (const [list, needed] of Object.entries(NEEDED)) {
    document[list] = [];
    places[list] = [];
    draft[list].forEach((/** @type {any} */ row, /** @type {number} */ at) => {
      const missing = needed.filter((key) => !row[key]);
      if (missing.length === needed.length && !row._typed) return;
      for (const key of missing) gaps.push({ path: `${list}.${at}.${key}`, kind: "bad", text: wanted(key) });
      if (missing.length) return;
      places[list].push(at);
      document[list].push(bare(row));
    });
  }
  document.write_offs = draft.write_offs.map(bare);
  for (const name of COUNTS) {
    document[name] = bare(draft[name]);
    (notes[name] || []).forEach((/** @type {any} */ own, /** @type {number} */ at) => {
      if (Object.keys(own).length) document[name][NOTES[at]] = own;
      else delete document[name][NOTES[at]];
    });
    for (const key of Object.keys(draft[name]._typed || {})) {
      gaps.push({ path: `${name}.${key}`, kind: "bad", text: wanted("amount_minor") });
    }
  }
  document.attendance = draft.attendance.map(bare);
  return { document, places, gaps };
}

export class Sheet {
  /**
   * @param {any} app
   * @param {any} state of the group before this meeting
   * @param {any} draft
   */
  constructor(app, state, draft) {
    this.app = app;
    this.draft = draft;
    this.full = false;
    this.step = "";
    /** @type {Element | null} */
    this.root = null;
    /** @type {{el: Element, run: () => void}[]} */
    this.watchers = [];
    /** @type {any} */
    this.state = state;
    /** @type {any} */
    this.standing = null;
    /** @type {any} */
    this.rules = null;
    /** @type {any} */
    this.document = null;
    /** @type {Said[]} */
    this.problems = [];
    /** @type {Said[]} */
    this.breaches = [];
    /** @type {any} */
    this.after = null;
    /** @type {any[]} */
    this.movements = [];
    /** @type {Totals} */
    this.totals = { before: [0, 0], expected: [0, 0], after: [0, 0], steps: {} };
    this.version = 0;
    this.adopted = "";
    this.lay();
  }

  /** Lay the draft on a state of the group: at the start, and when its members changed.
   * @param {any} state */
  begin(state) {
    this.state = state;
    this.lay();
  }

  /** @returns {any} */
  get doc() { return this.draft.document; }
  /** @returns {any} */
  get extra() { return this.draft.extra; }
  get group() { return this.state.pack.group; }
  get currency() { return this.group.currency; }
  get books() { return this.state.books; }
  get base() { return this.app.base || `#/g/${this.group.group_id}`; }

  /** Everybody who belongs on the day, by passbook.
   * @returns {any[]} */
  get people() {
    return membersOn(this.standing.roster, this.doc.held_on)
      .sort((/** @type {any} */ a, /** @type {any} */ b) => a.passbook_number - b.passbook_number || a.member - b.member);
  }

  /** @param {number} member @returns {any} */
  person(member) {
    return this.standing.roster.members.find((/** @type {any} */ each) => each.member === member)
      || { member, passbook_number: "?", name: _("member %(number)s", { number: member }), gender: "" };
  }

  /** Who took part, in person or by somebody.
   * @returns {Set<number>} */
  get came() {
    const rows = this.doc.attendance.filter((/** @type {any} */ row) =>
      row.by_representative || row.state === "present" || row.state === "late");
    return new Set(rows.map((/** @type {any} */ row) => row.member));
  }

  /** The parts in the order of this group.
   * @returns {string[]} */
  get steps() {
    return ["attendance", "opening", ...this.rules.meeting_order, "leaving", "closing", "close"];
  }

  /** Reckon everything anew. */
  lay() {
    this.standing = this.state.standingOn(this.doc.held_on);
    this.rules = this.standing.constitution;
    const version = versionOn(this.state.pack.constitutions, this.doc.held_on);
    this.version = version.number;
    this.adopted = version.adopted_on;
    const { document, places, gaps } = ready(this.doc, this.extra.notes);
    const read = parseMeeting(document);
    const posted = postMeeting(read.document, this.books, this.standing);
    /** @param {any} told @param {"bad" | "warn"} kind @returns {Said} */
    const told = ([path, code, values], kind) => {
      const [list, place, ...rest] = path.split(".");
      const at = places[list] && place !== undefined ? places[list][Number(place)] : place;
      return { path: [list, at, ...rest].filter((each) => each !== undefined).join("."), kind, code, values };
    };
    const returned = (this.draft.problems || []).filter((/** @type {any} */ each) => this.untouched(each[0]));
    const found = [...read.problems, ...posted.problems];
    const known = new Set(found.map(([path, code]) => `${path} ${code}`));
    this.problems = [
      ...gaps, ...found.map((each) => told(each, "bad")),
      ...returned.filter((/** @type {any} */ each) => !known.has(`${each[0]} ${each[1]}`))
        .map((/** @type {any} */ each) => told(each, "bad")),
    ];
    this.breaches = posted.breaches.map((each) => told(each, "warn"));
    this.after = posted.posting.books;
    this.movements = posted.posting.movements;
    this.totals = addUp(this.movements, this.after, posted.breaches, this.rules.meeting_order);
    this.document = document;
  }

  /** Tell whether a part of a refused document still stands as it was sent.
   * @param {string} path */
  untouched(path) {
    const key = path.split(".")[0];
    const sent = this.draft.extra.returned;
    return !sent || !key || JSON.stringify(sent[key]) === JSON.stringify(this.doc[key]);
  }

  /**
   * Change the draft, keep it, and let every part of the screen follow.
   * @param {(doc: any, extra: any) => void} change
   */
  change(change) {
    change(this.doc, this.extra);
    this.lay();
    this.keep();
    this.watchers = this.watchers.filter(({ el }) => el.isConnected);
    for (const { run } of [...this.watchers]) run();
  }

  /** Write the draft to the phone now. */
  keep() {
    this.draft.saved_at = this.app.clock.now();
    const full = (/** @type {boolean} */ is) => {
      if (this.full !== is) {
        this.full = is;
        for (const { run } of [...this.watchers]) run();
      }
    };
    return this.app.store.putDraft(this.draft).then(() => full(false), () => full(true));
  }

  /**
   * Draw a part of the screen now, and again whenever what it depends on changes.
   * @param {Element} el goes away with it
   * @param {() => any} key what it depends on
   * @param {(key: any) => void} draw
   */
  watch(el, key, draw) {
    let last = "";
    const run = () => {
      const now = key();
      const text = JSON.stringify(now);
      if (text !== last) {
        last = text;
        draw(now);
      }
    };
    run();
    this.watchers.push({ el, run });
    return el;
  }

  /** Leave the screen: nothing follows any more. */
  clear() {
    this.watchers = [];
  }

  /** What stands against a part, or a place of it.
   * @param {string} path @returns {Said[]} */
  problemsAt(path) {
    return this.problems.filter((each) => each.path === path || each.path.startsWith(`${path}.`));
  }
}
