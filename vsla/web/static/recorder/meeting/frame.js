/** The frame around each step of a meeting: head with the two boxes, and the running total below. */

import { fill, h, sign } from "../dom.js";
import { money } from "../format.js";
import { draftFile, handOver } from "../files.js";
import { sun } from "../frame.js";
import { _ } from "../i18n.js";
import { sum } from "./rows.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/** @param {string} step */
export function titleOf(step) {
  const titles = {
    date: _("Number and date"), attendance: _("Attendance"), opening: _("Counting at the beginning"),
    fines: _("Fines"), solidarity: _("Solidarity"), shares: _("Shares"), repayments: _("Repayments"),
    expenses: _("Expenses and bank"), loans: _("Loans"), leaving: _("Leaving, money still owed"),
    closing: _("Counting at the end"), close: _("Read and lock"), members: _("Members"),
    parts: _("Parts of the meeting"),
  };
  return /** @type {Record<string, string>} */ (titles)[step] || step;
}

/** What the main button says of the step it opens.
 * @param {string} step */
function nextWord(step) {
  const words = {
    attendance: _("Next: attendance"), opening: _("Next: count"), fines: _("Next: fines"),
    solidarity: _("Next: solidarity"), shares: _("Next: shares"), repayments: _("Next: repay"),
    expenses: _("Next: expenses"), loans: _("Next: loans"), leaving: _("Next: leaving"),
    closing: _("Next: count"), close: _("Next: read and lock"),
  };
  return /** @type {Record<string, string>} */ (words)[step];
}

/** @param {Sheet} sheet @param {string} step */
export const addressOf = (sheet, step) =>
  sheet.app.practice ? `#/practice/${step}` : `#/g/${sheet.group.group_id}/${sheet.draft.uuid}/${step}`;

/**
 * Go to a step and remember it: opening the meeting again goes on there.
 * @param {Sheet} sheet
 * @param {string} step
 */
export function goTo(sheet, step) {
  sheet.change((_doc, extra) => {
    extra.seen[sheet.step] = true;
    sheet.draft.step = step;
  });
  sheet.app.go(addressOf(sheet, step));
}

/**
 * Draw a step.
 * @param {Element} root
 * @param {Sheet} sheet
 * @param {string} step
 * @param {Step} screen
 */
export function draw(root, sheet, step, screen) {
  const at = sheet.steps.indexOf(step);
  const title = screen.title || titleOf(step);
  document.title = `${title} · ${sheet.group.name}`;
  const main = h("main", { id: "main", class: "stack", tabindex: "-1" }, fullNote(sheet), screen.main);
  const foot = screen.foot || screen.next !== null ? footer(sheet, step, screen) : null;
  fill(root, head(sheet, step, at, title, screen), main, foot);
  window.scrollTo(0, 0);
  const wrong = /** @type {HTMLElement | null} */ (main.querySelector("[aria-invalid]"));
  const first = wrong || /** @type {HTMLElement} */ (root.querySelector("h1"));
  first.focus({ preventScroll: !wrong });
}

/** The phone has no room: said at once, with a way out.
 * @param {Sheet} sheet */
function fullNote(sheet) {
  const box = h("div", { role: "alert" });
  return sheet.watch(box, () => sheet.full, (full) => {
    fill(box, full && h("div", { class: "note bad" }, sign("warning"),
      h("p", null, h("b", null, _("The phone is full: the last changes are not kept on it yet."))),
      h("p", null, _("Do not close this page. Delete photos or videos and go on, or save the meeting as a file now.")),
      h("button", { class: "btn full", type: "button", on: { click: () => save(sheet) } }, sign("file"), _("Save this meeting as a file"))));
  });
}

/** Hand the draft over as a file, which any phone takes in again.
 * @param {Sheet} sheet */
function save(sheet) {
  const { document: written } = sheet.draft;
  return handOver(draftFile(sheet.draft), `vsla-${sheet.group.code}-${written.meeting}.txt`);
}

/**
 * @param {Sheet} sheet
 * @param {string} step
 * @param {number} at
 * @param {string} title
 * @param {Step} screen
 */
