/** What waits on this phone, since when, and what became of the rest. */

import { codeText } from "./codes.js";
import { chip, h, note, sign } from "./dom.js";
import { bytesToSend } from "./flush.js";
import { age, day, size } from "./format.js";
import { page } from "./frame.js";
import { handOverCard, takeInCard } from "./handover.js";
import { mend } from "./mend.js";
import { keepUnkept } from "./settle.js";
import { _, ngettext } from "./texts.js";

/**
 * @typedef {import("./main.js").App} App
 * @typedef {import("./store.js").Item} Item
 * @typedef {import("./store.js").Draft} Draft
 * @typedef {{currency: string, names: Record<string, string>}} Ground
 */

/** Why the office keeps two documents of one meeting; other reasons are told. */
const TWO_VERSIONS = ["number_taken", "same_key_other_body"];

/**
 * @param {Element} root
 * @param {{}} _params
 * @param {App} app
 */
export async function show(root, _params, app) {
  const { store } = app;
  const [packs, items, drafts] = await Promise.all([store.packs(), store.outbox(), store.drafts()]);
  const groups = new Map(packs.map((kept) => [kept.group_id, kept.pack]));
  const back = drafts.filter((draft) => draft.problems.length > 0);
  const open = items.filter((item) => item.state !== "sent");
  const sent = items.filter((item) => item.state === "sent").reverse();
  const waiting = open.filter((item) => item.state === "waiting");
  const line = _("Nothing is lost: everything is on this phone.");
  page(root, app, { title: _("To send"), line, here: "#/outbox", waiting: open.length + back.length },
    await network(app, waiting, open.length + back.length > waiting.length),
    h("ul", { class: "stack" },
      back.map((draft) => refusedDraft(draft, groups.get(draft.group_id))),
      open.filter((item) => item.state === "refused").map((item) => refused(item, groups.get(item.group_id), app)),
      open.filter((item) => item.state === "contested").map((item) => contested(item, groups.get(item.group_id))),
      waiting.map((item) => waits(item, groups.get(item.group_id), app)),
      open.length + back.length === 0 && h("li", { class: "empty stack" }, h("p", null, sign("cloud-sent", { size: 40 })),
        h("p", null, _("Nothing waits. What you lock at a meeting stands here until the office has it."))),
      sent.map((item) => came(item, groups.get(item.group_id)))),
    open.length > 0 && handOverCard(open, app), takeInCard(app));
}

/**
 * Say how things stand with the network, and what happens next.
 * @param {App} app
 * @param {Item[]} waiting
 * @param {boolean} asked something came back, or waits for a person
 */
async function network({ store, sync, clock }, waiting, asked) {
  const contact = await store.meta("contact");
  const mood = !navigator.onLine ? "offline" : sync ? sync.mood : "busy";
  const run = () => sync && sync.wake();
  const bytes = waiting.length > 0 ? bytesToSend(waiting) : 0;
  const since = contact ? _("Last contact with the office: %(age)s ago.", { age: age(clock.now() - contact) }) : null;
  const next = sync && sync.nextAt && _("It is tried again by itself in %(age)s, and as soon as the network is back.",
    { age: age(sync.nextAt - clock.now()) });
  /** @type {Record<string, string>} */
  const words = {
    busy: waiting.length ? _("Being sent…") : _("Being compared with the office…"),
    offline: _("No network."), login: _("Your session has ended. Log in, and everything is sent."),
    other: _("Somebody else is logged in. Log in again yourself, and your things are sent."),
    trouble: _("The office could not take it now. Nothing is lost."),
    idle: waiting.length ? _("There is network.") : asked ? _("The office has answered.") : _("The office has everything."),
  };
  const login = mood === "login" || mood === "other";
  return h("div", { class: "stack snug" },
    h("div", { class: "line" },
      h("p", { role: "status" }, h("b", null, words[mood])),
      login ? h("a", { class: "btn main", href: "/login?next=/recorder%23/outbox" }, _("Log in"))
        : h("button", { class: "btn", type: "button", id: "send", disabled: mood === "busy", on: { click: run } },
          waiting.length ? _("Send now") : _("Compare"))),
    bytes > 0 && h("p", null, ngettext("%(num)s thing waits to be sent", "%(num)s things wait to be sent", waiting.length),
      ", ", size(bytes)),
    since && mood !== "idle" && h("p", { class: "soft" }, since), next && h("p", { class: "soft" }, next),
    store.isFull && note("bad", _("This phone is full: the last entries are only in its memory."),
      h("p", null, _("Do not close this page. Save the meetings in a file, or make room on the phone.")),
      h("button", { class: "btn", type: "button", id: "keep", on: { click: () => keepUnkept(store).catch(() => {}) } },
        _("Try again to keep them"))));
}

/**
 * Name an item: the group, and what it is.
 * @param {Item} item
 * @param {any} pack
 */
function what(item, pack) {
  const { kind, body } = item.kind === "file" ? JSON.parse(item.body) : item;
  const document = JSON.parse(body);
  const group = h("span", { translate: "no" }, pack ? pack.group.name : item.group || `№ ${item.group_id}`);
  if (kind === "meeting") return [group, ", ", _("meeting %(n)s", { n: document.meeting })];
  if (kind === "member") return [group, ", ", _("member"), document.name && [" ", h("span", { translate: "no" }, document.name)]];
  if (kind === "course_session") return [_("Session %(n)s", { n: document.session }), document.topic && [", ", h("span", { translate: "no" }, document.topic)]];
  return [group];
}

