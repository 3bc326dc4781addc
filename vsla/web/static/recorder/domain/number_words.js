// Whole numbers in words, one grammar for each language. Recordings are not on the phone, so words
// have no sounds here.

export const LARGEST = 999999999;

const MILLION = 1000000;
/** @param {string} text */
const listed = (text) => text.split(" ");
const FR_UNITS = listed("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize " +
  "quatorze quinze seize dix-sept dix-huit dix-neuf");
const FR_TENS = listed("- - vingt trente quarante cinquante soixante septante quatre-vingt nonante");
const EN_UNITS = listed("zero one two three four five six seven eight nine ten eleven twelve " +
  "thirteen fourteen fifteen sixteen seventeen eighteen nineteen");
const EN_TENS = listed("- - twenty thirty forty fifty sixty seventy eighty ninety");
const SW_UNITS = listed("sifuri moja mbili tatu nne tano sita saba nane tisa");
const SW_TENS = listed("- kumi ishirini thelathini arobaini hamsini sitini sabini themanini tisini");
/** @type {[string, number][]} */
const SW_SIZES = [["milioni", MILLION], ["laki", 100000], ["elfu", 1000]];

/** Write a whole number in words; throws when it has none.
 * @param {number} amount @param {string} language fr, sw or en */
export const inWords = (amount, language) => spell(numberWords(amount, language));

/** Write words in a row.
 * @param {Word[]} words */
export function spell(words) {
  return words.map(([text, hyphen]) => (hyphen ? "-" : " ") + text).join("").slice(1);
}

/** @param {number} amount @param {string} language @returns {Word[]} */
export function numberWords(amount, language) {
  if (!(amount >= 0 && amount <= LARGEST)) throw RangeError(String(amount));
  return GRAMMARS[language](amount);
}

/** @param {string} text @param {boolean} [hyphen] @returns {Word} */
const word = (text, hyphen = false) => [text, hyphen];

/** Split a number by a size into how often, and the rest.
 * @param {number} amount @param {number} size */
const divmod = (amount, size) => [Math.floor(amount / size), amount % size];

/** @param {number} amount @returns {Word[]} */
function french(amount) {
  const [millions, below] = divmod(amount, MILLION);
  const [thousands, rest] = divmod(below, 1000);
  const words = millions ? frenchHundreds(millions, true) : [];
  if (millions) words.push(word(millions > 1 ? "millions" : "million"));
  if (thousands > 1) words.push(...frenchHundreds(thousands, false));
  if (thousands) words.push(word("mille"));
  if (rest || !amount) words.push(...frenchHundreds(rest, true));
  return words;
}

/** @param {number} number @param {boolean} agrees cent and vingt may take an s @returns {Word[]} */
function frenchHundreds(number, agrees) {
  const [hundreds, rest] = divmod(number, 100);
  const words = hundreds > 1 ? [word(FR_UNITS[hundreds])] : [];
  if (hundreds) words.push(word(agrees && hundreds > 1 && !rest ? "cents" : "cent"));
  if (rest || !hundreds) words.push(...frenchTens(rest, agrees));
  return words;
}

/** @param {number} number @param {boolean} agrees @returns {Word[]} */
function frenchTens(number, agrees) {
  if (number < 20) {
    return FR_UNITS[number].split("-").map((text, place) => word(text, place > 0));
  }
  const [tens, units] = divmod(number, 10);
  const words = tens === 8
    ? [word("quatre"), word(agrees && !units ? "vingts" : "vingt", true)]
    : [word(FR_TENS[tens])];
  if (units === 1 && tens !== 8) words.push(word("et un"));
  else if (units) words.push(word(FR_UNITS[units], true));
  return words;
}

/** @param {number} amount @returns {Word[]} */
function swahili(amount) {
  /** @type {Word[][]} */
  const parts = [];
  let left = amount;
  for (const [name, size] of SW_SIZES) {
    const [count, rest] = divmod(left, size);
    left = rest;
    if (!count) continue;
    parts.push([word(name), ...joined(swahiliParts(count))]);
    // A small rest could be heard as a part of the multiplier.
    if (count >= 10 && left > 0 && left < 100) {
      parts.push([word("pamoja na"), ...joined(swahiliParts(left))]);
      return parts.flat();
    }
  }
  return joined(left || !parts.length ? parts.concat(swahiliParts(left)) : parts);
}

/** Say parts one behind the other, with `na` before the last of several.
 * @param {Word[][]} parts */
function joined(parts) {
  return parts.flatMap((part, place) =>
    place && place === parts.length - 1 ? [word("na"), ...part] : part);
}

/** @param {number} number @returns {Word[][]} */
function swahiliParts(number) {
  const [hundreds, rest] = divmod(number, 100);
  const [tens, units] = divmod(rest, 10);
  const parts = hundreds ? [[word("mia"), word(SW_UNITS[hundreds])]] : [];
  if (tens) parts.push([word(SW_TENS[tens])]);
  if (units || !number) parts.push([word(SW_UNITS[units])]);
  return parts;
}

/** @param {number} amount @returns {Word[]} */
function english(amount) {
  const [millions, below] = divmod(amount, MILLION);
  const [thousands, rest] = divmod(below, 1000);
  const words = millions ? [...englishHundreds(millions, false), word("million")] : [];
  if (thousands) words.push(...englishHundreds(thousands, false), word("thousand"));
  if (rest || !amount) words.push(...englishHundreds(rest, amount > rest));
  return words;
}

/** @param {number} number @param {boolean} begun @returns {Word[]} */
function englishHundreds(number, begun) {
  const [hundreds, rest] = divmod(number, 100);
  const words = hundreds ? [word(EN_UNITS[hundreds]), word("hundred")] : [];
  if (rest && (hundreds || begun)) words.push(word("and"));
  if (rest >= 20) {
    const [tens, units] = divmod(rest, 10);
    words.push(word(EN_TENS[tens]));
    if (units) words.push(word(EN_UNITS[units], true));
  } else if (rest || !hundreds) words.push(word(EN_UNITS[rest]));
  return words;
}

/** @type {Record<string, (amount: number) => Word[]>} */
const GRAMMARS = { fr: french, sw: swahili, en: english };
