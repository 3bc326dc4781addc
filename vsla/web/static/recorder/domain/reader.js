// Read JSON into checked values, collecting every problem at its place instead of stopping.

// What the server strips, which is not quite what trim() does.
const BLANK = "[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f" +
  "\\u3000]+";
const EDGES = new RegExp(`^${BLANK}|${BLANK}$`, "g");
// No database keeps a NUL or half a character pair.
const UNKEPT = /[\0\ud800-\udfff]/u;
const HALVES = /[\ud800-\udfff]/gu;

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** One JSON object being read; readers of its parts share the list of problems. Each method gives
 * a harmless value after noting a problem, so that reading goes on. */
export class Reader {
  /** @param {unknown} source @param {string} [path] @param {Problem[]} [problems] */
  constructor(source, path = "", problems = []) {
    this.problems = problems;
    this.path = path;
    /** @type {Set<string>} */
    this.seen = new Set();
    /** @type {Record<string, unknown>} */
    this.source = {};
    this.row = "";
    this.turnTo(source, "");
  }

  /** Add a problem at a key, or at the object itself for "".
   * @param {string} key @param {string} code @param {Record<string, number | string>} [values] */
  note(key, code, values = {}) {
    this.problems.push([this.place(key), code, values]);
  }

  /** @param {string} key */
  place(key) {
    return [this.path, this.row, key].filter(Boolean).join(".");
  }

  /** Give what stands at a key; null is the same as nothing.
   * @param {string} key @param {boolean} [needed] */
  take(key, needed = false) {
    this.seen.add(key);
    const value = this.has(key) ? this.source[key] : null;
    if (value === null && needed) this.note(key, "missing");
    return value;
  }

  /** @param {string} key */
  has(key) {
    return this.source[key] != null;
  }

  /** @param {string} key @param {number} low @param {number} high */
  integer(key, low, high) {
    const value = this.take(key, true);
    if (value === null) return low;
    if (typeof value !== "number" || !Number.isInteger(value)) {
      this.note(key, "not_a_number");
      return low;
    }
    if (low <= value && value <= high) return value;
    const suffix = key.endsWith("_minor") ? "_minor" : "";
    this.note(key, "out_of_range", { [`low${suffix}`]: low, [`high${suffix}`]: high });
    return low;
  }

  /** @param {string} key @param {number} low @param {number} high */
  optionalInteger(key, low, high) {
    return this.take(key) === null ? null : this.integer(key, low, high);
  }

  /** @param {string} key */
  yes(key) {
    const value = this.take(key);
    if (value === null || typeof value === "boolean") return value === true;
    this.note(key, "not_yes_or_no");
    return false;
  }

  /** Read a text of at most `most` characters, trimmed.
   * @param {string} key @param {number} most @param {boolean} [needed] */
  text(key, most, needed = false) {
    const value = this.take(key, needed);
    if (value === null) return "";
    const text = typeof value === "string" ? value.replace(EDGES, "") : "\0";
    if (UNKEPT.test(text)) {
      this.note(key, "not_text");
      return "";
    }
    if ([...text].length > most) this.note(key, "too_long", { most });
    if (needed && !text) this.note(key, "missing");
    return text;
  }

  /** @param {string} key */
  day(key) {
    const value = this.take(key, true);
    const day = parseDay(value);
    if (value !== null && day === null) this.note(key, "not_a_date");
    return day || "0001-01-01";
  }

  /** Read one of a fixed set of words; without a default it must be there.
   * @param {string} key @param {string[]} kind @param {string} [usual] */
  choice(key, kind, usual) {
    const value = this.take(key, usual === undefined);
    if (typeof value === "string" && kind.includes(value)) return value;
    if (value !== null) this.note(key, "unknown_choice", { choices: kind.join(", ") });
    return usual === undefined ? kind[0] : usual;
  }

  /** @param {string} key */
  child(key) {
    const value = this.take(key);
    return value === null ? null : new Reader(value, this.place(key), this.problems);
  }

  /** Read a list of objects; absent reads as empty.
   * @template T
   * @param {string} key @param {(reader: Reader) => T} read @param {number} most
   * @returns {T[]} */
  rows(key, read, most) {
    const value = this.take(key);
    if (value === null) return [];
    if (!Array.isArray(value)) {
      this.note(key, "not_a_list");
      return [];
    }
    if (value.length > most) {
      this.note(key, "too_long", { most });
      return [];
    }
    const reader = new Reader({}, this.place(key), this.problems);
    return value.map((row, place) => {
      reader.turnTo(row, String(place));
      const item = read(reader);
      reader.finish();
      return item;
    });
  }

  /** @param {unknown} source @param {string} row */
  turnTo(source, row) {
    this.row = row;
    this.seen.clear();
    this.source = isObject(source) ? source : {};
    if (this.source !== source) this.note("", "not_an_object");
  }

  /** Read a list of whole numbers; absent reads as empty.
   * @param {string} key @param {number} low @param {number} high @param {number} most
   * @returns {number[]} */
  integers(key, low, high, most) {
    const value = this.take(key);
    if (value === null) return [];
    if (!Array.isArray(value) || value.length > most) {
      this.note(key, "not_a_list");
      return [];
    }
    if (value.every((n) => Number.isInteger(n) && low <= n && n <= high)) return value;
    this.note(key, "not_a_number");
    return [];
  }

  /** Read whole numbers whose fields are named by whole numbers, in their order.
   * @param {number} low @param {number} high @returns {[number, number][]} */
  numbered(low, high) {
    return Object.keys(this.source).filter((key) => /^[1-9]\d{0,8}$/.test(key))
      .map((key) => [Number(key), this.integer(key, low, high)]);
  }

  /** Note every field nobody asked for. */
  finish() {
    for (const key of Object.keys(this.source).sort()) {
      if (this.seen.has(key)) continue;
      this.note([...key].slice(0, 80).join("").replace(HALVES, "?"), "unknown_field");
    }
  }

  /** Note the rows of a list whose value came before; rows not understood are left out.
   * @param {string} key @param {number[]} values */
  unique(key, values) {
    const start = `${this.place(key)}.`;
    const faulty = new Set(this.problems.map(([path]) =>
      (path.startsWith(start) ? path.slice(start.length) : path).split(".")[0]));
    const seen = new Set();
    values.forEach((value, place) => {
      if (faulty.has(String(place))) return;
      if (seen.has(value)) this.note(`${key}.${place}`, "duplicate");
      seen.add(value);
    });
  }
}

/** Read a date of the years 1900 to 2199, or null when it is not one.
 * @param {unknown} value @returns {Day | null} */
export function parseDay(value) {
  if (typeof value !== "string" || !/^(19|20|21)\d\d-\d\d-\d\d$/.test(value)) return null;
  const date = new Date(value);
  return !isNaN(Number(date)) && date.toISOString().startsWith(value) ? value : null;
}