function head(sheet, step, at, title, screen) {
  const offline = h("span");
  sheet.watch(offline, () => navigator.onLine, (online) =>
    fill(offline, !online && !sheet.app.practice && sign("no-network", { label: _("No network: everything stays on the phone") })));
  const previous = at > 0 ? sheet.steps[at - 1] : at === 0 ? "date" : "";
  const back = previous ? addressOf(sheet, previous) : sheet.draft.step && step !== "date" ? addressOf(sheet, sheet.draft.step) : "#/";
  const place = at < 0 ? sheet.group.name
    : _("Meeting %(n)s, step %(step)s of %(steps)s", { n: sheet.doc.meeting, step: at + 1, steps: sheet.steps.length });
  return h("header", { class: "head" }, ribbon(sheet),
    h("div", { class: "line" },
      h("a", { class: "btn plain icon", href: back }, sign("back", { label: _("Back") })),
      h("div", null, h("h1", { class: "m", tabindex: "-1" }, title),
        at < 0 ? h("p", { class: "soft", translate: "no" }, place)
          : h("p", null, h("a", { class: "soft", href: addressOf(sheet, "parts") }, place))),
      offline, sun()),
    at >= 0 && h("ol", { class: "steps", "aria-hidden": "true" }, sheet.steps.map((each, place_) =>
      h("li", { class: place_ === at ? "here" : sheet.extra.seen[each] ? "done" : "" }))),
    !screen.plain && boxes(sheet, screen));
}

/** @param {Sheet} sheet */
function ribbon(sheet) {
  if (sheet.app.practice) return h("p", { class: "example" }, _("Practice: play money"));
  const demo = (sheet.state.pack.programme || {}).is_demo;
  return demo && h("p", { class: "example" }, _("Demonstration: invented names and amounts"));
}

/** The money in the two boxes: at this step of the meeting.
 * @param {Sheet} sheet @param {Step} screen */
function boxes(sheet, screen) {
  const pick = screen.pickBox;
  const nav = h(pick ? "nav" : "div", { class: "boxes", "aria-label": pick ? _("Box to count") : null });
  const cell = (/** @type {number} */ box, /** @type {string} */ name, /** @type {string} */ text, /** @type {any} */ now) => {
    const figure = money(now.sums[box], sheet.currency);
    const inside = [sign(name), h("span", null, text),
      h("span", { class: figure.length > 12 ? "num long" : "num", translate: "no" }, figure,
        now.right[box] && [" ", sign("check", { label: _("counted, right"), tone: "good" })])];
    if (!pick) return h("div", null, inside);
    return h("button", { type: "button", "aria-current": now.box === box ? "true" : null, on: { click: () => pick(box) } }, inside);
  };
  return sheet.watch(nav, () => ({
    sums: screen.shown ? screen.shown() : sheet.totals.expected,
    right: screen.right ? screen.right() : [], box: screen.box && screen.box(),
  }), (now) => {
    fill(nav, cell(0, "box", _("Loans"), now), cell(1, "solidarity", _("Solidarity"), now));
  });
}

/**
 * @param {Sheet} sheet
 * @param {string} step
 * @param {Step} screen
 */
function footer(sheet, step, screen) {
  const total = h("div", { class: "running", "aria-live": "polite" });
  const drawn = screen.foot;
  const box = screen.box || (() => 0);
  if (drawn) sheet.watch(total, () => [sheet.doc, sheet.totals, sheet.extra, box()], () => fill(total, drawn()));
  const next = h("div");
  sheet.watch(next, () => [sheet.doc, sheet.extra, sheet.problems.length, box()], () => {
    const own = screen.next && screen.next();
    const to = sheet.steps[sheet.steps.indexOf(step) + 1];
    const { text, go, sign: picture = "next", disabled } = own || { text: nextWord(to), go: () => goTo(sheet, to) };
    if (next.firstElementChild && next.dataset.text === text + disabled) {
      /** @type {any} */ (next).go = go;
      return;
    }
    next.dataset.text = text + disabled;
    /** @type {any} */ (next).go = go;
    fill(next, h("button", { class: "btn main", type: "button", disabled: Boolean(disabled), on: { click: () => /** @type {any} */ (next).go() } },
      h("span", null, text), sign(picture)));
  });
  return h("footer", { class: "foot" }, total, next);
}

/** A figure with a word under it.
 * @param {any} figure @param {any} word */
export const figure = (figure, word) => [h("b", { class: "m num" }, figure), h("br"), word];

/** @param {number} minor @param {string} word @param {Sheet} sheet */
export const footSum = (minor, word, sheet) => [word, h("br"), h("b", { class: "m" }, sum(minor, sheet))];
