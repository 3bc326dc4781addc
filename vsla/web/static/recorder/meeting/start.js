/** Open a meeting: go on with the draft where it was left, or begin the next one. */

import { fill, h, note, sign } from "../dom.js";
import { age, day } from "../format.js";
import { _ } from "../i18n.js";
import { groupState } from "../state.js";
import { newUuid } from "../store.js";
import { addDays, daysBetween } from "../domain/calendar.js";
import attendance from "./attendance.js";
import close from "./close.js";
import count from "./count.js";
import expenses from "./expenses.js";
import { amountField, cellOf, field } from "./fields.js";
import fines from "./fines.js";
import { addressOf, draw, goTo, titleOf } from "./frame.js";
import leaving from "./leaving.js";
import loans from "./loans.js";
import members from "./members.js";
import repayments from "./repayments.js";
import { more } from "./rows.js";
import shares from "./shares.js";
import { Sheet, blank, locked as lastLocked, partOf } from "./sheet.js";
import solidarity from "./solidarity.js";
import { said } from "./told.js";

/** @type {Record<string, (sheet: Sheet, step: string) => Step>} */
const SCREENS = {
  date, attendance, opening: count, fines, solidarity, shares, repayments, expenses, loans, leaving,
  closing: count, close, members, parts,
};
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The meeting that is open.
 * @type {Sheet | null} */
let open = null;
let turn = 0;

/**
 * Propose the day of a meeting: the last usual weekday after the meeting before, else today.
 * @param {any} rules
 * @param {any} books
 * @param {string} now
 */
export function proposedDay(rules, books, now) {
  const last = books.last_held_on || books.opened_on;
  const back = (new Date(`${now}T00:00:00Z`).getUTCDay() - WEEKDAYS.indexOf(rules.weekday) + 7) % 7;
  const usual = addDays(now, -back);
  if (usual > last) return usual;
  return now > last ? now : last;
}

/** @param {any} app @param {number} groupId @param {string} [uuid] @returns {Promise<Sheet | null>} */
async function openSheet(app, groupId, uuid) {
  const [state, kept] = await Promise.all([groupState(app.store, groupId, app.clock.now()), app.store.draft(groupId, uuid)]);
  if (!state) return null;
  const { books } = state;
  if (kept) {
    const fresh = blank(books, kept.document.meeting, kept.document.held_on);
    for (const [key, value] of Object.entries(kept.document)) {
      fresh[key] = Array.isArray(value) || !value || typeof value !== "object" ? value : { ...fresh[key], ...value };
    }
    kept.document = fresh;
    kept.extra = { seen: {}, ...kept.extra };
    const back = (kept.problems || []).length > 0;
    if (back && !kept.extra.returned) {
      kept.extra.returned = JSON.parse(JSON.stringify(fresh));
      kept.extra.asked = true;
    }
    const sheet = new Sheet(app, state, kept);
    // What came back begins with what is wrong with it.
    if (back) sheet.step = "date";
    return sheet;
  }
  const now = app.clock.today();
  const held = proposedDay(state.standingOn(now).constitution, books, now);
  return new Sheet(app, state, {
    group_id: groupId, uuid: uuid || newUuid(), document: blank(books, state.nextNumber, held), step: null,
    extra: { seen: {} }, saved_at: 0, problems: [],
  });
}

/**
 * Show a step of a meeting; without a step, the one where it was left.
 * @param {HTMLElement} root
 * @param {{groupId: number, uuid?: string, step?: string}} params
 * @param {any} app
 */
export async function show(root, { groupId, uuid, step }, app) {
  if (step === "locked") {
    open = null;
    locked(root, groupId, app);
    return;
  }
  turn += 1;
  const own = turn;
  const same = open && open.app.store === app.store && open.draft.group_id === groupId && (!uuid || open.draft.uuid === uuid);
  if (!same || !step) {
    const opened = await openSheet(app, groupId, uuid);
    if (own !== turn) return;
    open = opened;
  }
  if (!open) {
    missing(root, app);
    return;
  }
  const sheet = open;
  const wanted = step && step in SCREENS ? step : sheet.step || sheet.draft.step || "date";
  sheet.clear();
  sheet.step = wanted;
  sheet.root = root;
  if (sheet.steps.includes(wanted) && sheet.draft.step !== wanted) {
    sheet.draft.step = wanted;
    sheet.keep();
  }
  draw(root, sheet, wanted, SCREENS[wanted](sheet, wanted));
  if (!app.practice) return;
  const { hint } = await import("./practice.js");
  if (own === turn) hint(root, sheet, wanted);
}

/** Whoever comes by a link has perhaps no group on the phone yet: it is fetched first.
 * @param {HTMLElement} root @param {any} app */
async function missing(root, app) {
  const own = turn;
  const back = h("a", { class: "btn full", href: "#/" }, _("Back to my groups"));
  const tell = (/** @type {Element} */ told) => fill(root, h("main", { id: "main", class: "stack" }, told, back));
  tell(h("p", { class: "empty", role: "status" }, _("Your groups are being fetched. This needs the network once.")));
  const isNew = await Promise.race([app.met, false]) === false;
  await app.met;
  if (own !== turn) return;
  if (isNew) app.draw();
  else tell(note("bad", _("This group is not on the phone yet.")));
}

/** Number and date, and by which rules the meeting is held.
 * @param {Sheet} sheet @returns {Step} */