/** @param {Item} item */
function heldOn(item) {
  const { kind, body } = item.kind === "file" ? JSON.parse(item.body) : item;
  return kind !== "member" ? _("Held on %(day)s", { day: day(JSON.parse(body).held_on) }) : _("Written on this phone");
}

/**
 * @param {Item} item
 * @param {any} pack
 * @param {App} app
 */
function waits(item, pack, { clock }) {
  return h("li", { class: "card stack snug" }, chip("cloud-waiting", _("Waits for the network")),
    h("h2", null, what(item, pack)),
    h("p", { class: "soft" }, heldOn(item), " · ", _("waits for %(age)s", { age: age(clock.now() - item.locked_at) }), " · ", size(item.bytes)),
    brought(item));
}

/** @param {Item} item */
function brought({ kind }) {
  return kind === "file" && h("p", { class: "soft" }, _("Taken in from a file"));
}

/** @param {any} pack @returns {Ground} */
function groundOf(pack) {
  /** @type {Record<string, string>} */
  const names = {};
  for (const person of pack ? [...pack.members, ...(pack.departed || [])] : []) {
    names[person.member] = `${person.passbook_number} ${person.name}`;
  }
  return { currency: pack ? pack.group.currency : "", names };
}

/**
 * @param {any[]} problems
 * @param {any} pack
 */
function problemList(problems, pack) {
  const ground = groundOf(pack);
  /** @type {Record<string, string>} */
  const refusals = {
    not_found: _("This group is not in your list. Ask the programme officer to put it there, then send again."),
    not_allowed: _("This is not for your role. Give it as a file to the facilitator of the group."),
  };
  return h("div", { class: "note bad" }, sign("minus"), h("ul", { class: "stack snug" },
    problems.map(([, code, values]) => h("li", null, refusals[code] || codeText(code, values, ground)))));
}

/**
 * @param {Draft} draft
 * @param {any} pack
 */
function refusedDraft(draft, pack) {
  const { document, group_id, uuid, problems } = draft;
  return h("li", { class: "card stack snug" }, chip("warning", _("To correct"), "bad"),
    h("h2", null, h("span", { translate: "no" }, pack ? pack.group.name : `№ ${group_id}`), ", ", _("meeting %(n)s", { n: document.meeting })),
    h("p", { class: "soft" }, _("Held on %(day)s", { day: day(document.held_on) })),
    problemList(problems, pack),
    h("a", { class: "btn main full", href: `#/g/${group_id}/${uuid}` }, _("Open and correct"), sign("next")));
}

/**
 * @param {Item} item
 * @param {any} pack
 * @param {App} app
 */
function refused(item, pack, app) {
  const { store, sync } = app;
  const fields = item.kind === "member" && mend(item, groundOf(pack), app);
  const again = async () => {
    await store.putItem({ ...item, state: "waiting", problems: [] });
    if (sync) await sync.wake();
  };
  return h("li", { class: "card stack snug" }, chip("warning", _("Not taken by the office"), "bad"),
    h("h2", null, what(item, pack)), brought(item), fields || problemList(item.problems || [], pack),
    // Whoever made it has it still.
    item.kind === "file" && h("button", { class: "btn full", type: "button", id: `leave-${item.seq}`, on: { click: () => store.dropItem(item.seq || 0) } },
      _("Do not keep it")),
    !fields && h("button", { class: "btn full", type: "button", id: `again-${item.seq}`, on: { click: again } }, _("Send again")));
}

/**
 * Say what became of something that is done with; of two versions, which one counts.
 * @param {Item} item
 * @param {any} pack
 */
function came(item, pack) {
  const { answer, group_id, uuid } = item;
  if (!answer || answer.settled !== "book_stands") {
    return h("li", { class: "line" }, chip("cloud-sent", _("Sent"), "good"), h("p", { class: "soft end" }, what(item, pack)));
  }
  return h("li", { class: "card stack snug" }, chip("versions", _("The book stands as it was")), h("h2", null, what(item, pack)),
    h("a", { href: `/contested/${group_id}/${uuid}` }, _("See who settled it, and why")));
}

/**
 * Say why the office keeps something until a person decides.
 * @param {any[]} problem
 * @param {any} pack
 */
function reasonOf([, code, values], pack) {
  return code === "cycle_not_open" ? _("Cycle %(cycle)s was shared out before this came.", values)
    : codeText(code, values, groundOf(pack));
}

/**
 * @param {Item} item
 * @param {any} pack
 */
function contested(item, pack) {
  const problems = (item.answer && item.answer.problems) || [];
  const two = problems.every((/** @type {any[]} */ [, code]) => TWO_VERSIONS.includes(code));
  return h("li", { class: "card stack snug" }, chip("versions", two ? _("Two versions") : _("Kept for the officer"), "warn"),
    h("h2", null, what(item, pack)), h("p", { class: "soft" }, heldOn(item)),
    !two && note("warn", reasonOf(problems[0], pack)),
    h("p", null, two ? _("Both are kept. The programme officer chooses with the group.")
      : _("The office keeps it. The programme officer decides with the group what becomes of it.")),
    h("a", { class: "btn full", href: `/contested/${item.group_id}/${item.uuid}` }, two ? _("Compare line by line") : _("Look at it")));
}
