/** Fields that write into the draft at every touch, and the lists they grow in. */

import { fill, h, sign } from "../dom.js";
import { amount, unitOf } from "../format.js";
import { _, label } from "../i18n.js";
import { readAmount, readCount } from "./numbers.js";
import { button, iconButton, tapRow } from "./rows.js";
import { said } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */
/** A place of the draft that a field shows and writes.
 * @typedef {{at: () => string, read: () => {value: any, typed?: string}, write: (value: any, typed?: string) => void}} Cell */

let ids = 0;

/**
 * A place in a row that is there.
 * @param {Sheet} sheet
 * @param {() => any} row
 * @param {string} key
 * @param {() => string} path of the row
 * @returns {Cell}
 */
export function cellOf(sheet, row, key, path) {
  return {
    at: () => `${path()}.${key}`,
    read: () => ({ value: row()[key], typed: (row()._typed || {})[key] }),
    write: (value, typed) => sheet.change(() => put(row(), key, value, typed)),
  };
}

/** @param {any} row @param {string} key @param {any} value @param {string} [typed] */
function put(row, key, value, typed) {
  row[key] = value;
  const others = { ...row._typed };
  delete others[key];
  if (typed) others[key] = typed;
  if (Object.keys(others).length) row._typed = others;
  else delete row._typed;
}

/**
 * A place in the one row a list has for a member or a loan: made when something is written, gone
 * when nothing stands there.
 * @param {Sheet} sheet
 * @param {string} list
 * @param {string} by member or loan
 * @param {number} id
 * @returns {Cell}
 */
export function cellIn(sheet, list, by, id) {
  const place = () => sheet.doc[list].findIndex((/** @type {any} */ row) => row[by] === id);
  return {
    at: () => `${list}.${place()}`,
    read: () => {
      const row = sheet.doc[list][place()] || {};
      return { value: row.amount_minor, typed: (row._typed || {}).amount_minor };
    },
    write: (value, typed) => sheet.change((doc) => {
      const at = place();
      if (!value && !typed) {
        if (at >= 0) doc[list].splice(at, 1);
        return;
      }
      const row = at >= 0 ? doc[list][at] : { [by]: id };
      put(row, "amount_minor", value, typed);
      if (at < 0) doc[list].push(row);
    }),
  };
}

/**
 * A field with its label and what is wrong with it.
 * @param {Sheet} sheet
 * @param {string} text
 * @param {HTMLElement} input
 * @param {() => string} at
 * @param {{hide?: boolean, unit?: string}} [look]
 */
export function field(sheet, text, input, at, look = {}) {
  const { hide, unit } = look;
  ids += 1;
  input.id = `f${ids}`;
  const errors = h("div", { class: "err lead", id: `e${ids}`, hidden: true });
  const box = h("div", { class: "field" },
    h("label", { for: input.id, class: hide ? "vh" : null }, text, unit ? [" ", h("span", { class: "unit", translate: "no" }, unit)] : null),
    input, errors);
  return sheet.watch(box, () => shown(sheet, at()), (texts) => {
    errors.hidden = !texts.length;
    fill(errors, texts.length ? [sign("warning"), h("div", null, texts.map((/** @type {string} */ each) => h("p", null, each)))] : null);
    if (texts.length) {
      box.setAttribute("data-error", "");
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", errors.id);
    } else {
      for (const name of ["aria-invalid", "aria-describedby"]) input.removeAttribute(name);
      box.removeAttribute("data-error");
    }
  });
}

/** What is wrong at a place: gaps only once the step was left.
 * @param {Sheet} sheet @param {string} at */
function shown(sheet, at) {
  const touched = sheet.extra.seen[sheet.step] || sheet.extra.asked;
  return sheet.problemsAt(at).filter((each) => each.code || touched || typedAt(sheet, at)).map((each) => said(sheet, each));
}

/** @param {Sheet} sheet @param {string} at */
function typedAt(sheet, at) {
  const steps = at.split(".");
  const walk = (/** @type {string[]} */ path) => path.reduce((value, step) => (value || {})[step], sheet.doc);
  const row = walk(steps);
  if (row && row._typed) return true;
  const parent = walk(steps.slice(0, -1));
  return Boolean(parent && parent._typed && parent._typed[steps[steps.length - 1]]);
}

/**
 * @param {Sheet} sheet
 * @param {string} text
 * @param {Cell} cell
 * @param {{count?: boolean, hide?: boolean}} [look]
 */
