/** Say problems, breaches and choices; the page has loaded all texts before. */

import { _, filled, NO_FIGURE, rest } from "./texts.js";
import { count, day, money, percent } from "./marks.js";

/**
 * Say a problem or a breach, as `vsla/web/messages.py` does.
 * @param {string} code
 * @param {Record<string, any>} [values] `*_minor` is money, `*_ppm` a rate, `*_on` a date
 * @param {{currency?: string, names?: Record<string, string>}} ground of the group
 * @returns {string}
 */
export function codeText(code, values = {}, { currency, names = {} } = {}) {
  const unit = currency || values.currency || "";
  /** @type {Record<string, string>} */
  const words = {};
  for (const [name, value] of Object.entries(values)) {
    if (name === "because") {
      const { because, ...others } = values;
      words[name] = rest().codes[because] ? codeText(because, others, { currency: unit, names }) : NO_FIGURE;
    } else if (value !== "" && (unit || !name.endsWith("_minor"))) {
      words[name.replace(/_(minor|ppm)$/, "")] = word(name, value, unit, names);
    }
  }
  const said = filled(rest().codes[code] || _("The office did not take this (%(code)s). Ask your programme officer.", { code }), words);
  return said.slice(0, 1).toUpperCase() + said.slice(1);
}

/**
 * @param {string} name
 * @param {any} value
 * @param {string} currency
 * @param {Record<string, string>} names
 * @returns {string}
 */
function word(name, value, currency, names) {
  if (typeof value === "string") {
    if (name.endsWith("_on")) return day(value);
    if (name !== "choices" && name !== "post") return value;
    const words = value.split(", ");
    return words.map((each) => label(each, kindOf(words))).join(", ");
  }
  if (name === "member") return names[value] || _("member %(number)s", { number: value });
  if (name.endsWith("_minor")) return money(value, currency);
  if (name.endsWith("_ppm")) return percent(value);
  return count(value);
}

/**
 * Find the enumeration that has all these words; one without others goes first.
 * @param {string[]} words
 */
function kindOf(words) {
  const { labels } = rest();
  const fitting = Object.keys(labels).filter((kind) => words.every((each) => each in labels[kind]));
  const size = (/** @type {string} */ kind) => Object.keys(labels[kind]).length;
  return fitting.sort((a, b) => size(a) - size(b))[0];
}

/**
 * Say a choice.
 * @param {string} stored as in documents, such as `late`
 * @param {string} [kind] the enumeration, such as `Attendance`; without it the smallest that has it
 * @returns {string}
 */
export function label(stored, kind = kindOf([stored])) {
  return (rest().labels[kind] || {})[stored] || stored;
}
