/** Loan requests: each ceiling, the money left, and what is too much while the group talks. */

import { fill, h, sign } from "../dom.js";
import { amount, money } from "../format.js";
import { _, ngettext } from "../i18n.js";
import { isLoanMeeting } from "../domain/constitution.js";
import { ceiling, debt, upFrontCharge } from "../domain/loans.js";
import { amountField, cellOf, choiceField, growing, peopleChoices, textField } from "./fields.js";
import { footSum } from "./frame.js";
import { button, more, sum, sums, svg } from "./rows.js";
import { freeLine } from "./solidarity.js";
import { breaches, notes } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/**
 * What a member may borrow before these requests, and how it comes about.
 * @param {Sheet} sheet
 * @param {number} member
 * @param {number} [before] place of the request: those above it count as debts
 */
function roomOf(sheet, member, before = 0) {
  const { doc, rules, books } = sheet;
  const today = doc.shares_bought.reduce((/** @type {number} */ all, /** @type {any} */ row) => all + (row.member === member ? row.count : 0), 0);
  const savings = ((books.shares[member] || 0) + today) * rules.share_value_minor;
  const paid = (/** @type {number} */ loan) => doc.repayments.reduce((/** @type {number} */ all, /** @type {any} */ row) => all + (row.loan === loan ? row.amount_minor || 0 : 0), 0);
  const gone = new Set(doc.write_offs.map((/** @type {any} */ row) => row.loan));
  const old = books.loans.filter((/** @type {any} */ loan) => loan.member === member && !loan.solidarity && !gone.has(loan.loan))
    .reduce((/** @type {number} */ all, /** @type {any} */ loan) => all + Math.max(0, debt(loan, doc.held_on) - paid(loan.loan)), 0);
  const asked = doc.loans_granted.slice(0, before)
    .reduce((/** @type {number} */ all, /** @type {any} */ row) => all + (row.member === member ? row.amount_minor || 0 : 0), 0);
  const owes = old + asked;
  return { savings, owes, most: ceiling(savings, rules.loan_multiple, owes) };
}

