/** The first screen of a trainer: her courses, and their next session. */

import { chip, h, sign } from "../dom.js";
import { age, day } from "../format.js";
import { page } from "../frame.js";
import { _, ngettext } from "../texts.js";
import { keptCourses, openSessions } from "./pack.js";

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** @typedef {import("../main.js").App} App */

/**
 * @param {Element} root
 * @param {{}} _params
 * @param {App} app
 */
export async function show(root, _params, app) {
  const { store, clock } = app;
  const [kept, items] = await Promise.all([keptCourses(store), store.outbox()]);
  const open = items.filter((item) => item.state !== "sent");
  const courses = kept ? kept.courses : [];
  const { notices } = await import("../notices.js");
  page(root, app, { title: _("My courses"), line: app.user.name, here: "#/", waiting: open.length, data: true },
    notices(app),
    courses.length > 0
      ? h("ul", { class: "group-cards" }, courses.map((course) => card(course, openSessions(open, course.course_id), app)))
      : empty(app),
    kept && h("p", { class: "soft" }, _("Fetched %(age)s ago", { age: age(clock.now() - kept.fetched_at) })));
}

/**
 * @param {import("./pack.js").Course} course
 * @param {ReturnType<typeof openSessions>} open
 * @param {App} app
 */
function card(course, open, { clock }) {
  const refused = open.filter(({ item }) => item.state === "refused");
  const waiting = open.length - refused.length;
  const today = clock.today();
  const isToday = WEEKDAYS[new Date(`${today}T12:00:00Z`).getUTCDay()] === course.weekday;
  const next = nextSession(course, open);
  return h("li", { class: isToday ? "card stack snug now" : "card stack snug" },
    h("h2", { translate: "no" }, course.name),
    h("p", { class: "line" }, h("span", { translate: "no" }, course.place),
      ngettext("%(num)s person", "%(num)s people", course.participants.length)),
    h("p", { class: "soft", translate: "no" }, `${day(course.starts_on)} – ${day(course.ends_on)}`),
    waiting > 0 && chip("cloud-waiting", ngettext("%(num)s thing waits to be sent", "%(num)s things wait to be sent", waiting)),
    refused.map(({ document }) => h("a", { class: "chip bad", href: `#/c/${course.course_id}` }, sign("warning"),
      h("span", { class: "wrap" }, _("To correct: session %(n)s", { n: document.session })))),
    course.participants.length === 0
      ? h("p", { class: "soft" }, _("Nobody is on the list yet. Enrol the people on the pages of the office."))
      : h("a", { class: isToday ? "btn main full" : "btn full", href: `#/c/${course.course_id}` },
        _("Write down session %(n)s", { n: refused.length ? refused[0].document.session : next }), sign("next")));
}

/**
 * Give the number of the next session, behind those that wait on this phone.
 * @param {import("./pack.js").Course} course
 * @param {ReturnType<typeof openSessions>} open
 */
export function nextSession(course, open) {
  return Math.max(course.next_session, ...open.map(({ document }) => document.session + 1));
}

/** @param {App} app */
function empty({ sync }) {
  const met = sync && sync.mood === "idle";
  const text = met ? _("You have no course that runs. Add one on the pages of the office.")
    : _("No course is on this phone yet. Open this page where there is network.");
  return h("div", { class: "empty stack" }, h("p", null, sign("course", { size: 40 })), h("p", { role: "status" }, text),
    met && h("p", null, h("a", { class: "btn", href: "/courses" }, _("Pages of the office"))));
}
