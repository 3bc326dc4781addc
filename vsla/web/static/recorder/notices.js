/** What the person should know of the session, the room and the clock of this phone. */

import { dayOf } from "./clock.js";
import { h, note, sign } from "./dom.js";
import { age, dayLong } from "./format.js";
import { _ } from "./texts.js";

/** @param {import("./main.js").App} app */
export function notices(app) {
  const { clock, sync, store } = app;
  const { doubt, error } = clock;
  const mood = sync ? sync.mood : "idle";
  return [
    mood === "login" && note("info", _("Log in, and everything is sent."),
      h("p", null, h("a", { class: "btn", href: "/login?next=/recorder" }, _("Log in")))),
    store.isFull && note("bad", _("This phone is full: the last entries are only in its memory."),
      h("p", null, _("Do not close this page. Save the meetings in a file, or make room on the phone.")),
      h("a", { class: "btn", href: "#/outbox" }, _("Save in a file"))),
    doubt && note("warn", _("Is today %(day)s?", { day: dayLong(dayOf(doubt.says)) }),
      h("p", null, _("This phone says so, but it was %(day)s when the recorder was last used. Nothing is lost. Set the clock of the phone, or say that the date is right; you can write the date in each meeting.", { day: dayLong(dayOf(doubt.proposes)) })),
      h("button", { class: "btn", type: "button", on: { click: () => clock.believe().then(app.draw) } }, _("The date is right"))),
    error !== null && note("warn", _("The clock of this phone is wrong by %(age)s.", { age: age(Math.abs(error)) }),
      h("p", null, _("The recorder goes by the office: today is %(day)s.", { day: dayLong(clock.today()) }))),
  ];
}

/**
 * Say why there are no groups, and what to do first.
 * @param {import("./main.js").App} app
 */
export function noGroups({ sync }) {
  const met = sync && sync.mood === "idle";
  const text = met ? _("You have no group that meets. Open one on the pages of the office.")
    : _("No group is on this phone yet. Open this page where there is network.");
  return h("div", { class: "empty stack" }, h("p", null, sign("members", { size: 40 })), h("p", { role: "status" }, text),
    met && h("p", null, h("a", { class: "btn", href: "/" }, _("Pages of the office"))));
}
