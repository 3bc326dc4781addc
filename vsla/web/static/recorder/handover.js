/** Two cards of the outbox: hand what waits over as a file, and take a file in. */

import { fill, h, note, sign } from "./dom.js";
import { fileName, handOver, makeFile, readDraft, readFile, takeIn, takeInDraft } from "./files.js";
import { _, ngettext } from "./texts.js";

/** What was said last in each card, and when: the page is drawn anew under it. @type {Map<string, {what: Node, at: number}>} */
const last = new Map();
const LONG = 30000;

/**
 * Make the place in which a card says what came of a touch.
 * @param {string} id
 */
function told(id) {
  const { what, at } = last.get(id) || { what: null, at: 0 };
  return h("div", { role: "status", id }, Date.now() - at < LONG && what);
}

/**
 * Say something where it can be seen, in the place of what was said before.
 * @param {string} id
 * @param {Node} what
 */
function tell(id, what) {
  last.set(id, { what, at: Date.now() });
  const place = document.getElementById(id);
  if (!place) return;
  fill(place, what);
  place.scrollIntoView({ block: "center" });
}

/**
 * @param {import("./store.js").Item[]} items
 * @param {import("./main.js").App} app
 */
export function handOverCard(items, { store, user, clock }) {
  const save = async () => {
    const me = await store.meta("me");
    if (!me || !me.file_key) {
      tell("saved", note("warn", _("This phone has no key to sign with yet. Open the recorder once with network.")));
      return;
    }
    const names = new Map((await store.packs()).map(({ group_id, pack }) => [group_id, pack.group.name]));
    const named = items.map((item) => ({ ...item, group: names.get(item.group_id) || item.group }));
    const text = await makeFile(named, user, me.file_key, clock.now());
    const done = await handOver(text, fileName(clock.today(), items.length));
    if (done === "saved") tell("saved", note("done", _("The file is among the downloads of this phone.")));
  };
  return h("section", { class: "stack snug", "aria-labelledby": "hand-over" },
    h("h2", { id: "hand-over" }, _("No network for long?")),
    h("p", null, _("Give what waits as a file to a colleague who goes to town. Sent twice, it counts once.")),
    h("button", { class: "btn full", type: "button", id: "save-file", on: { click: save } }, sign("file"),
      ngettext("Put %(num)s thing into a file", "Put %(num)s things into a file", items.length)),
    told("saved"));
}

/** @param {import("./main.js").App} app */
export function takeInCard({ store, sync, clock }) {
  const input = /** @type {HTMLInputElement} */ (h("input", { class: "vh", type: "file", id: "take-in", accept: ".txt,.json,text/plain,application/json" }));
  input.addEventListener("change", async () => {
    const [file] = [...(input.files || [])];
    if (!file) return;
    const text = await file.text();
    input.value = "";
    const draft = readDraft(text);
    if (draft) {
      tell("taken", takenDraft(await takeInDraft(store, draft).catch(() => "full"), draft));
      return;
    }
    const read = await readFile(text);
    if (read === "unreadable") {
      tell("taken", note("bad", _("This is not a file of the recorder."), h("p", null, _("Choose the file that a colleague saved in the outbox."))));
    } else if (read === "damaged") {
      tell("taken", note("bad", _("This file was changed or damaged on the way."), h("p", null, _("Ask for it once more. Nothing was taken in."))));
    } else {
      const taken = await takeIn(store, read, clock.now());
      tell("taken", note("done", taken ? ngettext("%(num)s thing taken in. It waits to be sent.", "%(num)s things taken in. They wait to be sent.", taken)
        : _("All of this is on the phone already.")));
      if (taken && sync) sync.wake();
    }
  });
  return h("section", { class: "stack snug", "aria-labelledby": "take-in-title" },
    h("h2", { id: "take-in-title" }, _("Take in a file")),
    input, h("label", { class: "btn full", for: "take-in" }, sign("file"), _("Choose the file of a colleague")), told("taken"));
}

/**
 * Say what became of a meeting that is not finished.
 * @param {string} done
 * @param {import("./store.js").Draft} draft
 */
function takenDraft(done, { group_id, uuid, document }) {
  if (done === "strange") return note("bad", _("This group is not on the phone yet."), h("p", null, _("No group is on this phone yet. Open this page where there is network.")));
  if (done === "full") return note("bad", _("This phone is full: the last entries are only in its memory."));
  const go = h("p", null, h("a", { class: "btn full", href: `#/g/${group_id}/${uuid}` }, _("Go on with meeting %(n)s", { n: document.meeting }), sign("next")));
  return done === "taken" ? note("done", _("The meeting is on this phone and not finished."), go) : note("done", _("All of this is on the phone already."), go);
}
