/** Fines: charged by what they are for, and paid. */

import { fill, h } from "../dom.js";
import { amount, money } from "../format.js";
import { _, label } from "../i18n.js";
import { fineFor } from "../domain/constitution.js";
import { OFFENCES } from "../domain/document.js";
import { amountField, cellIn, cellOf, choiceField, choices, growing, payRow, peopleChoices } from "./fields.js";
import { footSum } from "./frame.js";
import { button, more, sum } from "./rows.js";
import { notes } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/** @param {Sheet} sheet @returns {Step} */
export default function fines(sheet) {
  const list = sheet.rules.fines;
  const owed = (/** @type {number} */ member) => (sheet.books.fines_owed[member] || 0) + sheet.doc.fines_charged
    .reduce((/** @type {number} */ all, /** @type {any} */ row) => all + (row.member === member ? row.amount_minor || 0 : 0), 0);
  const paid = (/** @type {number} */ member) =>
    (sheet.doc.fines_paid.find((/** @type {any} */ row) => row.member === member) || {}).amount_minor || 0;

  /** Who came late or stayed away without a word, and is not fined yet. */
  const waiting = () => sheet.doc.attendance
    .filter((/** @type {any} */ row) => !row.by_representative && fineFor(sheet.rules, row.state) > 0
      && !sheet.doc.fines_charged.some((/** @type {any} */ fine) => fine.member === row.member && fine.offence === row.state))
    .map((/** @type {any} */ row) => ({ member: row.member, offence: row.state, amount_minor: fineFor(sheet.rules, row.state) }));
  const proposed = h("div", { class: "stack snug" });
  sheet.watch(proposed, waiting, (rows) => fill(proposed, rows.map((/** @type {any} */ row) =>
    button("fine", `${sheet.person(row.member).name} · ${label(row.offence, "Offence")} · ${money(row.amount_minor, sheet.currency)}`,
      () => sheet.change((doc) => doc.fines_charged.push(row))))));

  const cells = (/** @type {any} */ own, /** @type {() => string} */ path) => {
    const offence = cellOf(sheet, () => own, "offence", path);
    const write = offence.write;
    offence.write = (value) => {
      const agreed = fineFor(sheet.rules, value);
      if (agreed) own.amount_minor = agreed;
      write(value);
    };
    return [
      h("div", { class: "w" }, choiceField(sheet, _("Member"), cellOf(sheet, () => own, "member", path), peopleChoices(sheet))),
      choiceField(sheet, _("For what"), offence, choices(OFFENCES, "Offence").map(([value, word]) =>
        [value, fineFor(sheet.rules, value) ? `${word} · ${amount(fineFor(sheet.rules, value), sheet.currency)}` : word])),
      amountField(sheet, _("Amount"), cellOf(sheet, () => own, "amount_minor", path)),
    ];
  };

  const row = (/** @type {any} */ person) => payRow(sheet, person, {
    cell: cellIn(sheet, "fines_paid", "member", person.member), whole: () => owed(person.member),
    word: (has, debt) => (has ? _("pays %(amount)s", { amount: money(has, sheet.currency) })
      : _("owes %(amount)s", { amount: money(debt, sheet.currency) })),
    text: _("Paid by %(name)s", { name: person.name }),
  });
  const title = h("h2", null, _("Who pays today"));
  const debtors = h("ul", { class: "people" });
  sheet.watch(debtors, () => sheet.people.filter((/** @type {any} */ each) => owed(each.member) || paid(each.member)).map((each) => each.member), (members) => {
    fill(debtors, members.map((/** @type {number} */ member) => row(sheet.person(member))));
    debtors.hidden = !members.length;
    title.hidden = !members.length;
  });
  return {
    main: [
      list.length ? more(_("The list of fines"), false, h("dl", { class: "sum" }, list.map((/** @type {any} */ each) =>
        h("div", null, h("dt", null, label(each.offence, "Offence")), h("dd", null, sum(each.amount_minor, sheet))))))
        : h("p", { class: "soft" }, _("The rules of this group have no fines.")),
      proposed,
      growing(sheet, { list: "fines_charged", title: _("Fine"), add: _("Somebody is fined"), sign: "fine", fresh: () => ({}), cells }),
      title, debtors,
      notes(sheet, (path) => path.startsWith("fines"), (path) => path.split(".").length > 2),
    ],
    foot: () => footSum(sheet.totals.steps.fines.into, _("Fines paid"), sheet),
  };
}
