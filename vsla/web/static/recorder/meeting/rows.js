/** The lines and signs every step of a meeting is made of. */

import { h, sign } from "../dom.js";
import { money } from "../format.js";
import { _, label } from "../i18n.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

const SVG = "http://www.w3.org/2000/svg";
/** @type {Record<string, string>} */
const SEXES = { F: "", M: " h", X: " x" };

/** @param {string} tag @param {Record<string, any>} attrs @param {...any} children */
export function svg(tag, attrs, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A sum with its unit.
 * @param {number} minor @param {Sheet} sheet */
export const sum = (minor, sheet) => h("span", { class: "num", translate: "no" }, money(minor, sheet.currency));

/** @param {any} person */
export function sexWord({ gender }) {
  if (gender === "F") return _("woman");
  if (gender === "M") return _("man");
  return gender === "X" ? _("other") : _("sex not said");
}

/** The passbook number: a circle for a woman, a square for a man.
 * @param {any} person */
export function no(person) {
  const shape = person.gender in SEXES ? SEXES[person.gender] : " u";
  return h("span", { class: `no${shape}` }, h("span", { translate: "no" }, person.passbook_number),
    h("span", { class: "vh" }, sexWord(person)));
}

/** The drawing a member chose, on white.
 * @param {string} name */
export function memberSign(name) {
  const drawing = svg("svg", { viewBox: "0 0 40 40", role: "img", "aria-label": label(name, "Sign") },
    svg("use", { href: `${new URL("member-signs.svg", import.meta.url).href}#${name}` }));
  return h("span", { class: "member-sign tiny" }, drawing);
}

/** @param {any} person */
export const named = (person) =>
  h("span", { class: "named" }, h("span", { translate: "no" }, person.name), person.sign && memberSign(person.sign));

/**
 * A line of a list of people: the whole line is one control.
 * @param {any} person
 * @param {{second: Element | null, tap: () => void, side?: any, below?: any}} parts
 * @returns {HTMLElement}
 */
export function tapRow(person, { second, tap, side, below }) {
  const hit = h("button", { class: "hit", type: "button", on: { click: tap } },
    h("span", { class: "tapper" }, no(person), named(person), second));
  return h("li", null, side ? h("div", { class: "give" }, hit, side) : hit, below);
}

/** @param {string} name @param {string} text @param {() => void} go @param {string} [look] */
export function button(name, text, go, look = "full") {
  return h("button", { class: `btn ${look}`, type: "button", on: { click: go } },
    name && sign(name), h("span", null, text));
}

/** @param {string} name @param {string} text read aloud @param {() => void} go */
export const iconButton = (name, text, go) =>
  h("button", { class: "btn icon", type: "button", on: { click: go } }, sign(name, { label: text }));

/** @param {[string, number][]} lines @param {Sheet} sheet @param {[string, number]} [total] */
export function sums(sheet, lines, total) {
  return h("dl", { class: "sum" },
    lines.map(([word, minor]) => h("div", null, h("dt", null, word), h("dd", null, sum(minor, sheet)))),
    total && h("div", { class: "total" }, h("dt", null, total[0]), h("dd", { class: "m" }, sum(total[1], sheet))));
}

/** @param {string} summary @param {boolean} open @param {...any} inside */
export const more = (summary, open, ...inside) =>
  h("details", { open }, h("summary", null, summary), h("div", { class: "stack" }, inside));
