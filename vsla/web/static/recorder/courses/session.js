/** One session of a course, written down where there may be no network. */

import { fill, h, note, sign } from "../dom.js";
import { _, codeText, label } from "../i18n.js";
import { ATTENDANCE } from "../domain/document.js";
import { no } from "../meeting/rows.js";
import { newUuid, StorageFullError } from "../store.js";
import { nextSession } from "./home.js";
import { keptCourses, KIND, openSessions } from "./pack.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("./pack.js").Course} Course
 * @typedef {{document: any, seq: number, problems: any[]}} Draft `seq` of the refused item it puts right, or 0
 */

/**
 * @param {Element} root
 * @param {{}} _params
 * @param {App} app
 */
export async function show(root, _params, app) {
  const { store } = app;
  const id = Number(location.hash.split("/")[2]);
  const [kept, items] = await Promise.all([keptCourses(store), store.outbox()]);
  const course = kept && kept.courses.find((each) => each.course_id === id);
  if (!course) {
    app.go("#/");
    return;
  }
  const open = openSessions(items, id);
  const draft = (await store.meta(`course ${id}`)) || fromRefused(open) || begin(course, open, app);
  draw(root, course, draft, app);
}

/**
 * @param {Course} course
 * @param {ReturnType<typeof openSessions>} open
 * @param {App} app
 * @returns {Draft}
 */
function begin(course, open, { clock }) {
  const today = clock.today();
  const here = course.participants.filter((each) => each.enrolled_on <= today && (!each.left_on || today <= each.left_on));
  return {
    seq: 0, problems: [],
    document: {
      schema_version: 1, course: course.course_id, session: nextSession(course, open), held_on: today, minutes: 90,
      topic: "", sensitive: false, held: true, because: "",
      attendance: here.map(({ participant }) => ({ participant, state: "present", with_partner: false })),
    },
  };
}

/**
 * @param {ReturnType<typeof openSessions>} open
 * @returns {Draft | null}
 */
function fromRefused(open) {
  const refused = open.find(({ item }) => item.state === "refused");
  return refused ? { document: refused.document, seq: refused.item.seq || 0, problems: refused.item.problems || [] } : null;
}

/** @param {import("./pack.js").Participant} person */
export function named(person) {
  return person.name || _("Life partner of %(name)s", { name: person.partner_of || "" });
}

/**
 * @param {Element} root
 * @param {Course} course
 * @param {Draft} draft
 * @param {App} app
 */
function draw(root, course, draft, app) {
  const { document: doc } = draft;
  const keep = () => app.store.putMeta(`course ${course.course_id}`, draft).catch(ifFull);
  const told = h("div", { role: "alert" });
  const people = h("ul", { class: "people" }, doc.attendance.map((/** @type {any} */ row) => line(row, course, keep)));
  const because = field(_("If it was cancelled: why"), "because", "text", doc, keep);
  const held = h("input", { type: "checkbox", id: "cancelled", checked: !doc.held, on: { change: () => {
    doc.held = !/** @type {HTMLInputElement} */ (held).checked;
    people.hidden = !doc.held;
    because.hidden = doc.held;
    keep();
  } } });
  people.hidden = !doc.held;
  because.hidden = doc.held;
  const title = _("Session %(n)s", { n: doc.session });
  document.title = `${title} · VSLA`;
  fill(root,
    h("header", { class: "head" }, h("div", { class: "lead" },
      h("a", { class: "btn plain icon", href: "#/" }, sign("back", { label: _("Back to my courses") })),
      h("div", null, h("h1", null, title), h("p", { translate: "no" }, course.name)))),
    h("main", { id: "main", class: "page stack" },
      draft.problems.map(([, code, values]) => note("bad", codeText(code, values, { currency: "", names: {} }))),
      told,
      draft.seq > 0 && field(_("Number of the session"), "session", "number", doc, keep),
      field(_("Day"), "held_on", "date", doc, keep), field(_("Topic"), "topic", "text", doc, keep),
      h("label", { class: "pick bare" }, check(doc, keep), h("span", null, _("Sensitive: keep the topic out of reports"))),
      field(_("Minutes"), "minutes", "number", doc, keep),
      h("p", null, _("Everybody is marked present. Change only those who are not.")), people,
      h("label", { class: "pick bare" }, held, h("span", null, _("It was cancelled"))), because),
    h("footer", { class: "foot" }, h("span"),
      h("button", { class: "btn main", type: "button", id: "keep", on: { click: () => lock(course, draft, told, app) } },
        _("Keep the session"), sign("lock"))));
}

