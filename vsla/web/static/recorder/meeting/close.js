/** Read the three figures aloud, show what is wrong or broken, let two confirm, and lock. */

import { fill, h, sign } from "../dom.js";
import { money } from "../format.js";
import { LANGUAGES, _, filled, label, language, ngettext, rest } from "../i18n.js";
import { StorageFullError } from "../store.js";
import { hasWords, moneyInWords } from "../domain/money_words.js";
import { holdsOn } from "../domain/roster.js";
import { cellOf, choiceField, peopleChoices, textField } from "./fields.js";
import { addressOf, titleOf } from "./frame.js";
import { more, sum } from "./rows.js";
import { locked, partOf } from "./sheet.js";
import { breaches, said } from "./told.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/** From here on a sum is too long for the largest letters. */
const LONG = 10 ** 9;
const POSTS = ["chair", "secretary", "treasurer", "counter"];

/** @param {Sheet} sheet @returns {[number, string][]} officers who came, in the order of their posts */
function officers(sheet) {
  const terms = sheet.standing.roster.posts.filter((/** @type {any} */ term) =>
    holdsOn(term, sheet.doc.held_on) && sheet.people.some((/** @type {any} */ each) => each.member === term.member));
  /** @type {Map<number, string>} */
  const found = new Map();
  for (const post of POSTS) {
    for (const term of terms) if (term.post === post && !found.has(term.member)) found.set(term.member, post);
  }
  return [...found];
}

/** @param {Sheet} sheet @returns {Step} */
export default function close(sheet) {
  const known = officers(sheet);
  const came = (/** @type {string} */ post) => {
    const officer = known.find(([member, each]) => each === post && sheet.came.has(member));
    return officer ? officer[0] : null;
  };
  const { doc } = sheet;
  if (!sheet.extra.asked) {
    sheet.change((draft, extra) => {
      extra.asked = true;
      draft.chaired_by = draft.chaired_by || came("chair");
      draft.recorded_by = draft.recorded_by || came("secretary");
    });
  }
  const own = () => sheet.doc;
  const pick = (/** @type {string} */ key, /** @type {string} */ text) =>
    choiceField(sheet, text, { ...cellOf(sheet, own, key, () => ""), at: () => key }, peopleChoices(sheet));
  return {
    plain: true,
    main: [problems(sheet), figures(sheet), readAloud(sheet), broken(sheet),
      h("section", { class: "stack snug" }, pick("chaired_by", _("Chaired by")), pick("recorded_by", _("Recorded by"))),
      confirmations(sheet, known),
      more(_("A note on this meeting"), Boolean(doc.note),
        textField(sheet, _("A note on this meeting"), { ...cellOf(sheet, own, "note", () => ""), at: () => "note" }, 2000))],
    foot: () => [h("span", { class: "chip" }, sign(waits(sheet) ? "warning" : "lock"), h("span", { class: "wrap" }, waits(sheet) || _("Ready to lock")))],
    next: () => ({ text: _("Lock"), sign: "lock", disabled: Boolean(waits(sheet)), go: () => lock(sheet) }),
  };
}

/** What is still missing before the meeting can be locked.
 * @param {Sheet} sheet */
function waits(sheet) {
  if (sheet.problems.length) return _("Not finished");
  const { chaired_by: chair, recorded_by: secretary, confirmed_by: two } = sheet.doc;
  if (!chair || !secretary) return _("Who chaired, who recorded?");
  if (chair === secretary) return _("Two different people");
  return two.length < 2 ? ngettext("%(num)s confirmation missing", "%(num)s confirmations missing", 2 - two.length) : "";
}

/** @param {Sheet} sheet */
function problems(sheet) {
  const box = h("div", { role: "alert" });
  return sheet.watch(box, () => sheet.problems.map((each) => [each.path, said(sheet, each)]), (found) => fill(box, found.length > 0 &&
    h("div", { class: "note bad" }, sign("minus"),
      h("p", null, h("b", null, ngettext("One thing to correct. Everything else you typed is kept.",
        "%(num)s things to correct. Everything else you typed is kept.", found.length))),
      h("ul", { class: "stack snug" }, found.map((/** @type {string[]} */ [path, text]) => {
        const part = partOf(path);
        return h("li", null, h("p", null, text), part !== "close" &&
          h("a", { class: "btn full", href: addressOf(sheet, part) }, h("span", null, _("Open: %(part)s", { part: titleOf(part) }))));
      })))));
}

/** @param {Sheet} sheet */
function three(sheet) {
  const { loans } = sheet.after;
  const owing = new Set(loans.filter((/** @type {any} */ each) => !each.solidarity).map((/** @type {any} */ each) => each.member)).size;
  return { sums: [...sheet.totals.after, sheet.after.balances.loans], owing };
}

