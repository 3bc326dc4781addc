/** Open the recorder: who records, in which language, and which page the address asks for. */

import { ask as askServer } from "./api.js";
import { Clock } from "./clock.js";
import { recallContrast } from "./contrast.js";
import { fill, h, note } from "./dom.js";
import * as home from "./home.js";
import { _, beginTexts, firstLanguage, loadAllTexts, setLanguage, speakAnother } from "./texts.js";
import { lastPerson, people, setPerson } from "./people.js";
import { keepOffline } from "./offline.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";

/**
 * @typedef {{store: import("./store.js").Store, user: import("./people.js").Person,
 *   clock: Clock, sync: import("./sync.js").Sync | null, practice: boolean, base?: string, late: typeof late,
 *   go: (hash: string) => void, become: (person: any) => Promise<void>, draw: () => void, met: Promise<void>}} App
 *   `sync` is null until its module is here; `draw` draws the page again; `met` comes when phone and
 *   office were compared for the first time, or could not be
 */

const root = /** @type {HTMLElement} */ (document.getElementById("root"));
/** @type {App | null} */
let app = null;
/** @type {any} */
let dressed = null;
/** Whether a page is shown that is drawn again when something changes behind it; work draws itself. */
let follows = false;

/** Pages by their address; all but the first are fetched when one is opened.
 * @type {[RegExp, (found: RegExpExecArray) => Promise<any>][]} */
const ROUTES = [
  [/^$/, () => own(home)],
  [/^outbox$/, () => own(late(import("./outbox.js")))],
  [/^c\/\d+$/, () => work(late(import("./courses/session.js")), {}, {})],
  [/^more$/, () => own(late(import("./more.js")))],
  [/^leave$/, () => own(late(import("./leave.js")))],
  [/^(g\/(\d+)(?:\/([0-9a-f-]{36}))?)(?:\/([a-z-]+))?$/, ([, base, id, uuid, step]) =>
    work(late(import("./meeting/start.js")), { groupId: Number(id), uuid, step }, { base: `#/${base}` })],
  [/^practice(?:\/([a-z-]+))?$/, ([, step]) =>
    work(late(import("./meeting/practice.js")), { step }, { base: "#/practice", practice: true })],
];

/**
 * Wait for a module, and for the texts and rules that only the first screen does without.
 * @template M
 * @param {Promise<M>} module
 * @returns {Promise<M>}
 */
async function late(module) {
  const [loaded] = await Promise.all([module, loadAllTexts(app ? app.user.role : ""), dress()]);
  return loaded;
}

/** Load the whole stylesheet once. */
function dress() {
  dressed = dressed || document.querySelector('link[href$="/recorder.css"]') || new Promise((resolve, reject) => {
    const href = new URL("recorder.css", import.meta.url).href;
    document.head.append(h("link", { rel: "stylesheet", href, on: { load: resolve, error: reject } }));
  });
  return dressed;
}

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
 * @param {any} module
 */
async function own(module) {
  const page = await module;
  root.className = "app";
  follows = true;
  await page.show(root, {}, app);
}

/**
 * Show a page with work on it, such as a step of a meeting: what changes behind it does not draw it
 * again, or what is being typed would be lost.
 * @param {Promise<any>} module
 * @param {Record<string, any>} params
 * @param {Record<string, any>} more of the application, for this page
 */
async function work(module, params, more) {
  follows = false;
  cancelAnimationFrame(drawing);
  const page = await module;
  root.className = "rec";
  await page.show(root, params, { ...app, ...more });
}

/** @param {{user_id: number}} person */
const storeOf = ({ user_id }) => `vsla-u${user_id}`;

/**
 * Let a person record from now on; whatever others keep on this phone stays theirs.
 * @param {any} person
 * @param {any} [me] what the server has just said of her
 */
async function become(person, me = null) {
  setPerson(person);
  const store = await openStore(storeOf(person));
  const clock = await Clock.open(store);
  /** @type {() => void} */
  let meet = () => {};
  const met = new Promise((/** @type {(_: void) => void} */ resolve) => {
    meet = resolve;
  });
  app = { store, user: person, clock, sync: null, practice: false, go, late, become, draw, met };
  store.onChange(redraw);
  await draw();
  // Nobody waits for the disk to open the recorder.
  clock.remember();
  await connect(app, me).finally(meet);
}

/**
 * Begin to send and to fetch.
 * @param {App} opened
 * @param {any} me
 */
async function connect(opened, me) {
  const sync = new Sync(opened.store, opened.user, opened.clock, another);
  sync.told = me;
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
function another(me) {
  if (root.className === "app") become(me).catch(tell);
}

let drawing = 0;

function redraw() {
  if (!follows) return;
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(draw);
}

/**
 * Begin to load what `late` waits for; it tells what goes wrong.
 * @param {string} code of the language
 * @param {string} [role]
 */
function begin(code, role) {
  import("./meeting/start.js").catch(() => {});
  beginTexts(code, role);
}

async function open() {
  recallContrast();
  const last = lastPerson();
  const code = firstLanguage(last && last.language);
  if (last) {
    // What a meeting needs beside the first screen comes while that is on its way.
    if (location.hash.length > 2) begin(code, last.role);
    openStore(storeOf(last)).catch(() => {});
  }
  await setLanguage(code).catch((error) => speakAnother(error, last && last.role));
  window.addEventListener("hashchange", turn);
  window.addEventListener("online", () => app && app.sync && app.sync.wake());
  window.addEventListener("offline", redraw);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && app && app.sync) app.sync.wake();
  });
  if (last) await become(last);
  else await ask();
}

/** Take whoever is logged in; else let one be chosen of those who recorded on this phone. */
async function ask() {
  const answer = await askServer("/api/me", { wait: 20000 }).catch(() => null);
  if (answer && answer.status === 200) {
    const me = JSON.parse(answer.text);
    // What is kept for the bush is the language in which the recorder opens there.
    await setLanguage(firstLanguage(me.language));
    await become(me, me);
  }
  else await (await late(import("./who.js"))).show(root, { status: answer && answer.status }, { become, people: people() });
}

open().catch(tell).then(() => keepOffline(app ? app.user.role : "")).catch(console.error);
