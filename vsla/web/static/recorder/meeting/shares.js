/** Shares as stars: a tap on a name adds one, the minus takes one away. */

import { fill, h, sign } from "../dom.js";
import { count, money } from "../format.js";
import { _, ngettext } from "../i18n.js";
import { button, iconButton, sum, tapRow } from "./rows.js";
import { notes } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

const DRAWN = 10;

/** @param {Sheet} sheet @returns {Step} */
export default function shares(sheet) {
  const most = sheet.rules.shares_max;
  const of = (/** @type {number} */ member) => (sheet.doc.shares_bought.find((/** @type {any} */ row) => row.member === member) || { count: 0 }).count;
  const set = (/** @type {any} */ doc, /** @type {number} */ member, /** @type {number} */ n) => {
    const at = doc.shares_bought.findIndex((/** @type {any} */ row) => row.member === member);
    if (at < 0) {
      if (n > 0) doc.shares_bought.push({ member, count: n });
    } else if (n > 0) doc.shares_bought[at].count = n;
    else doc.shares_bought.splice(at, 1);
  };
  const here = () => sheet.people.filter((/** @type {any} */ each) => !sheet.doc.attendance.length || sheet.came.has(each.member));
  const last = sheet.state.lastShares;
  const fillAll = (/** @type {(member: number) => number} */ n) => sheet.change((doc) => {
    for (const { member } of here()) set(doc, member, n(member));
  });
  const total = () => sheet.doc.shares_bought.reduce((/** @type {number} */ all, /** @type {any} */ row) => all + row.count, 0);

  const row = (/** @type {any} */ person) => {
    const { member } = person;
    const line = h("span", { class: "starline" });
    const cap = h("p", { class: "in", hidden: true });
    const tap = () => {
      if (of(member) < most) sheet.change((doc) => set(doc, member, of(member) + 1));
      else cap.hidden = false;
    };
    const beyond = () => sheet.change((doc) => set(doc, member, of(member) + 1));
    fill(cap, _("%(most)s at most by the rules.", { most }), " ",
      button("", _("It was one more all the same"), beyond, "plain"));
    sheet.watch(line, () => of(member), (n) => {
      if (n < most) cap.hidden = true;
      const shown = Math.max(most, n) > DRAWN ? [n ? "star" : "star-empty"]
        : Array.from({ length: Math.max(most, n) }, (_each, at) => (at < n ? "star" : "star-empty"));
      fill(line, h("span", { class: shown.length > 5 ? "stars many" : "stars" }, shown.map((name) => sign(name))),
        h("span", { class: "soft" }, h("b", { "aria-hidden": "true" }, n === most ? _("%(n)s, max", { n }) : String(n)),
          h("span", { class: "vh" }, ngettext("%(num)s star", "%(num)s stars", n), ". ", n < most && _("Add a star"))));
    });
    const less = iconButton("minus", _("One star less for %(name)s", { name: person.name }),
      () => sheet.change((doc) => set(doc, member, of(member) - 1)));
    const item = tapRow(person, { second: line, tap, side: less, below: cap });
    return sheet.watch(item, () => sheet.came.has(member) || !sheet.doc.attendance.length, (came) => {
      item.className = came ? "" : "off";
    });
  };
  return {
    main: [
      h("p", null, _("Tap a name to add a star."), h("br"),
        _("1 star = 1 share = %(value)s, %(most)s at most.", { value: money(sheet.rules.share_value_minor, sheet.currency), most })),
      h("div", { class: "two" },
        Object.keys(last).length ? button("", _("Same as last time"), () => fillAll((member) => last[member] || 0), "") : null,
        button("", _("One star more for each"), () => fillAll((member) => Math.min(most, of(member) + 1)), "")),
      h("ul", { class: "people" }, sheet.people.map(row)),
      notes(sheet, (path) => path.startsWith("shares_bought")),
    ],
    foot: () => [h("b", { class: "chip m" }, sign("star", { tone: "gold" }), h("span", null, count(total()), h("span", { class: "vh" }, " ", _("stars")))),
      sum(total() * sheet.rules.share_value_minor, sheet)],
  };
}
