/** What stands against a part of the meeting, in words: refusals, and rules that were broken. */

import { fill, h, sign } from "../dom.js";
import { _, codeText, ngettext } from "../i18n.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/** @param {Sheet} sheet @param {Said} one */
export function said(sheet, one) {
  if (one.text) return one.text;
  const member = one.values && one.values.member;
  const names = typeof member === "number" ? { [member]: nameIn(sheet, one) } : {};
  return codeText(one.code || "", one.values, { currency: sheet.currency, names });
}

/** The rule behind a breach, as the pack quotes it.
 * @param {Sheet} sheet @param {Said} one */
function ruleOf(sheet, one) {
  const rules = (sheet.state.pack.rules || {})[sheet.version] || [];
  return rules.find((/** @type {any} */ each) => each.code === one.code);
}

/**
 * Breaches, those of one rule together under one quotation.
 * @param {Sheet} sheet
 * @param {Said[]} found
 */
export function breaches(sheet, found) {
  /** @type {Map<string, {rule: any, said: Said[]}>} */
  const groups = new Map();
  for (const one of found) {
    const rule = ruleOf(sheet, one);
    const key = rule ? rule.article + rule.text : one.code + one.path;
    const group = groups.get(key) || { rule, said: [] };
    group.said.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ rule, said: several }) =>
    h("div", { class: "note warn" }, sign("warning"),
      h("div", { class: "stack snug" }, alike(several).map(([first, ...others]) => [
        h("p", null, h("b", null, said(sheet, first))),
        others.length > 0 && h("p", null, _("The same for: %(names)s.", { names: others.map((one) => nameIn(sheet, one)).join(", ") })),
      ])),
      rule && h("blockquote", { class: "rule" }, h("cite", null, rule.article), rule.text)));
}

/** Put together what differs in the member alone.
 * @param {Said[]} several @returns {Said[][]} */
function alike(several) {
  /** @type {Map<string, Said[]>} */
  const found = new Map();
  for (const one of several) {
    const { member, ...values } = one.values || {};
    const key = typeof member === "number" ? JSON.stringify([one.code, values]) : JSON.stringify(one);
    found.set(key, [...(found.get(key) || []), one]);
  }
  return [...found.values()];
}

/** @param {Sheet} sheet @param {Said} one */
function nameIn(sheet, one) {
  const person = sheet.person(one.values.member);
  return `${person.passbook_number} ${person.name}`;
}

/**
 * What stands against a part: refusals always, breaches once the part was left.
 * @param {Sheet} sheet
 * @param {(path: string) => boolean} here
 * @param {(path: string) => boolean} [atField] told at their field already
 */
export function notes(sheet, here, atField = () => false) {
  const box = h("div", { class: "stack", role: "status" });
  const found = () => ({
    bad: sheet.problems.filter((each) => here(each.path) && !atField(each.path) && each.code).map((each) => said(sheet, each)),
    warn: sheet.extra.seen[sheet.step] ? sheet.breaches.filter((each) => here(each.path)) : [],
  });
  return sheet.watch(box, found, ({ bad, warn }) => {
    fill(box, bad.map((/** @type {string} */ text) => h("div", { class: "note bad" }, sign("minus"), h("p", null, h("b", null, text)))),
      warn.length > 2
        ? h("details", null, h("summary", null, ngettext(
          "%(num)s break with the rules: kept, and read aloud at the end",
          "%(num)s breaks with the rules: kept, and read aloud at the end", warn.length)),
        h("div", { class: "stack" }, breaches(sheet, warn)))
        : breaches(sheet, warn));
  });
}
