/** Say texts, codes and choices in the language of the person, offline too. */

import { count, setFormat } from "./marks.js";

const KEPT = "recorder-language";
export const NO_FIGURE = "\u2013";

/** Languages in the order of the switch, each in its own words.
 * @type {Record<string, string>} */
export const LANGUAGES = { fr: "Français", sw: "Kiswahili", en: "English" };

/** @type {{code: string, first: any[], texts: Record<string, any>, rest: Rest | null, files: number}} */
const known = { code: "en", first: [], texts: [], rest: null, files: 0 };

/**
 * What the first screen does not need: what codes say, the words of choices, and what is read aloud
 * at the end of a meeting, in each language.
 * @typedef {{codes: Record<string, string>,
 *   labels: Record<string, Record<string, string>>, aloud: Record<string, string>}} Rest
 */

/**
 * Say a text; the server puts a number in the place of the English one.
 * @param {string} text
 * @param {Record<string, any>} [values] for `%(name)s`
 * @returns {string}
 */
export function _(text, values) {
  const said = String(known.texts[text] || text);
  return values ? filled(said, values) : said;
}

/**
 * Say a text that counts.
 * @param {string} one
 * @param {string} _many for the catalogues: the server puts a number in the place of both
 * @param {number} n
 * @param {Record<string, any>} [values] beside `num`, which is `n` as printed
 * @returns {string}
 */
export function ngettext(one, _many, n, values) {
  const form = known.code === "fr" ? Number(n > 1) : Number(n !== 1);
  return filled((known.texts[one] || [one, one])[form], { num: count(n), ...values });
}

/** @returns {Rest} what was loaded by `loadAllTexts` */
export function rest() {
  return known.rest || { codes: {}, labels: {}, aloud: {} };
}

/**
 * Fill the places of a text.
 * @param {string} text
 * @param {Record<string, any>} values
 */
export function filled(text, values) {
  return text.replace(/%(?:\((\w+)\)s|%)/g, (_whole, name) => {
    if (!name) return "%";
    return name in values ? String(values[name]) : NO_FIGURE;
  });
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
  Object.assign(known, { code, first: read.texts, texts: read.texts, rest: null });
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

/**
 * Load what the first screen does not need: the texts of the meeting, of codes and choices.
 * @param {string} [role] a trainer needs the texts of courses as well
 */
export async function loadAllTexts(role) {
  const [, ...wanted] = textFiles(role);
  if (known.rest && known.files >= wanted.length) return;
  const files = await Promise.all(wanted.map(load)).catch((error) => speakAnother(error, role));
  if (!files) return;
  const texts = files.reduce((all, each) => [...all, ...each.texts], known.first);
  const codes = Object.assign({}, ...files.map((each) => each.codes));
  Object.assign(known, { texts, rest: { ...files[0], codes }, files: files.length });
}

/**
 * Speak another language that is on the phone, where the one asked for is not: recording goes before.
 * @param {unknown} error
 * @param {string} [role]
 */
export async function speakAnother(error, role) {
  for (const code of Object.keys(LANGUAGES)) {
    const there = code !== known.code && await Promise.all(textFiles(role, code).map(load)).catch(() => null);
    if (there) {
      await setLanguage(code);
      return loadAllTexts(role);
    }
  }
  throw error;
}

/**
 * Begin to load what `loadAllTexts` will wait for.
 * @param {string} code
 * @param {string} [role]
 */
export function beginTexts(code, role) {
  textFiles(role, code).forEach(load);
}

/**
 * @param {string} [role]
 * @param {string} [code] of the language, the spoken one otherwise
 * @returns {string[]} the files of a language
 */
export function textFiles(role, code = known.code) {
  const parts = ["", ".rest", ...(role === "trainer" ? [".courses"] : [])];
  return parts.map((part) => `texts/${code}${part}.json`);
}

/** What is being loaded, and what was, by its path.
 * @type {Record<string, Promise<any> | null>} */
const loads = {};

/** @param {string} path */
function load(path) {
  const loading = loads[path] || read(path);
  loads[path] = loading;
  loading.catch(() => {
    loads[path] = null;
  });
  return loading;
}

/** @param {string} path */
async function read(path) {
  const answer = await fetch(new URL(path, import.meta.url).href);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}