/** @param {Sheet} sheet */
function figures(sheet) {
  const { sums, owing } = three(sheet);
  const figure = (/** @type {string} */ name, /** @type {string} */ text, /** @type {number} */ minor) =>
    h("div", null, sign(name, { size: 40 }), h("dt", null, text), h("dd", { class: minor < LONG ? "xl" : "l" }, sum(minor, sheet)));
  const right = ["opening_count", "closing_count"].every((list) =>
    ["loan_fund_minor", "solidarity_fund_minor"].every((key) => sheet.doc[list][key] !== null))
    && sheet.totals.expected.every((minor, box) => minor === sheet.totals.after[box]);
  return h("section", { class: "stack", "aria-label": _("Three figures to remember") },
    h("dl", { class: "three" }, figure("box", _("Loan fund"), sums[0]), figure("solidarity", _("Solidarity fund"), sums[1]),
      figure("loan", owing ? ngettext("Loans out, one person", "Loans out, %(num)s persons", owing) : _("Loans out"), sums[2])),
    right && h("p", { class: "chip good" }, sign("check"), h("span", { class: "wrap" }, _("Both boxes are counted and right."))));
}

/** @param {Sheet} sheet */
function readAloud(sheet) {
  const text = h("blockquote", { class: "say", translate: "no" });
  const picks = h("p", { class: "langs" });
  const say = (/** @type {string} */ code) => {
    const [loan_fund, solidarity, loans] = three(sheet).sums.map((minor) =>
      (hasWords(minor, sheet.currency) ? moneyInWords(minor, sheet.currency, code) : money(minor, sheet.currency)));
    text.lang = code;
    fill(text, filled(rest().aloud[code], { loan_fund, solidarity, loans }));
    fill(picks, h("span", { class: "vh" }, _("Language")), Object.entries(LANGUAGES).map(([each, name]) =>
      h("button", { class: "btn plain", type: "button", lang: each, translate: "no", "aria-pressed": String(each === code),
        on: { click: () => { sheet.change((_doc, extra) => { extra.reading = each; }); say(each); } } }, name)));
  };
  const wanted = sheet.extra.reading || language();
  say(wanted in LANGUAGES ? wanted : "en");
  return h("section", { class: "stack snug" }, h("h2", null, _("Read aloud")), picks, text);
}

/** @param {Sheet} sheet */
function broken(sheet) {
  return h("section", { class: "stack snug" }, h("h2", null, _("Breaks with the rules: %(n)s", { n: sheet.breaches.length })),
    sheet.breaches.length ? breaches(sheet, sheet.breaches) : h("p", { class: "soft" }, _("The rules of the group were kept.")));
}

/** @param {Sheet} sheet @param {[number, string][]} known */
function confirmations(sheet, known) {
  const list = h("div", { class: "stack snug" });
  const here = () => {
    const some = known.filter(([member]) => sheet.came.has(member));
    const others = sheet.doc.confirmed_by.filter((/** @type {number} */ member) => !some.some(([each]) => each === member));
    return [...some, ...others.map((/** @type {number} */ member) => [member, ""])];
  };
  const toggle = (/** @type {number} */ member) => sheet.change((doc) => {
    doc.confirmed_by = doc.confirmed_by.includes(member)
      ? doc.confirmed_by.filter((/** @type {number} */ each) => each !== member) : [...doc.confirmed_by, member];
  });
  sheet.watch(list, () => here().map(([member]) => member), () => fill(list, here().map(([member, post]) => {
    const tick = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", on: { change: () => toggle(member) } }));
    const item = h("label", { class: "pick" }, tick, h("span", null, h("b", { translate: "no" }, sheet.person(member).name),
      post && [h("br"), h("span", { class: "chip" }, sign(post), label(post, "Post"))]));
    return sheet.watch(item, () => sheet.doc.confirmed_by.includes(member), (is) => {
      tick.checked = is;
      item.classList.toggle("on", is);
    });
  })));
  return h("section", { class: "stack snug" }, h("h2", null, _("Two persons confirm")),
    h("p", { class: "soft" }, _("Each hears the three figures, agrees, and touches her or his own name.")), list,
    choiceField(sheet, _("Somebody else confirms"), { at: () => "confirmed_by", read: () => ({ value: null }),
      write: (value) => { if (value && !sheet.doc.confirmed_by.includes(value)) toggle(value); } }, peopleChoices(sheet)));
}

/** The document word for word: what is empty is left out.
 * @param {any} document */
export function bodyOf(document) {
  const entries = Object.entries(document).filter(([key, value]) => ["cycle", "meeting"].includes(key)
    || (Array.isArray(value) ? value.length : value !== null && value !== "" && (typeof value !== "object" || Object.keys(value).length)));
  return JSON.stringify(Object.fromEntries(entries));
}

/** @param {Sheet} sheet */
async function lock(sheet) {
  const { app, draft } = sheet;
  try {
    await app.store.lock({ draft, body: bodyOf(sheet.document), now: app.clock.now() });
  } catch (error) {
    if (!(error instanceof StorageFullError)) throw error;
    sheet.full = true;
  }
  Object.assign(locked, { meeting: draft.document.meeting, full: sheet.full });
  if (!app.practice && app.sync) app.sync.run();
  app.go(app.practice ? "#/practice/locked" : `#/g/${draft.group_id}/locked`);
}
