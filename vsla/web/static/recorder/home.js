/** The first screen: the person's groups, and how fresh what the phone knows of them is. */

import { chip, h, sign } from "./dom.js";
import { age, day, dayLong } from "./format.js";
import { page } from "./frame.js";
import { _, ngettext } from "./texts.js";

const WEEK = 7 * 24 * 3600 * 1000;
const OLD = 3 * WEEK;

/** @typedef {import("./main.js").App} App */

/**
 * @param {Element} root
 * @param {{}} _params
 * @param {App} app
 */
export async function show(root, _params, app) {
  if (app.user.role === "trainer") {
    await (await app.late(import("./courses/home.js"))).show(root, _params, app);
    return;
  }
  const { store } = app;
  const [packs, items, drafts] = await Promise.all([store.packs(), store.outbox(), store.drafts()]);
  const open = items.filter((item) => item.state !== "sent");
  const refused = drafts.filter((draft) => draft.problems.length > 0);
  const groups = packs.map((kept) => groupOf(kept, open, drafts));
  groups.sort((a, b) => (a.next < b.next ? -1 : 1));
  const demo = packs.some(({ pack }) => pack.programme.is_demo);
  page(root, app,
    { title: _("My groups"), line: app.user.name, here: "#/", waiting: open.length + refused.length, data: true, demo },
    waitingNote(app, open, refused), await notices(app),
    groups.length > 0 ? h("ul", { class: "group-cards" }, groups.map((group) => card(group, app))) : await empty(app));
}

/**
 * Put together what a card says of a group.
 * @param {import("./store.js").Kept} kept
 * @param {import("./store.js").Item[]} open
 * @param {import("./store.js").Draft[]} drafts
 */
function groupOf({ pack, fetched_at, group_id }, open, drafts) {
  const own = open.filter((item) => item.group_id === group_id);
  const recorded = own.filter((item) => item.kind === "meeting").map((item) => JSON.parse(item.body));
  const last = [{ meeting: Math.max(0, pack.books.last_meeting), held_on: pack.books.last_held_on }, ...recorded]
    .reduce((a, b) => (b.meeting > a.meeting ? b : a));
  const next = recorded.length > 0 ? "" : pack.next_on || "";
  const mine = drafts.filter((draft) => draft.group_id === group_id);
  return {
    pack, fetched_at, id: group_id, last, next: pack.books.closed ? "~~" : next || "~", waiting: own.length,
    draft: mine.find((draft) => draft.problems.length === 0), refused: mine.filter((draft) => draft.problems.length > 0),
  };
}

/**
 * @param {App} app
 * @param {import("./store.js").Item[]} open
 * @param {import("./store.js").Draft[]} refused
 */
function waitingNote({ clock }, open, refused) {
  if (open.length + refused.length === 0) return null;
  const since = Math.min(...open.map((item) => item.locked_at), ...refused.map((draft) => draft.saved_at));
  const answers = refused.length + open.filter((item) => item.state === "refused").length;
  return h("a", { class: `note quiet ${answers ? "warn" : ""}`, href: "#/outbox" }, sign("cloud-waiting"),
    h("span", null, h("b", null, ngettext("%(num)s thing waits on this phone, the oldest for %(age)s.",
      "%(num)s things wait on this phone, the oldest for %(age)s.", open.length + refused.length,
      { age: age(clock.now() - since) })),
    answers > 0 && [" ", ngettext("%(num)s asks for your answer.", "%(num)s ask for your answer.", answers)]));
}

/**
 * What else the person should know; its words are fetched only where there is something.
 * @param {App} app
 */
async function notices(app) {
  const { clock, sync, store } = app;
  const quiet = !clock.doubt && clock.error === null && !store.isFull && !(sync && sync.mood === "login");
  return quiet ? null : (await app.late(import("./notices.js"))).notices(app);
}

/**
 * @param {ReturnType<typeof groupOf>} group
 * @param {App} app
 */
function card({ pack, fetched_at, id, last, next, draft, refused, waiting }, { clock }) {
  const { group, books, members } = pack;
  const today = clock.today();
  const isToday = next <= today;
  const old = clock.now() - fetched_at;
  const women = members.filter((/** @type {any} */ member) => member.gender === "F").length;
  const men = members.filter((/** @type {any} */ member) => member.gender === "M").length;
  return h("li", { class: isToday || draft ? "card stack snug now" : "card stack snug" },
    h("h2", { translate: "no" }, group.name),
    h("p", { class: "line" },
      h("span", null, group.place && [h("span", { translate: "no" }, group.place), ", "],
        ngettext("%(num)s member", "%(num)s members", members.length)),
      h("span", { class: "chip" },
        women > 0 && h("span", { class: "chip f" }, sign("woman", { label: _("women") }), women),
        men > 0 && h("span", { class: "chip h" }, sign("man", { label: _("men") }), men))),
    last.held_on && h("p", { class: "soft" }, _("Last: meeting %(n)s, %(day)s", { n: last.meeting, day: day(last.held_on) })),
    next[0] !== "~" && chip("meeting", next === today ? _("Today, %(day)s", { day: dayLong(next) })
      : next < today ? _("Expected since %(day)s", { day: dayLong(next) }) : _("Next: %(day)s", { day: dayLong(next) })),
    waiting > 0 && chip("cloud-waiting", ngettext("%(num)s thing waits to be sent", "%(num)s things wait to be sent", waiting)),
    refused.map((each) => h("a", { class: "chip bad", href: `#/g/${id}/${each.uuid}` }, sign("warning"),
      h("span", { class: "wrap" }, _("To correct: meeting %(n)s", { n: each.document.meeting })))),
    old >= OLD
      ? chip("warning", _("These figures are %(age)s old. You can record all the same.", { age: age(old) }), "warn")
      : h("p", { class: "soft" }, _("Fetched %(age)s ago", { age: age(old) })),
    books.closed ? chip("share-out", _("Shared out: open the next cycle"))
      : h("a", { class: isToday || draft ? "btn main full" : "btn full", href: `#/g/${id}` },
        draft ? _("Go on with meeting %(n)s", { n: draft.document.meeting }) : _("Record meeting %(n)s", { n: last.meeting + 1 }),
        sign("next")));
}

/**
 * What stands in the place of the groups while there are none.
 * @param {App} app
 */
async function empty(app) {
  const fetching = !app.sync || app.sync.mood === "busy";
  return fetching ? h("p", { class: "empty", role: "status" }, _("Your groups are being fetched. This needs the network once."))
    : (await app.late(import("./notices.js"))).noGroups(app);
}