/** @param {Sheet} sheet @returns {Step} */
export default function loans(sheet) {
  const { rules } = sheet;
  const asked = () => sheet.doc.loans_granted.reduce((/** @type {number} */ all, /** @type {any} */ row) => all
    + (row.amount_minor ? row.amount_minor - upFrontCharge(row.amount_minor, rules.charge, row.term || 1) : 0), 0);
  const toLend = () => {
    const now = sheet.totals.steps.loans;
    return now.boxes[0] + now.out - now.into;
  };
  const head = h("section", { class: "stack snug", "aria-label": _("Money to lend") });
  sheet.watch(head, () => [toLend(), asked(), sheet.doc.loans_granted.length], ([has, wants, many]) => {
    const left = has - wants;
    fill(head, sums(sheet, [[_("To lend"), has],
      [ngettext("%(num)s request", "%(num)s requests", many), -wants]], [_("Left in the box"), left]),
    svg("svg", { class: "meter", "aria-hidden": "true" },
      svg("rect", { width: `${has > 0 ? Math.min(100, Math.round((wants * 100) / has)) : wants ? 100 : 0}%`, height: "100%" })),
    left < 0 && h("div", { class: "note bad", role: "status" }, sign("minus"),
      h("p", null, h("b", null, _("%(amount)s too much is asked for.", { amount: money(-left, sheet.currency) }))),
      h("p", null, _("Talk the requests down until they fit, or leave one for the next time."))));
  });

  const cells = (/** @type {any} */ own, /** @type {() => string} */ path) => {
    const room = h("div", { class: "w stack snug" });
    const wrong = h("div", { class: "w stack snug" });
    const place = () => sheet.doc.loans_granted.indexOf(own);
    sheet.watch(room, () => own.member && roomOf(sheet, own.member, place()), (now) => fill(room, now && [
      h("p", { class: "line" }, h("span", null, _("Ceiling")), h("b", null, sum(now.most, sheet))),
      h("p", { class: "soft num wrap" }, now.owes
        ? _("%(times)s × %(savings)s saved − %(owes)s owed", { times: rules.loan_multiple, savings: amount(now.savings, sheet.currency), owes: amount(now.owes, sheet.currency) })
        : _("%(times)s × %(savings)s saved", { times: rules.loan_multiple, savings: amount(now.savings, sheet.currency) })),
    ]));
    const told = () => sheet.breaches.filter((each) => each.path === path() || each.path.startsWith(`${path()}.`));
    sheet.watch(wrong, () => [told(), own.member && roomOf(sheet, own.member, place()).most, sheet.extra.kept], ([found, most]) => {
      const above = own.member && own.amount_minor > most;
      const kept = (sheet.extra.kept || []).includes(own.line);
      fill(wrong, breaches(sheet, found), above && !kept && [
        most > 0 && button("", _("Bring it down to %(amount)s", { amount: money(most, sheet.currency) }),
          () => { sheet.change(() => { own.amount_minor = most; }); }),
        button("", _("Keep it, with the vote of the group"), () => sheet.change((_doc, extra) => { extra.kept = [...(extra.kept || []), own.line]; }), "plain full"),
      ], above && kept && h("p", { class: "soft" }, _("Kept with the vote of the group; read aloud at the end.")));
    });
    const seats = Array.from({ length: rules.guarantors }, (_each, seat) => h("div", { class: "w" },
      choiceField(sheet, _("Surety %(n)s", { n: seat + 1 }), {
        at: () => `${path()}.guarantors.${seat}`,
        read: () => ({ value: (own._seats || own.guarantors || [])[seat] }),
        write: (value) => sheet.change(() => {
          own._seats = [...(own._seats || own.guarantors || [])];
          own._seats[seat] = value;
          own.guarantors = own._seats.filter(Boolean);
        }),
      }, peopleChoices(sheet))));
    return [
      h("div", { class: "w" }, choiceField(sheet, _("Member"), cellOf(sheet, () => own, "member", path),
        peopleChoices(sheet, (each) => ` ≤ ${amount(roomOf(sheet, each.member).most, sheet.currency)}`))),
      amountField(sheet, _("Amount"), cellOf(sheet, () => own, "amount_minor", path)),
      amountField(sheet, rules.charge.period === "four_weeks" ? _("Periods of four weeks") : _("Months"), cellOf(sheet, () => own, "term", path), { count: true }),
      room, wrong, seats,
      textField(sheet, _("What for"), cellOf(sheet, () => own, "purpose", path)),
      textField(sheet, _("Income activity"), cellOf(sheet, () => own, "activity", path)),
      h("div", { class: "w" }, button("", _("The meeting refuses"), () => sheet.change((doc) => {
        doc.loans_granted = doc.loans_granted.filter((/** @type {any} */ each) => each !== own);
        doc.loans_refused.push({ member: own.member, amount_minor: own.amount_minor });
      }), "plain full")),
    ];
  };
  const refused = (/** @type {any} */ own, /** @type {() => string} */ path) => [
    h("div", { class: "w" }, choiceField(sheet, _("Member"), cellOf(sheet, () => own, "member", path), peopleChoices(sheet))),
    amountField(sheet, _("Amount"), cellOf(sheet, () => own, "amount_minor", path)),
    textField(sheet, _("Why"), cellOf(sheet, () => own, "reason", path)),
  ];
  const kept = h("div");
  sheet.watch(kept, () => sheet.doc.loans_refused.length > 0, (some) => fill(kept,
    more(_("A request that was refused"), some, growing(sheet, { list: "loans_refused", title: _("Request"),
      add: _("A request that was refused"), fresh: () => ({}), cells: refused }))));
  return {
    main: [
      !isLoanMeeting(rules, sheet.doc.meeting) && h("p", { class: "soft" }, _("By the rules this is no loan meeting.")),
      head,
      growing(sheet, { list: "loans_granted", title: _("Loan"), add: _("Add a request"), sign: "loan",
        fresh: () => ({ line: freeLine(sheet.doc), term: rules.loan_term_max }), cells }),
      kept,
      notes(sheet, (path) => /^loans_/.test(path), (path) => path.split(".").length > 1 || sheet.problemsAt(path).some((each) => each.code === "lending_above_loan_fund")),
    ],
    foot: () => footSum(toLend() - asked(), _("Left"), sheet),
  };
}
