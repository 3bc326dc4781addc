/** Members who join or are corrected at the meeting: known here at once, sent before it. */

import { fill, h, sign } from "../dom.js";
import { _, label } from "../i18n.js";
import { groupState } from "../state.js";
import { newItem, newUuid } from "../store.js";
import { amountField, choiceField, textField } from "./fields.js";
import { addressOf } from "./frame.js";
import { button, memberSign, tapRow } from "./rows.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

const SIGNS = ("sun moon fish bird tree leaf flower house pot basket hoe drum boat river mountain rain fire lamp knife spoon "
  + "cup chair shoe hat cow goat hen egg banana maize bean hand eye heart key ring comb bell bicycle book").split(" ");
const FIRST_ID = 1000000;
/** The limits of the office, so that nothing comes back weeks later. */
const NAME_MAX = 120;
const BORN_FIRST = 1900;
const PASSBOOK_MAX = 9999;
const IDS = 999000000;

/** @param {Sheet} sheet @returns {Step} */
export default function members(sheet) {
  const box = h("div", { class: "stack" });
  const list = () => fill(box,
    button("plus", _("A new member joins"), () => form(null)),
    h("ul", { class: "people" }, sheet.people.map((person) => tapRow(person, {
      second: h("span", { class: "soft" }, _("Touch to correct")), tap: () => form(person),
    }))));
  /** @param {any} person */
  const form = (person) => {
    const free = Math.max(0, ...sheet.standing.roster.members.map((/** @type {any} */ each) => each.passbook_number)) + 1;
    const written = sheet.extra.joining = person ? { ...person } : sheet.extra.joining || { passbook_number: free };
    const cell = (/** @type {string} */ key) => ({
      at: () => `joining.${key}`, read: () => ({ value: written[key] }),
      write: (/** @type {any} */ value) => { written[key] = value; if (!person) sheet.keep(); },
    });
    const errors = h("div", { role: "alert" });
    const taken = () => sheet.standing.roster.members.filter((/** @type {any} */ each) => !person || each.member !== person.member);
    const save = async () => {
      const same = taken().find((/** @type {any} */ each) => each.passbook_number === written.passbook_number);
      const wrong = !(written.name || "").trim() ? _("Write the name.") : !written.gender ? _("Choose woman or man.")
        : (written.name || "").trim().length > NAME_MAX ? _("This name is too long. Write it shorter.")
        : written.birth_year && (written.birth_year < BORN_FIRST || written.birth_year > new Date(sheet.app.clock.now()).getFullYear())
          ? _("Write the year of birth with four digits, such as 1985.")
        : written.passbook_number > PASSBOOK_MAX ? _("Choose a passbook number up to 9999.")
        : same ? _("%(name)s has this passbook number. Choose another.", { name: same.name }) : "";
      if (wrong) {
        fill(errors, h("div", { class: "note bad" }, sign("minus"), h("p", null, h("b", null, wrong))));
        return;
      }
      delete sheet.extra.joining;
      await keep(sheet, person, written);
      list();
    };
    fill(box, h("h2", null, person ? _("Change %(name)s", { name: person.name }) : _("A new member joins")),
      textField(sheet, _("Name"), cell("name")),
      choiceField(sheet, _("Woman or man"), cell("gender"), ["F", "M", "X", "unknown"].map((each) => [each, label(each, "Gender")])),
      amountField(sheet, _("Year of birth"), cell("birth_year"), { count: true }),
      amountField(sheet, _("Passbook number"), cell("passbook_number"), { count: true }),
      signs(written, taken, cell("sign")),
      errors,
      h("div", { class: "two" }, button("", _("Go back"), () => { delete sheet.extra.joining; list(); }, ""),
        button("check", person ? _("Keep the changes") : _("She or he joins"), save, "main")));
    /** @type {HTMLElement} */ (box.querySelector("h2")).scrollIntoView();
  };
  if (sheet.extra.joining) form(null);
  else list();
  const back = sheet.draft.step || "attendance";
  return { main: [box], next: () => ({ text: _("Back to the meeting"), go: () => sheet.app.go(addressOf(sheet, back)) }) };
}

/**
 * @param {any} written
 * @param {() => any[]} taken
 * @param {import("./fields.js").Cell} cell
 */
function signs(written, taken, cell) {
  const used = new Set(taken().map((each) => each.sign));
  const options = SIGNS.filter((name) => !used.has(name)).map((name) => {
    const input = h("input", { type: "radio", name: "sign", checked: written.sign === name, "aria-label": label(name, "Sign"),
      on: { change: () => cell.write(name) } });
    const drawing = memberSign(name);
    drawing.setAttribute("aria-hidden", "true");
    return h("label", { class: "sign-option" }, input, drawing);
  });
  return h("fieldset", { class: "field" }, h("legend", null, _("Sign in the passbook")), h("div", { class: "sign-grid" }, options));
}

/**
 * Put the change into the outbox, before the meeting, and lay the meeting on it.
 * @param {Sheet} sheet
 * @param {any} person
 * @param {any} written
 */
async function keep(sheet, person, written) {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] % IDS;
  /** @type {Record<string, any>} */
  const change = { schema_version: 1, change: person ? "correct" : "join", member: person ? person.member : FIRST_ID + random };
  for (const key of ["name", "gender", "birth_year", "sign", "passbook_number"]) {
    const value = typeof written[key] === "string" ? written[key].trim() : written[key];
    if (value && (!person || value !== person[key])) change[key] = value;
  }
  if (!person) change.joined_on = sheet.doc.held_on;
  const { group_id } = sheet.draft;
  await sheet.app.store.putItem(newItem({ kind: "member", group_id, uuid: newUuid(), body: JSON.stringify(change), now: sheet.app.clock.now() }));
  sheet.begin(await groupState(sheet.app.store, group_id, sheet.app.clock.now()));
  sheet.change(() => {});
}

