/** Expenses, other income, and money to and from the bank or mobile money. */

import { fill, h } from "../dom.js";
import { _ } from "../i18n.js";
import { CHANNELS, DIRECTIONS, FUNDS } from "../domain/document.js";
import { amountField, cellOf, choiceField, choices, growing, textField } from "./fields.js";
import { footSum } from "./frame.js";
import { more, sums } from "./rows.js";
import { notes } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/** @param {Sheet} sheet @returns {Step} */
export default function expenses(sheet) {
  const amount = (/** @type {any} */ own, /** @type {() => string} */ path) =>
    amountField(sheet, _("Amount"), cellOf(sheet, () => own, "amount_minor", path));
  const choice = (/** @type {any} */ own, /** @type {() => string} */ path, /** @type {string} */ key, /** @type {string} */ text,
    /** @type {string[]} */ stored, /** @type {string} */ kind) =>
    choiceField(sheet, text, cellOf(sheet, () => own, key, path), choices(stored, kind));
  const spent = (/** @type {string} */ what, /** @type {string} */ box) =>
    (/** @type {any} */ own, /** @type {() => string} */ path) => [
      h("div", { class: "w" }, textField(sheet, what, cellOf(sheet, () => own, "what", path))),
      amount(own, path), h("div", { class: "w" }, choice(own, path, "fund", box, FUNDS, "Fund")),
    ];
  const moved = (/** @type {any} */ own, /** @type {() => string} */ path) => [
    amount(own, path),
    choice(own, path, "direction", _("Which way"), DIRECTIONS, "Direction"),
    h("div", { class: "w" }, choice(own, path, "channel", _("Where"), CHANNELS, "Channel")),
    h("div", { class: "w" }, choice(own, path, "fund", _("Out of which box"), FUNDS, "Fund")),
    h("div", { class: "w" }, textField(sheet, _("Reference on the slip"), cellOf(sheet, () => own, "reference", path))),
  ];
  const totals = h("div");
  sheet.watch(totals, () => sheet.totals.steps.expenses, (now) => fill(totals,
    sums(sheet, [[_("Paid in"), now.into], [_("Paid out"), -now.out]])));
  const fund = "loan_fund";
  return {
    main: [
      h("h2", null, _("Expenses")),
      growing(sheet, { list: "expenses", title: _("Expense"), add: _("An expense"), sign: "expense",
        fresh: () => ({ fund }), cells: spent(_("For what"), _("Out of which box")) }),
      more(_("Other income"), sheet.doc.other_income.length > 0,
        growing(sheet, { list: "other_income", title: _("Income"), add: _("An income"),
          fresh: () => ({ fund }), cells: spent(_("From what"), _("Into which box")) })),
      more(_("To and from the bank or mobile money"), sheet.doc.transfers.length > 0,
        growing(sheet, { list: "transfers", title: _("Transfer"), add: _("Money brought or fetched"),
          fresh: () => ({ direction: "to_bank", channel: "bank", fund }), cells: moved })),
      totals,
      notes(sheet, (path) => /^(expenses|other_income|transfers)/.test(path), (path) => path.split(".").length > 2),
    ],
    foot: () => footSum(sheet.totals.steps.expenses.out, _("Paid out"), sheet),
  };
}
