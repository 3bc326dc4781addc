/** The first screen: the person's groups, and how fresh what the phone knows of them is. */

import { chip, h, note, sign } from "./dom.js";
import { age, day, money } from "./format.js";
import { page } from "./frame.js";
import { _, ngettext } from "./i18n.js";

/**
 * @param {Element} root
 * @param {{}} _params
 * @param {any} app
 */
export async function show(root, _params, app) {
  const [packs, items, drafts] = await Promise.all([app.store.packs(), app.store.outbox(), app.store.drafts()]);
  const waiting = items.filter((/** @type {any} */ item) => item.state !== "sent");
  const cards = packs.map((/** @type {any} */ kept) => card(kept, waiting, drafts));
  page(root, app, { title: _("My groups"), line: app.user.name, here: "#/", waiting: waiting.length },
    app.sync.mood === "login" && note("warn", _("Your session has ended."), h("p", null,
      h("a", { href: "/login?next=/recorder" }, _("Log in")))),
    cards.length ? h("ul", { class: "stack" }, cards) : empty(app));
}

/**
 * @param {any} kept
 * @param {any[]} waiting
 * @param {any[]} drafts
 */
function card({ pack, fetched_at }, waiting, drafts) {
  const { group, books, members } = pack;
  const own = waiting.filter((item) => item.group_id === group.group_id);
  const draft = drafts.find((each) => each.group_id === group.group_id);
  const next = (books.last_meeting || 0) + 1 + own.filter((item) => item.kind === "meeting").length;
  return h("li", { class: "card stack snug" },
    h("h2", { translate: "no" }, group.name),
    h("p", null, h("span", { translate: "no" }, group.place), ", ",
      ngettext("%(num)s member", "%(num)s members", members.length)),
    h("p", { class: "soft" }, books.last_held_on && _("Last: meeting %(n)s, %(day)s", {
      n: books.last_meeting, day: day(books.last_held_on) })),
    h("p", null, _("Loan fund"), " ", h("b", { class: "num" }, money(books.balances.cash_loan_fund, group.currency))),
    own.length > 0 && chip("cloud-waiting", ngettext("%(num)s thing waits to be sent", "%(num)s things wait to be sent", own.length)),
    h("p", { class: "soft" }, _("Fetched %(age)s ago", { age: age(Date.now() - fetched_at) })),
    h("a", { class: "btn main full", href: `#/g/${group.group_id}` },
      draft ? _("Go on with the meeting") : _("Record meeting %(n)s", { n: next }), sign("next")));
}

/** @param {any} app */
function empty(app) {
  const text = app.sync.mood === "busy"
    ? _("Your groups are being fetched. This needs the network once.")
    : _("No group is on this phone yet. Open this page where there is network.");
  return h("div", { class: "empty" }, sign("members", { size: 40 }), h("p", { role: "status" }, text));
}
