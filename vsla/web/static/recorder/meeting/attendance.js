/** Who came: everybody, then the exceptions. */

import { fill, h, sign } from "../dom.js";
import { money } from "../format.js";
import { _, label } from "../i18n.js";
import { fineFor } from "../domain/constitution.js";
import { ATTENDANCE } from "../domain/document.js";
import { addressOf, figure } from "./frame.js";
import { button, tapRow } from "./rows.js";
import { notes } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

const STATES = [...ATTENDANCE, "represented"];
/** @type {Record<string, string>} */
const SIGNS = { present: "present", late: "late", absent: "absent", excused: "excused", represented: "proxy" };
/** @type {Record<string, string>} */
const TONES = { present: "good", late: "warn", represented: "good" };

/** @param {Sheet} sheet @param {number} member @returns {string} */
function stateOf(sheet, member) {
  const row = sheet.doc.attendance.find((/** @type {any} */ each) => each.member === member);
  if (!row) return "";
  return row.by_representative ? "represented" : row.state;
}

/** @param {string} state */
const word = (state) => (state === "represented" ? _("Sent somebody") : label(state, "Attendance"));

/** @param {any} doc @param {number} member @param {string} state */
function set(doc, member, state) {
  const row = state === "represented"
    ? { member, state: "absent", by_representative: true } : { member, state };
  const at = doc.attendance.findIndex((/** @type {any} */ each) => each.member === member);
  if (at < 0) doc.attendance.push(row);
  else doc.attendance[at] = row;
}

/** @param {Sheet} sheet @returns {Step} */
export default function attendance(sheet) {
  const all = () => sheet.change((doc) => {
    for (const { member } of sheet.people) if (!stateOf(sheet, member)) set(doc, member, "present");
  });
  const list = h("ul", { class: "people" });
  sheet.watch(list, () => sheet.people.map((each) => each.member), () =>
    fill(list, sheet.people.map((person) => row(sheet, person))));
  return {
    main: [
      button("present", _("Everybody is present"), all),
      h("p", { class: "soft" }, _("Then touch those who are late, absent or sent somebody.")),
      list,
      h("a", { class: "btn full", href: addressOf(sheet, "members") }, sign("plus"), _("A new member, a name to correct")),
      notes(sheet, (path) => path.startsWith("attendance")),
    ],
    foot: () => figure(_("%(n)s of %(m)s", { n: sheet.came.size, m: sheet.people.length }), _("came")),
  };
}

/** @param {Sheet} sheet @param {any} person */
function row(sheet, person) {
  const { member } = person;
  const second = h("span", { class: "chip" });
  const below = h("div", { class: "below", hidden: true });
  const open = () => {
    const show = below.hidden;
    below.hidden = !show;
    item.firstElementChild?.setAttribute("aria-expanded", String(show));
    if (!show) {
      /** @type {HTMLElement} */ (item.firstElementChild).focus({ preventScroll: true });
      return;
    }
    fill(below, h("fieldset", null,
      h("legend", { class: "vh" }, _("How did %(name)s come?", { name: person.name })),
      h("div", { class: "stack snug" }, STATES.map((state) => pick(state)))));
    const chosen = /** @type {HTMLElement} */ (below.querySelector("input:checked") || below.querySelector("input"));
    chosen.focus({ preventScroll: true });
    // At the bottom of the screen the choices would open behind the running total.
    below.scrollIntoView({ block: "nearest" });
  };
  const pick = (/** @type {string} */ state) => {
    const now = stateOf(sheet, member) === state;
    return h("label", { class: now ? "pick on" : "pick" },
      h("input", { type: "radio", name: `a${member}`, checked: now, on: { change: () => {
        sheet.change((doc) => set(doc, member, state));
        for (const each of below.querySelectorAll(".pick")) each.classList.toggle("on", each.contains(document.activeElement));
      }, click: (/** @type {MouseEvent} */ event) => { if (event.detail) open(); } } }),
      h("span", { class: "chip" }, sign(SIGNS[state]), h("span", { class: "wrap" }, word(state))));
  };
  const item = tapRow(person, { second, tap: open, below });
  item.firstElementChild?.setAttribute("aria-expanded", "false");
  sheet.watch(item, () => stateOf(sheet, member), (state) => {
    second.className = `chip ${TONES[state] || "soft"}`;
    fill(second, state ? sign(SIGNS[state]) : null, h("span", { class: "wrap" }, state ? word(state) : _("not noted yet")));
    item.className = state === "absent" || state === "excused" ? "off" : "";
  });
  const fine = h("p", { class: "soft in" });
  sheet.watch(fine, () => stateOf(sheet, member), (state) => {
    const agreed = state === "late" || state === "absent" ? fineFor(sheet.rules, state) : 0;
    fine.hidden = !agreed;
    fine.textContent = agreed ? _("Agreed fine: %(amount)s", { amount: money(agreed, sheet.currency) }) : "";
  });
  item.append(fine);
  return item;
}
