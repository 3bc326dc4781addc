/** The two boxes counted: note by note with pictures of the notes, or as one sum. */

import { fill, h, sign } from "../dom.js";
import { amount, money } from "../format.js";
import { _ } from "../i18n.js";
import { amountField } from "./fields.js";
import { readCount } from "./numbers.js";
import { button, iconButton, sums, sum, svg } from "./rows.js";
import { NOTES } from "./sheet.js";
import { notes } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

const KEYS = ["loan_fund_minor", "solidarity_fund_minor"];

/** @param {Sheet} sheet @param {string} step @returns {Step} */
export default function count(sheet, step) {
  const list = step === "opening" ? "opening_count" : "closing_count";
  /** @returns {Record<string, number>[]} notes by box and value, kept beside the document */
  const pieces = () => {
    const { extra } = sheet;
    if (!extra.notes) extra.notes = {};
    if (!extra.notes[list]) extra.notes[list] = NOTES.map((key) => ({ ...sheet.doc[list][key] }));
    return extra.notes[list];
  };
  const counted = (/** @type {number} */ at) => sheet.doc[list][KEYS[at]];
  const book = (/** @type {number} */ at) => (step === "opening" ? sheet.totals.before : sheet.totals.expected)[at];
  let box = counted(0) !== null && counted(1) === null ? 1 : 0;

  const body = h("div", { class: "stack" });
  const show = () => {
    fill(body, one(box));
    sheet.change(() => {});
  };
  const right = (/** @type {number} */ at) => sheet.change((doc) => {
    doc[list][KEYS[at]] = book(at);
    delete doc[list]._typed;
    pieces()[at] = {};
  });
  const clear = () => sheet.change((doc) => {
    doc[list][KEYS[box]] = null;
    delete doc[list]._typed;
    pieces()[box] = {};
  });

  const one = (/** @type {number} */ at) => {
    const name = at ? _("Solidarity fund") : _("Loan fund");
    const agreed = h("div", { class: "stack snug" });
    sheet.watch(agreed, () => [book(at), counted(at)], ([by, has]) => fill(agreed,
      sums(sheet, [[_("The book says"), by]]),
      has === by ? h("p", { class: "chip good" }, sign("check"), h("span", { class: "wrap" }, _("Counted, and it is right.")))
        : has === null ? button("check", _("Counted: it is %(amount)s", { amount: money(by, sheet.currency) }), () => right(at))
          : null));
    const total = amountField(sheet, _("Or write the sum that was counted"), {
      at: () => `${list}.${KEYS[at]}`,
      read: () => ({ value: counted(at), typed: (sheet.doc[list]._typed || {})[KEYS[at]] }),
      write: (value, typed) => sheet.change((doc) => {
        doc[list][KEYS[at]] = value;
        pieces()[at] = {};
        if (typed) doc[list]._typed = { ...doc[list]._typed, [KEYS[at]]: typed };
        else delete doc[list]._typed;
      }),
    });
    const cash = sheet.group.cash_minor;
    return [
      h("h2", { class: "chip" }, sign(at ? "solidarity" : "box"), h("span", null, name)),
      agreed,
      h("h3", null, _("Note by note")),
      h("ul", { class: "people bills" }, cash.map((/** @type {number} */ value, /** @type {number} */ place) => bill(at, value, place))),
      total,
      h("div", { class: "two" }, button("", _("Empty this count"), clear, ""), h("span")),
      difference(at),
    ];
  };

  const bill = (/** @type {number} */ at, /** @type {number} */ value, /** @type {number} */ place) => {
    const unit = 10 ** sheet.group.scale;
    const name = money(value, sheet.currency);
    const set = (/** @type {number} */ n) => sheet.change((doc) => {
      const own = pieces()[at];
      if (n > 0) own[value] = n;
      else delete own[value];
      doc[list][KEYS[at]] = Object.keys(own).length
        ? Object.entries(own).reduce((all, [each, many]) => all + Number(each) * many, 0) : null;
      delete doc[list]._typed;
    });
    const now = () => pieces()[at][value] || 0;
    const input = /** @type {HTMLInputElement} */ (h("input", {
      class: "num", inputmode: "numeric", autocomplete: "off", placeholder: "0",
      "aria-label": _("Notes or coins of %(value)s", { value: name }),
      on: { input: () => set(readCount(input.value) || 0), blur: () => { input.value = now() ? String(now()) : ""; } },
    }));
    const worth = h("output", { class: "num end" });
    sheet.watch(worth, now, (n) => {
      if (document.activeElement !== input) input.value = n ? String(n) : "";
      worth.textContent = n ? amount(n * value, sheet.currency) : "";
    });
    const wide = 84 - place * 4;
    return h("li", { class: "count" },
      svg("svg", { class: "bill", width: wide, height: 36, "aria-hidden": "true" },
        svg("rect", { x: 1, y: 1, width: wide - 2, height: 34, rx: 4 }),
        svg("rect", { class: "tone", x: 1, y: 1, width: 10 - place, height: 34 }),
        svg("text", { x: (wide + 10 - place) / 2, y: 24 }, amount(value, sheet.currency).replace(/\u202f/g, unit ? "\u2009" : ""))),
      iconButton("minus", _("One of %(value)s less", { value: name }), () => set(now() - 1)), input,
      iconButton("plus", _("One of %(value)s more", { value: name }), () => set(now() + 1)), worth);
  };

  const difference = (/** @type {number} */ at) => {
    const told = h("div", { role: "status" });
    return sheet.watch(told, () => [book(at), counted(at)], ([by, has]) => fill(told, has !== null && has !== by &&
      h("div", { class: "note warn" }, sign("warning"),
        h("p", null, h("b", null, differs(sheet, has - by))),
        sums(sheet, [[_("The book says"), by], [_("Counted"), has]]),
        h("p", null, _("Let a second person count again. If it stays so, go on: the difference is noted and read aloud at the end.")))));
  };

  fill(body, one(box));
  return {
    main: [body, notes(sheet, (path) => path.startsWith(list), (path) => path.endsWith("_minor"))],
    box: () => box,
    pickBox: (at) => { box = at; show(); },
    shown: () => [0, 1].map((at) => (counted(at) === null ? book(at) : counted(at))),
    right: () => [0, 1].map((at) => counted(at) === book(at)),
    foot: () => {
      const has = counted(box);
      if (has === null) return [h("b", null, _("not counted"))];
      return [h("b", { class: "m" }, sum(has, sheet)), h("br"), has === book(box)
        ? h("span", { class: "chip good" }, sign("check"), h("span", null, _("right")))
        : h("b", { class: "chip" }, sign("warning", { tone: "warn" }), h("span", null, differs(sheet, has - book(box), true)))];
    },
    next: () => (box === 0 && counted(0) !== null && counted(1) === null
      ? { text: _("Next: the other box"), go: () => { box = 1; show(); window.scrollTo(0, 0); } } : null),
  };
}

/** @param {Sheet} sheet @param {number} by @param {boolean} [short] */
function differs(sheet, by, short) {
  const values = { amount: money(Math.abs(by), sheet.currency) };
  if (short) return by < 0 ? _("%(amount)s missing", values) : _("%(amount)s too much", values);
  return by < 0 ? _("%(amount)s is missing in the box.", values) : _("There is %(amount)s too much in the box.", values);
}
