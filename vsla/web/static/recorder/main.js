/** Open the recorder: who records, in which language, and which page the address asks for. */

import { Clock } from "./clock.js";
import { recallContrast } from "./contrast.js";
import { fill, h, note } from "./dom.js";
import * as home from "./home.js";
import { _, firstLanguage, loadAllTexts, setLanguage } from "./i18n.js";
import { lastPerson, people, setPerson } from "./people.js";
import { openStore } from "./store.js";

/**
 * @typedef {{store: import("./store.js").Store, user: import("./people.js").Person,
 *   clock: Clock, sync: import("./sync.js").Sync | null, practice: boolean, base?: string,
 *   go: (hash: string) => void, become: (person: any) => Promise<void>, draw: () => void}} App
 *   `sync` is null until its module is here; `draw` draws the page again
 */

const root = /** @type {HTMLElement} */ (document.getElementById("root"));
/** @type {App | null} */
let app = null;

/** Pages by their address; those of a meeting are fetched when one is opened.
 * @type {[RegExp, (found: RegExpExecArray) => Promise<any>][]} */
const ROUTES = [
  [/^$/, () => own(home)],
  [/^outbox$/, async () => own(await import("./outbox.js"), true)],
  [/^more$/, async () => own(await import("./more.js"))],
  [/^(g\/(\d+)(?:\/([0-9a-f-]{36}))?)(?:\/([a-z-]+))?$/, ([, base, id, uuid, step]) =>
    meeting({ groupId: Number(id), uuid, step }, { base: `#/${base}` })],
  [/^practice(?:\/([a-z-]+))?$/, ([, step]) => practice(step)],
];

/** @param {string} hash */
function go(hash) {
  if (location.hash === hash) draw();
  else location.hash = hash;
}

/** Open another page at its beginning, for the eye and for the reader of the screen. */
async function turn() {
  window.scrollTo(0, 0);
  await draw();
  const main = document.getElementById("main");
  if (!main || root.className !== "app") return;
  main.tabIndex = -1;
  main.focus();
}

async function draw() {
  if (!app) return;
  const asked = location.hash.replace(/^#\/?/, "");
  const [pattern, open] = ROUTES.find(([each]) => each.test(asked)) || ROUTES[0];
  try {
    await open(/** @type {RegExpExecArray} */ (pattern.exec(asked) || [""]));
  } catch (error) {
    tell(error);
  }
}

/**
 * Say that a page could not be shown, and that nothing is lost by it.
 * @param {unknown} error
 */
function tell(error) {
  console.error(error);
  root.className = "app";
  fill(root, h("main", { id: "main", class: "page stack" },
    h("h1", null, _("This page cannot be shown")),
    note("bad", _("Nothing is lost: everything is on this phone."),
      h("p", null, _("Load the recorder again; where it stays like this, load it once with network."))),
    h("p", null, h("a", { class: "btn", href: "/recorder" }, _("Load again")))));
}

/**
 * Show a page of the recorder itself.
 * @param {any} page
 * @param {boolean} [wordy] it says codes and choices
 */
async function own(page, wordy) {
  if (wordy) await loadAllTexts();
  root.className = "app";
  await page.show(root, {}, app);
}

/**
 * Show a step of a meeting.
 * @param {Record<string, any>} params
 * @param {Record<string, any>} more of the application, for this meeting
 */
async function meeting(params, more) {
  const [start] = await Promise.all([import("./meeting/start.js"), loadAllTexts()]);
  root.className = "rec";
  await start.show(root, params, { ...app, ...more });
}

/** @param {string} step */
async function practice(step) {
  const [page] = await Promise.all([import("./meeting/practice.js"), loadAllTexts()]);
  root.className = "rec";
  await page.show(root, { step }, { ...app, practice: true, base: "#/practice" });
}

/**
 * Let a person record from now on; whatever others keep on this phone stays theirs.
 * @param {any} person
 */
async function become(person) {
  setPerson(person);
  const store = await openStore(`vsla-u${person.user_id}`);
  const clock = await Clock.open(store);
  app = { store, user: person, clock, sync: null, practice: false, go, become, draw };
  store.onChange(redraw);
  await draw();
  await connect(app);
}

/**
 * Begin to send and to fetch.
 * @param {App} opened
 */
async function connect(opened) {
  const { Sync } = await import("./sync.js");
  const sync = new Sync(opened.store, opened.user, opened.clock, meet);
  opened.sync = sync;
  sync.onChange(redraw);
  await sync.wake();
  // A phone short of room may forget what is not marked as worth keeping.
  if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
}

/**
 * Somebody else is logged in: her recorder is opened, unless a meeting is in hand.
 * @param {any} me
 */
function meet(me) {
  if (root.className === "app") become(me).catch(tell);
}

let drawing = 0;

/** Draw pages that show what changes behind them; a meeting draws itself. */
function redraw() {
  if (root.className !== "app") return;
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(draw);
}

async function open() {
  recallContrast();
  const last = lastPerson();
  await setLanguage(firstLanguage(last && last.language));
  window.addEventListener("hashchange", turn);
  window.addEventListener("online", () => app && app.sync && app.sync.wake());
  window.addEventListener("offline", redraw);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && app && app.sync) app.sync.wake();
  });
  if (last) await become(last);
  else await (await import("./who.js")).show(root, {}, { become, people: people() });
}

open().catch(tell).then(() => {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(console.error);
});
