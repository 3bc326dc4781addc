/** Say texts, codes and choices in the language of the person, offline too. */

import { day, money, percent, count, setFormat } from "./format.js";

const KEPT = "recorder-language";
const NO_FIGURE = "\u2013";

/** Languages in the order of the switch, each in its own words.
 * @type {Record<string, string>} */
export const LANGUAGES = { fr: "Français", sw: "Kiswahili", en: "English" };

/** @type {{code: string, texts: Record<string, string | string[]>, codes: Record<string, string>,
 *   shorter: Record<string, string>, labels: Record<string, Record<string, string>>, whole: boolean}} */
const known = { code: "en", texts: {}, codes: {}, shorter: {}, labels: {}, whole: false };

/**
 * Say a text; the English one is its key.
 * @param {string} text
 * @param {Record<string, any>} [values] for `%(name)s`
 * @returns {string}
 */
export function _(text, values) {
  const said = known.texts[text] || text;
  return values ? filled(String(said), values) : String(said);
}

/**
 * Say a text that counts.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, any>} [values] beside `num`, which is `n` as printed
 * @returns {string}
 */
export function ngettext(one, many, n, values) {
  const forms = known.texts[one];
  const form = known.code === "fr" ? Number(n > 1) : Number(n !== 1);
  const said = Array.isArray(forms) ? forms[form] : [one, many][form];
  return filled(said, { num: count(n), ...values });
}

/**
 * @param {string} text
 * @param {Record<string, any>} values
 */
function filled(text, values) {
  return text.replace(/%(?:\((\w+)\)s|%)/g, (whole, name) => {
    if (!name) return "%";
    return name in values ? String(values[name]) : NO_FIGURE;
  });
}

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
      words[name] = known.codes[because] ? codeText(because, others, { currency: unit, names }) : NO_FIGURE;
    } else if (value !== "" && (unit || !name.endsWith("_minor"))) {
      words[name.replace(/_(minor|ppm)$/, "")] = word(name, value, unit, names);
    }
  }
  const asked = (known.codes[code] || code).match(/%\((\w+)\)s/g) || [];
  const complete = asked.every((place) => place.slice(2, -2) in words);
  const said = filled((!complete && known.shorter[code]) || known.codes[code] || code, words);
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
  const fitting = Object.keys(known.labels).filter((kind) => words.every((each) => each in known.labels[kind]));
  const size = (/** @type {string} */ kind) => Object.keys(known.labels[kind]).length;
  return fitting.sort((a, b) => size(a) - size(b))[0];
}

/**
 * Say a choice.
 * @param {string} stored as in documents, such as `late`
 * @param {string} [kind] the enumeration, such as `Attendance`; without it the smallest that has it
 * @returns {string}
 */
export function label(stored, kind = kindOf([stored])) {
  return (known.labels[kind] && known.labels[kind][stored]) || stored;
}

/** @returns {string} the code of the language that is spoken */
export function language() {
  return known.code;
}

/** @returns {string | null} the language chosen on this phone */
function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch (error) {
    return null;
  }
}

/**
 * Choose the language to begin with: the one chosen here, the account's, the browser's.
 * @param {string} [account]
 */
export function firstLanguage(account) {
  const asked = [kept(), account, ...navigator.languages.map((each) => each.slice(0, 2))];
  return asked.find((each) => each && (each in LANGUAGES || each === "xx")) || "fr";
}

/**
 * Speak a language from now on.
 * @param {string} code
 * @param {{keep?: boolean}} options keep the choice on this phone
 */
export async function setLanguage(code, { keep = false } = {}) {
  const read = await load(`texts/${code}.json`);
  Object.assign(known, { code, texts: read.texts, codes: {}, shorter: {}, labels: {}, whole: false });
  setFormat(read.format);
  document.documentElement.lang = read.lang;
  if (keep) {
    try {
      localStorage.setItem(KEPT, code);
    } catch (error) {
      // A private window: the choice lasts as long as the page.
    }
  }
}

/** Load what the first screen does not need: the texts of the meeting, of codes and choices. */
export async function loadAllTexts() {
  if (known.whole) return;
  const read = await load(`texts/${known.code}.rest.json`);
  Object.assign(known, { codes: read.codes, shorter: read.shorter, labels: read.labels, whole: true });
  known.texts = { ...known.texts, ...read.texts };
}

/**
 * Give the texts of another language, such as for reading aloud in it.
 * @param {string} code
 * @returns {Promise<Record<string, string | string[]>>} by their English key; one that is missing
 *   is the same as in English
 */
export async function textsOf(code) {
  const [first, rest] = await Promise.all([load(`texts/${code}.json`), load(`texts/${code}.rest.json`)]);
  return { ...first.texts, ...rest.texts };
}

/** @param {string} path */
async function load(path) {
  const answer = await fetch(new URL(path, import.meta.url).href);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}
