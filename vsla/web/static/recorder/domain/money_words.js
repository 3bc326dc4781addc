// Sums of money in words: the number, and how each language names the unit.
import { CURRENCIES } from "./money.js";
import { LARGEST, numberWords, spell } from "./number_words.js";

/** @typedef {[string, string]} Unit one, several */

/** @param {string} name @returns {Unit} */
const plural = (name) => [name, `${name}s`];
/** @param {string} name @returns {Unit} */
const plain = (name) => [name, name];
const FRANC = plural("franc");
const WEST = { CDF: FRANC, RWF: FRANC, USD: plural("dollar"), UGX: plural("shilling") };
const FARANGA = plain("faranga");
const CENTIME = plural("centime");

/** The unit that people name, by language and currency.
 * @type {Record<string, Record<string, Unit>>} */
const UNITS = {
  fr: WEST,
  sw: { CDF: FARANGA, RWF: FARANGA, USD: plain("dola"), UGX: plain("shilingi") },
  en: WEST,
};
/** Its hundredth; francs have centimes in every language but Swahili.
 * @type {Record<string, Unit>} */
const HUNDREDTHS = { fr: CENTIME, sw: plain("senti"), en: plural("cent") };
/** @type {Record<string, Word[]>} */
const JOINTS = { fr: [], sw: [["na"]], en: [["and"]] };

/** Give the words of a sum; throws when it has none.
 * @param {Minor} amount @param {string} currency @param {string} language fr, sw or en
 * @returns {Word[]} */
export function moneyWords(amount, currency, language) {
  const cents = amount % CURRENCIES[currency];
  const whole = (amount - cents) / CURRENCIES[currency];
  const words = whole || !cents ? counted(whole, UNITS[language][currency], language) : [];
  if (!cents) return words;
  const joint = whole ? JOINTS[language] : [];
  const francs = language === "en" && UNITS.en[currency] === FRANC;
  const hundredth = francs ? CENTIME : HUNDREDTHS[language];
  return [...words, ...joint, ...counted(cents, hundredth, language)];
}

/** Lay a number and its unit in the order of the language.
 * @param {number} number @param {Unit} unit @param {string} language @returns {Word[]} */
function counted(number, [one, several], language) {
  const words = numberWords(number, language);
  if (language === "sw") return [[one], ...words];
  // Nothing is singular in French and plural in English.
  const single = number === 1 || (language === "fr" && !number);
  if (language === "fr" && number && number % 1000000 === 0) words.push(["de"]);
  return [...words, [single ? one : several]];
}

/** Write a sum in words; throws when it has none.
 * @param {Minor} amount @param {string} currency @param {string} language */
export const moneyInWords = (amount, currency, language) =>
  spell(moneyWords(amount, currency, language));

/** Tell whether a sum can be said.
 * @param {Minor} amount @param {string} currency */
export const hasWords = (amount, currency) =>
  amount >= 0 && amount < (LARGEST + 1) * CURRENCIES[currency];