/**
 * @param {any} doc
 * @param {() => void} keep
 */
function check(doc, keep) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", checked: doc.sensitive, on: { change: () => {
    doc.sensitive = box.checked;
    keep();
  } } }));
  return box;
}

/**
 * @param {string} text
 * @param {string} name of the field in the document
 * @param {string} type
 * @param {any} doc
 * @param {() => void} keep
 */
function field(text, name, type, doc, keep) {
  const input = /** @type {HTMLInputElement} */ (h("input", {
    type, id: name, value: doc[name], inputmode: type === "number" ? "numeric" : null, on: { input: () => {
      doc[name] = type === "number" ? Number(input.value) || 0 : input.value;
      keep();
    } },
  }));
  return h("div", { class: "field" }, h("label", { for: name }, text), input);
}

/**
 * One person: how she came, and whether her life partner came along.
 * @param {{participant: number, state: string, with_partner: boolean}} row
 * @param {Course} course
 * @param {() => void} keep
 */
function line(row, course, keep) {
  const person = course.participants.find((each) => each.participant === row.participant);
  if (!person) return null;
  const id = `state-${row.participant}`;
  const item = h("li", { class: "prow" });
  const select = /** @type {HTMLSelectElement} */ (h("select", { id, class: "pick-state", on: { change: () => {
    row.state = select.value;
    item.className = select.value === "absent" || select.value === "excused" ? "prow off" : "prow";
    keep();
  } } }, ATTENDANCE.map((/** @type {string} */ state) => h("option", { value: state }, label(state, "Attendance")))));
  select.value = row.state;
  fill(item, h("label", { class: "who", for: id }, no(person), h("span", { translate: person.name ? "no" : null }, named(person))),
    select, alone(person, course) && withPartner(row, keep));
  return item;
}

/**
 * Tell whether a partner can only be written down beside the member.
 * @param {import("./pack.js").Participant} person
 * @param {Course} course
 */
function alone(person, course) {
  const partner = course.participants.some((each) => each.partner_of === person.name && each.group === person.group);
  return course.component === "discussion" && !person.partner_of && !partner;
}

/**
 * @param {{with_partner: boolean}} row
 * @param {() => void} keep
 */
function withPartner(row, keep) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", checked: row.with_partner, on: { change: () => {
    row.with_partner = box.checked;
    keep();
  } } }));
  return h("label", { class: "pick bare spread" }, box, h("span", null, _("came with the life partner")));
}

/**
 * Say what is still missing, or lock the session: it waits in the outbox from then on.
 * @param {Course} course
 * @param {Draft} draft
 * @param {Element} told
 * @param {App} app
 */
async function lock(course, draft, told, app) {
  const { document: doc } = draft;
  const missing = missingOf(doc, course, app);
  fill(told, missing && note("bad", missing));
  if (missing) {
    told.scrollIntoView();
    return;
  }
  const { store, clock } = app;
  const body = JSON.stringify(doc.held ? doc : { ...doc, minutes: 0, attendance: [] });
  const group_id = course.group_id || 0;
  const empty = { document: doc, step: null, extra: {}, saved_at: clock.now(), problems: [] };
  try {
    await store.lock({ draft: { ...empty, group_id, uuid: newUuid() }, body, kind: KIND, now: clock.now() });
    if (draft.seq) await store.dropItem(draft.seq);
    await store.drop("meta", `course ${course.course_id}`);
  } catch (error) {
    ifFull(error);
  }
  app.go("#/outbox");
  if (app.sync) await app.sync.wake();
}

/**
 * @param {any} doc
 * @param {Course} course
 * @param {App} app
 */
function missingOf(doc, course, { clock }) {
  if (!doc.held_on || doc.held_on > clock.today()) return _("This day has not come yet. Write today or a day that has passed.");
  if (doc.held_on < course.starts_on) return codeText("date_before_course", { begins_on: course.starts_on }, { currency: "", names: {} });
  if (!doc.held) return doc.because.trim() ? "" : _("Write why it was cancelled.");
  if (!doc.topic.trim()) return _("Write the topic of the session.");
  return doc.minutes > 0 && doc.minutes <= 600 ? "" : _("Write how many minutes it lasted.");
}

/** A full phone keeps it in memory; the outbox says so and offers the file.
 * @param {unknown} error */
function ifFull(error) {
  if (!(error instanceof StorageFullError)) throw error;
}