function date(sheet) {
  const begun = Boolean(sheet.draft.step);
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "date", value: sheet.doc.held_on, on: { change: () => {
    if (input.value) sheet.change((doc) => { doc.held_on = input.value; });
  } } }));
  const told = h("div", { class: "stack" });
  sheet.watch(told, () => [sheet.doc.held_on, sheet.version, sheet.people.length], () => fill(told, clockNote(sheet), h("p", { class: "chip" }, sign("rules"), h("span", { class: "wrap" },
    _("Rules: version %(n)s, adopted on %(day)s", { n: sheet.version, day: day(sheet.adopted) }))),
  h("p", { class: "chip" }, sign("members"), h("span", { class: "wrap" }, _("%(n)s members", { n: sheet.people.length })))));
  const { waiting, unsure, stale, fetchedAt } = sheet.state;
  const first = begun ? sheet.draft.step : "attendance";
  return {
    title: _("Meeting %(n)s", { n: sheet.doc.meeting }),
    main: [
      returned(sheet),
      stale && !sheet.app.practice && note("warn", _("What this phone knows of the group was fetched %(age)s ago.", { age: age(sheet.app.clock.now() - fetchedAt) }),
        h("p", null, _("Go on. If the books or the rules changed meanwhile, the office compares."))),
      unsure.length > 0 && note("warn", _("An earlier meeting on this phone does not fit the books."), h("p", null, _("This one goes on without it; the office decides."))),
      waiting.length > 0 && note("info", _("This meeting goes on from the meetings that wait in this phone.")),
      field(sheet, _("Held on"), input, () => "held_on"),
      amountField(sheet, _("Meeting number"), { ...cellOf(sheet, () => sheet.doc, "meeting", () => ""), at: () => "meeting" }, { count: true }),
      told,
      h("p", { class: "soft" }, _("A meeting that was held earlier and not yet written down: put its own number and date.")),
      begun && more(_("Give this meeting up"), false, h("p", null, _("What was written of this meeting is thrown away. Nothing of it was sent.")),
        h("button", { class: "btn danger full", type: "button", on: { click: () => giveUp(sheet) } }, _("Yes, throw it away"))),
      sheet.app.practice && more(_("Practise from the beginning"), false, h("p", null, _("The invented group begins anew, with the advice of the first meeting.")),
        h("button", { class: "btn full", type: "button", id: "again", on: { click: () => again(sheet) } }, _("Begin anew"))),
    ],
    next: () => ({
      text: begun ? _("Go on") : _("Begin"), disabled: sheet.problemsAt("held_on").length + sheet.problemsAt("meeting").length > 0 && !begun,
      go: () => goTo(sheet, first),
    }),
  };
}

/** A clock that is wrong shows in the day it proposes.
 * @param {Sheet} sheet */
function clockNote(sheet) {
  const last = sheet.books.last_held_on || sheet.books.opened_on;
  const now = sheet.app.clock.today();
  if (now >= last && daysBetween(last, now) < 400) return null;
  return note("warn", _("The clock of this phone says %(day)s.", { day: day(now) }), h("p", null, _("Write the day on which the meeting is held.")));
}

/** What came back, with a way to each place.
 * @param {Sheet} sheet */
function returned(sheet) {
  if (!(sheet.draft.problems || []).length) return null;
  return h("div", { class: "note bad" }, sign("minus"), h("p", null, h("b", null, _("This meeting came back. Nothing of it is lost."))),
    h("ul", { class: "stack snug" }, sheet.problems.map((each) => h("li", null, h("p", null, said(sheet, each)),
      h("a", { class: "btn full", href: addressOf(sheet, partOf(each.path)) }, h("span", null, _("Open: %(part)s", { part: titleOf(partOf(each.path)) })))))));
}

/** @param {Sheet} sheet */
async function giveUp(sheet) {
  await sheet.app.store.dropDraft(sheet.group.group_id, sheet.draft.uuid);
  open = null;
  sheet.app.go(sheet.app.practice ? "#/practice" : "#/");
}

/** @param {Sheet} sheet */
async function again(sheet) {
  const { forget } = await import("./practice.js");
  await forget(sheet.app.store);
  open = null;
  sheet.app.go("#/practice");
}

/** All parts, each a way there.
 * @param {Sheet} sheet @returns {Step} */
function parts(sheet) {
  const list = ["date", ...sheet.steps];
  return {
    title: titleOf("parts"), next: null,
    main: [h("ol", { class: "people parts" }, list.map((step) => {
      const wrong = sheet.problems.filter((each) => partOf(each.path) === step).length;
      return h("li", null, h("a", { class: "line", href: addressOf(sheet, step) }, h("span", null, titleOf(step)),
        wrong ? h("span", { class: "chip bad" }, sign("warning", { label: _("Something to correct") }))
          : sheet.extra.seen[step] ? sign("check", { label: _("done"), tone: "good" }) : sign("next")));
    }))],
  };
}

/** @param {HTMLElement} root @param {number} groupId @param {any} app */
function locked(root, groupId, app) {
  const { meeting, full } = lastLocked;
  const next = app.practice ? "#/practice" : `#/g/${groupId}`;
  fill(root, h("main", { id: "main", class: "stack" },
    h("h1", { tabindex: "-1" }, meeting ? _("Meeting %(n)s is locked", { n: meeting }) : _("The meeting is locked")),
    full ? note("bad", _("The phone is full: the meeting is only in the memory of this page."), h("p", null, _("Do not close this page. Save it as a file, or delete photos and open “To send”.")))
      : app.practice ? note("done", _("Well done. This was practice: nothing is sent."))
        : note("done", _("It is safe in this phone."), h("p", null, _("It is sent by itself as soon as there is network."))),
    !app.practice && h("a", { class: "btn main full", href: "#/outbox" }, sign("cloud-waiting"), _("What waits to be sent")),
    h("a", { class: app.practice ? "btn main full" : "btn full", href: next }, _("The next meeting")),
    h("a", { class: "btn full", href: "#/" }, _("Back to my groups"))));
  const title = /** @type {HTMLElement} */ (root.querySelector("h1"));
  title.focus();
}
