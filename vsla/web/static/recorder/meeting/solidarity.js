/** The solidarity fund: who paid, who is helped, who borrows. */

import { fill, h } from "../dom.js";
import { money } from "../format.js";
import { _ } from "../i18n.js";
import { NEEDS } from "../domain/document.js";
import { amountField, cellIn, cellOf, choiceField, choices, growing, payRow, peopleChoices } from "./fields.js";
import { footSum } from "./frame.js";
import { button, more, sums } from "./rows.js";
import { notes } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/** The next free line for a loan of either fund.
 * @param {any} doc */
export const freeLine = (doc) =>
  Math.max(0, ...[...doc.loans_granted, ...doc.solidarity_loans].map((row) => row.line || 0)) + 1;

/** @param {Sheet} sheet @returns {Step} */
export default function solidarity(sheet) {
  const agreed = sheet.rules.solidarity_contribution_minor;
  const paid = (/** @type {number} */ member) =>
    (sheet.doc.solidarity_paid.find((/** @type {any} */ row) => row.member === member) || {}).amount_minor || 0;
  const all = () => sheet.change((doc) => {
    for (const { member } of sheet.people) {
      if ((sheet.came.has(member) || !doc.attendance.length) && !paid(member)) doc.solidarity_paid.push({ member, amount_minor: agreed });
    }
  });

  const row = (/** @type {any} */ person) => payRow(sheet, person, {
    cell: cellIn(sheet, "solidarity_paid", "member", person.member), whole: () => agreed,
    word: (has) => (has ? money(has, sheet.currency) : _("not paid")),
    off: () => sheet.doc.attendance.length > 0 && !sheet.came.has(person.member),
    text: _("Paid by %(name)s", { name: person.name }),
  });

  const people = () => peopleChoices(sheet);
  const help = (/** @type {any} */ own, /** @type {() => string} */ path, /** @type {any} */ weeks) => [
    h("div", { class: "w" }, choiceField(sheet, _("Member"), cellOf(sheet, () => own, "member", path), people())),
    h("div", { class: "w" }, choiceField(sheet, _("Kind of need"), cellOf(sheet, () => own, "need", path), choices(NEEDS, "Need"))),
    amountField(sheet, _("Amount"), cellOf(sheet, () => own, "amount_minor", path)),
    weeks,
    h("div", { class: "w" }, choiceField(sheet, _("Who takes the money in hand, if another"), cellOf(sheet, () => own, "payee", path), people())),
  ];
  const weeks = (/** @type {any} */ own, /** @type {() => string} */ path) =>
    amountField(sheet, _("For how many weeks"), cellOf(sheet, () => own, "weeks", path), { count: true });

  const totals = h("div");
  sheet.watch(totals, () => sheet.totals.steps.solidarity, (now) => fill(totals,
    sums(sheet, [[_("Paid in"), now.into], [_("Paid out"), -now.out]], [_("In the solidarity fund"), now.boxes[1]])));
  return {
    main: [
      agreed ? [button("check", _("Everybody paid %(amount)s", { amount: money(agreed, sheet.currency) }), all),
        h("p", { class: "soft" }, _("Then touch those who did not pay."))]
        : h("p", null, _("Touch a name to write what was paid.")),
      h("ul", { class: "people" }, sheet.people.map(row)),
      h("h2", null, _("Help from the solidarity fund")),
      growing(sheet, { list: "solidarity_grants", title: _("Help"), add: _("Somebody is helped"), fresh: () => ({}),
        cells: (own, path) => help(own, path, null) }),
      more(_("A loan without service charge from the solidarity fund"), sheet.doc.solidarity_loans.length > 0,
        growing(sheet, { list: "solidarity_loans", title: _("Solidarity loan"), add: _("Somebody borrows"),
          fresh: () => ({ line: freeLine(sheet.doc), weeks: sheet.rules.solidarity_loan_weeks }),
          cells: (own, path) => help(own, path, weeks(own, path)) })),
      totals,
      notes(sheet, (path) => path.startsWith("solidarity"), (path) => path.split(".").length > 2),
    ],
    foot: () => footSum(sheet.totals.steps.solidarity.boxes[1], _("Solidarity"), sheet),
  };
}