export function amountField(sheet, text, cell, look = {}) {
  const { count, hide } = look;
  const scale = sheet.group.scale;
  const print = () => {
    const { value, typed } = cell.read();
    if (typed) return typed;
    if (value === null || value === undefined) return "";
    return count ? String(value) : amount(value, sheet.currency);
  };
  const input = /** @type {HTMLInputElement} */ (h("input", {
    class: "num", inputmode: count || !scale ? "numeric" : "decimal", autocomplete: "off",
    on: {
      input: () => {
        const typed = input.value.trim();
        const value = typed === "" ? null : count ? readCount(typed) : readAmount(typed, scale);
        cell.write(value, typed !== "" && value === null ? input.value : undefined);
      },
      blur: () => { input.value = print(); },
    },
  }));
  sheet.watch(input, () => cell.read(), () => {
    if (document.activeElement !== input) input.value = print();
  });
  return field(sheet, text, input, cell.at, { hide, unit: count ? "" : unitOf(sheet.currency) });
}

/** @param {Sheet} sheet @param {string} text @param {Cell} cell @param {number} [most] */
export function textField(sheet, text, cell, most = 120) {
  const tag = most > 200 ? "textarea" : "input";
  const input = /** @type {HTMLInputElement} */ (h(tag, { maxlength: most, autocomplete: "off", value: cell.read().value || "",
    on: { input: () => cell.write(input.value) } }));
  return field(sheet, text, input, cell.at);
}

/**
 * @param {Sheet} sheet
 * @param {string} text
 * @param {Cell} cell
 * @param {[any, string][]} choices
 */
export function choiceField(sheet, text, cell, choices) {
  const now = cell.read().value;
  const input = /** @type {HTMLSelectElement} */ (h("select", { on: { change: () => {
    const found = choices.find(([value]) => String(value) === input.value);
    cell.write(found ? found[0] : null);
  } } }, h("option", { value: "" }, "\u2013"),
  choices.map(([value, word]) => h("option", { value: String(value), selected: value === now, translate: typeof value === "number" ? "no" : null }, word))));
  return field(sheet, text, input, cell.at);
}

/** @param {Sheet} sheet @param {(person: any) => string} [more] @returns {[number, string][]} */
export const peopleChoices = (sheet, more = () => "") =>
  sheet.people.map((/** @type {any} */ each) => [each.member, `${each.passbook_number} ${each.name}${more(each)}`]);

/** @param {string[]} stored @param {string} kind @returns {[string, string][]} */
export const choices = (stored, kind) => stored.map((each) => [each, label(each, kind)]);

/**
 * A list that grows: each row a card with its fields, a button to take it away, one to add another.
 * @param {Sheet} sheet
 * @param {{list: string, title: string, add: string, fresh: () => any, cells: (row: any, path: () => string) => any[],
 *   sign?: string}} kind
 */
export function growing(sheet, { list, title, add, fresh, cells, sign: picture = "plus" }) {
  const rows = h("div", { class: "stack" });
  const draw = () => {
    fill(rows, sheet.doc[list].map((/** @type {any} */ row, /** @type {number} */ at) => {
      const path = () => `${list}.${sheet.doc[list].indexOf(row)}`;
      const gone = () => sheet.change((doc) => { doc[list] = doc[list].filter((/** @type {any} */ each) => each !== row); });
      return h("fieldset", { class: "mrow" }, h("legend", { class: "vh" }, `${title} ${at + 1}`),
        h("div", { class: "cells" }, cells(row, path),
          h("div", { class: "w" }, button("minus", _("Take this line away"), gone, "plain full"))));
    }));
  };
  sheet.watch(rows, () => sheet.doc[list].length, draw);
  const more = button(picture, add, () => {
    sheet.change((doc) => doc[list].push(fresh()));
    const first = /** @type {HTMLElement | null} */ (rows.lastElementChild && rows.lastElementChild.querySelector("select, input"));
    if (first) first.focus();
  });
  return h("div", { class: "stack" }, rows, more);
}

/**
 * A line of a list of people who pay: a tap pays what is agreed or owed and takes it back, the pen
 * writes another amount.
 * @param {Sheet} sheet
 * @param {any} person
 * @param {{cell: Cell, whole: () => number, word: (paid: number, whole: number) => string, off?: () => boolean, text: string}} what
 * @returns {HTMLElement}
 */
export function payRow(sheet, person, { cell, whole, word, off = () => false, text }) {
  const second = h("span", null);
  const below = h("div", { class: "below in", hidden: true });
  const paid = () => cell.read().value || 0;
  const open = () => {
    below.hidden = !below.hidden;
    fill(below, !below.hidden && amountField(sheet, text, cell));
    const input = below.querySelector("input");
    if (input) input.focus();
  };
  const item = tapRow(person, {
    second, below, tap: () => (whole() ? cell.write(paid() ? null : whole()) : open()),
    side: iconButton("secretary", _("Another amount for %(name)s", { name: person.name }), open),
  });
  sheet.watch(item, () => [paid(), whole(), off(), Boolean(cell.read().typed)], ([has, all, away, wrong]) => {
    second.className = `chip ${has ? "good" : "soft"}`;
    fill(second, sign(has ? "check" : "absent"), h("span", { class: "wrap num" }, word(has, all)));
    item.className = away && !has ? "off" : "";
    if (wrong && below.hidden) open();
  });
  return item;
}
