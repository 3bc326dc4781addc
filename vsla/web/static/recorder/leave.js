/** Log out; but first what was not sent yet is told, sent, or handed over as a file. */

import { ask } from "./api.js";
import { chip, fill, h, note, sign } from "./dom.js";
import { page } from "./frame.js";
import { handOverCard } from "./handover.js";
import { forgetLast } from "./people.js";
import { _, ngettext } from "./texts.js";

/** @typedef {import("./main.js").App} App */

/**
 * @param {Element} root
 * @param {{}} _params
 * @param {App} app
 */
export async function show(root, _params, app) {
  const { store, sync, user } = app;
  const [items, drafts] = await Promise.all([store.outbox(), store.drafts()]);
  const open = items.filter((item) => item.state !== "sent");
  const busy = sync && sync.mood === "busy";
  const told = h("div", { role: "status" });
  const go = () => leave(told);
  page(root, app, { title: _("Log out"), line: user.name, here: "#/more", waiting: open.length, data: true },
    open.length + drafts.length > 0
      ? note("warn", _("Not everything is at the office yet."),
        open.length > 0 && chip("cloud-waiting", ngettext("%(num)s thing waits to be sent", "%(num)s things wait to be sent", open.length)),
        drafts.length > 0 && chip("secretary", ngettext("%(num)s meeting is not finished", "%(num)s meetings are not finished", drafts.length)),
        h("p", null, _("All of it stays on this phone, and goes on when %(name)s logs in here again. Nobody else sends it.", { name: user.name })))
      : note("done", _("The office has everything.")),
    open.length > 0 && h("button", { class: "btn main full", type: "button", id: "send", disabled: busy, on: { click: () => sync && sync.wake() } },
      sign("cloud-waiting"), busy ? _("Being sent…") : _("Send now")),
    open.length > 0 && handOverCard(open, app),
    h("button", { class: open.length ? "btn full" : "btn main full", type: "button", id: "leave", on: { click: go } },
      open.length + drafts.length ? _("Log out all the same") : _("Log out")),
    told, h("p", null, h("a", { href: "#/" }, _("Stay"))));
}

/** @param {Element} told */
async function leave(told) {
  const headers = { "Content-Type": "application/json" };
  const answer = await ask("/api/logout", { method: "POST", headers, body: "{}" }).catch(() => null);
  // Without network nobody is logged out; with an ended session somebody is already.
  if (!answer || (answer.status !== 200 && answer.status !== 401)) {
    fill(told, note("warn", _("Logging out needs the network."), h("p", null, _("Nothing is lost: everything is on this phone."))));
    return;
  }
  forgetLast();
  location.assign("/login");
}
