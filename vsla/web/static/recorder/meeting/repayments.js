/** Repayments with what is due, and loans given up by vote. */

import { fill, h, sign } from "../dom.js";
import { day, money } from "../format.js";
import { _, ngettext } from "../i18n.js";
import { daysLate, owed } from "../domain/loans.js";
import { amountField, cellIn, cellOf } from "./fields.js";
import { footSum } from "./frame.js";
import { button, more, named, no, sum, sums } from "./rows.js";
import { notes } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/** @param {Sheet} sheet @returns {Step} */
export default function repayments(sheet) {
  const number = (/** @type {any} */ loan) => sheet.person(loan.member).passbook_number;
  const loans = [...sheet.books.loans].sort((a, b) => number(a) - number(b) || a.loan - b.loan);
  const totals = h("div");
  sheet.watch(totals, () => sheet.totals.steps.repayments, (now) => fill(totals,
    sums(sheet, [[_("Repaid"), now.into]], [_("In the loan fund"), now.boxes[0]])));
  return {
    main: [
      loans.length ? h("ul", { class: "people reqs" }, loans.map((loan) => row(sheet, loan)))
        : h("p", { class: "soft" }, _("Nobody owes a loan.")),
      loans.length ? totals : null,
      notes(sheet, (path) => /^(repayments|write_offs)/.test(path), (path) => path.startsWith("repayments.")),
    ],
    foot: () => footSum(sheet.totals.steps.repayments.into, _("Repaid"), sheet),
  };
}

/** @param {Sheet} sheet @param {any} loan */
function row(sheet, loan) {
  const person = sheet.person(loan.member);
  const on = sheet.doc.held_on < loan.granted_on ? loan.granted_on : sheet.doc.held_on;
  const [principal, interest, penalty] = owed(loan, on);
  const debt = principal + interest + penalty;
  const late = daysLate(loan, on);
  const cell = cellIn(sheet, "repayments", "loan", loan.loan);
  const all = h("div");
  sheet.watch(all, () => cell.read().value || 0, (paid) => fill(all,
    paid === debt ? h("p", { class: "chip good" }, sign("check"), h("span", null, _("pays everything")))
      : button("repayment", _("Pays everything: %(amount)s", { amount: money(debt, sheet.currency) }), () => cell.write(debt))));
  return h("li", { class: "stack snug" },
    h("div", { class: "lead mid" }, no(person), h("div", { class: "line" }, h("h2", { class: "s16" }, named(person)),
      amountField(sheet, _("Paid by %(name)s", { name: person.name }), cell, { hide: true }))),
    h("p", { class: "line" }, h("span", null, _("Owes today"), loan.solidarity && [" (", _("solidarity loan"), ")"]), h("b", null, sum(debt, sheet))),
    h("p", { class: "soft" }, [
      _("Loan of %(principal)s, due on %(day)s", { principal: money(loan.principal, sheet.currency), day: day(loan.due_on) }),
      interest && _("service charge %(amount)s", { amount: money(interest, sheet.currency) }),
      penalty && _("penalty %(amount)s", { amount: money(penalty, sheet.currency) }),
    ].filter(Boolean).join(" · ")),
    late > 0 && h("p", { class: "chip warn" }, sign("late"), h("span", { class: "wrap" }, ngettext("%(num)s day late", "%(num)s days late", late))),
    all,
    giveUp(sheet, loan));
}

/** @param {Sheet} sheet @param {any} loan */
function giveUp(sheet, loan) {
  const own = () => sheet.doc.write_offs.find((/** @type {any} */ each) => each.loan === loan.loan);
  const path = () => `write_offs.${sheet.doc.write_offs.indexOf(own())}`;
  const votes = h("div", { class: "two" });
  const tick = h("input", { type: "checkbox", checked: Boolean(own()), on: { change: () => sheet.change((doc) => {
    if (own()) doc.write_offs = doc.write_offs.filter((/** @type {any} */ each) => each.loan !== loan.loan);
    else doc.write_offs.push({ loan: loan.loan, votes_for: 0, votes_against: 0 });
  }) } });
  sheet.watch(votes, () => Boolean(own()), (is) => fill(votes, is && [
    amountField(sheet, _("Votes for"), vote("votes_for"), { count: true }),
    amountField(sheet, _("Votes against"), vote("votes_against"), { count: true }),
  ]));
  /** @param {string} key */
  function vote(key) {
    const cell = cellOf(sheet, () => own() || {}, key, path);
    return { ...cell, write: (/** @type {any} */ value, /** @type {string=} */ typed) => cell.write(value || 0, typed) };
  }
  return more(_("Give this loan up by vote"), Boolean(own()),
    h("label", { class: "pick bare" }, tick, h("span", null, _("The group gives this loan up"))), votes);
}
