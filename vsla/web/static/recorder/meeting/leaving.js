/** Members who leave, and money an earlier share-out still owes. */

import { fill, h } from "../dom.js";
import { money } from "../format.js";
import { _ } from "../i18n.js";
import { LEAVING_REASONS } from "../domain/document.js";
import { cellIn, cellOf, choiceField, choices, growing, payRow, peopleChoices } from "./fields.js";
import { footSum } from "./frame.js";
import { sums } from "./rows.js";
import { notes } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

const SET_OFF = ["principal_set_off", "interest_set_off", "penalty_set_off", "fine_set_off", "fine_arrears_set_off", "held_for_solidarity"];

/** @param {Sheet} sheet @returns {Step} */
export default function leaving(sheet) {
  const owed = sheet.books.payable;
  const creditors = Object.keys(owed).map(Number);
  const paidOut = () => sheet.movements.reduce((/** @type {number} */ all, /** @type {any} */ each) =>
    all + (["leaving_paid", "shareout_arrears_paid"].includes(each.kind) ? each.amount : 0), 0);
  const cells = (/** @type {any} */ own, /** @type {() => string} */ path) => {
    const told = h("div", { class: "w" });
    const of = (/** @type {string[]} */ kinds) => sheet.movements.reduce((/** @type {number} */ all, /** @type {any} */ each) =>
      all + (each.member === own.member && kinds.includes(each.kind) ? each.amount : 0), 0);
    sheet.watch(told, () => own.member && own.reason && [of(["leaving_shares"]), of(["leaving_profit"]), of(SET_OFF), of(["leaving_paid"])], (now) =>
      fill(told, now && sums(sheet, [[_("Shares given back"), now[0]],
        ...(now[1] ? [/** @type {[string, number]} */ ([_("Part of the profit"), now[1]])] : []),
        [_("Debts withheld"), -now[2]]], [_("Is paid in hand"), now[3]])));
    return [
      h("div", { class: "w" }, choiceField(sheet, _("Member"), cellOf(sheet, () => own, "member", path), peopleChoices(sheet))),
      h("div", { class: "w" }, choiceField(sheet, _("Why"), cellOf(sheet, () => own, "reason", path), choices(LEAVING_REASONS, "LeavingReason"))),
      told,
    ];
  };
  return {
    main: [
      creditors.length > 0 && [
        h("h2", null, _("Still owed from the last share-out, paid today")),
        h("ul", { class: "people" }, creditors.map((member) => payRow(sheet, sheet.person(member), {
          cell: cellIn(sheet, "payables_paid", "member", member), whole: () => owed[member],
          word: (has, debt) => (has ? _("Received: %(amount)s", { amount: money(has, sheet.currency) })
            : _("Receives, owed %(owed)s", { owed: money(debt, sheet.currency) })),
          text: _("Received by %(name)s", { name: sheet.person(member).name }),
        }))),
      ],
      h("h2", null, _("A member leaves the group")),
      h("p", { class: "soft" }, _("The shares are paid back less every debt, by the rules of the group.")),
      growing(sheet, { list: "departures", title: _("Leaving"), add: _("A member leaves"), fresh: () => ({}), cells }),
      notes(sheet, (path) => /^(departures|payables_paid)/.test(path)),
    ],
    foot: () => footSum(paidOut(), _("Paid out"), sheet),
  };
}
