/** Open the recorder: who records, in which language, and which page the address asks for. */

import { ask, OfflineError } from "./api.js";
import { recallContrast } from "./contrast.js";
import { fill, h, note } from "./dom.js";
import * as home from "./home.js";
import { _, firstLanguage, loadAllTexts, setLanguage } from "./i18n.js";
import { lastPerson, setPerson } from "./people.js";
import { openStore } from "./store.js";
import { Sync } from "./sync.js";

/** @typedef {{store: any, user: any, practice: boolean, base?: string, go: (hash: string) => void, sync: any}} App */

const root = /** @type {Element} */ (document.getElementById("root"));
/** @type {App | null} */
let app = null;

/** Pages by their address; those of a meeting are fetched when one is opened.
 * @type {[RegExp, (found: RegExpExecArray) => Promise<any>][]} */
const ROUTES = [
  [/^$/, () => own(home)],
  [/^outbox$/, async () => own(await import("./outbox.js"))],
  [/^(g\/(\d+)(?:\/([0-9a-f-]{36}))?)(?:\/([a-z-]+))?$/, ([, base, id, uuid, step]) =>
    meeting({ groupId: Number(id), uuid, step }, { base: `#/${base}` })],
  [/^practice(?:\/([a-z-]+))?$/, ([, step]) => practice(step)],
];

/** @param {string} hash */
function go(hash) {
  if (location.hash === hash) show();
  else location.hash = hash;
}

async function show() {
  if (!app) return;
  const asked = location.hash.replace(/^#\/?/, "");
  const [pattern, open] = ROUTES.find(([each]) => each.test(asked)) || ROUTES[0];
  try {
    await open(/** @type {RegExpExecArray} */ (pattern.exec(asked) || [""]));
  } catch (error) {
    console.error(error);
    root.className = "app";
    fill(root, h("main", { id: "main", class: "page stack" },
      h("h1", null, _("This page cannot be shown")),
      note("bad", _("Nothing is lost: everything is on this phone."),
        h("p", null, _("Load the recorder again; where it stays like this, load it once with network."))),
      h("p", null, h("a", { class: "btn", href: "/recorder" }, _("Load again")))));
  }
}

/**
 * Show a page of the recorder itself.
 * @param {any} page
 */
function own(page) {
  root.className = "app";
  return page.show(root, {}, app);
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
  const [{ ensurePractice }, store] = await Promise.all([import("./meeting/practice.js"), openStore("vsla-practice")]);
  const groupId = await ensurePractice(store);
  await meeting({ groupId, step }, { base: "#/practice", store, practice: true });
}

/** Find out who records: whoever is logged in, and offline whoever was last. */
async function findPerson() {
  const last = lastPerson();
  if (last) return last;
  const answer = await ask("/api/me");
  return answer.status === 200 ? JSON.parse(answer.text) : null;
}

async function open() {
  recallContrast();
  await setLanguage(firstLanguage((lastPerson() || {}).language));
  let user = null;
  try {
    user = await findPerson();
  } catch (error) {
    if (!(error instanceof OfflineError)) throw error;
  }
  if (!user) {
    location.href = "/login?next=/recorder";
    return;
  }
  setPerson(user);
  const store = await openStore(`vsla-u${user.user_id}`);
  app = { store, user, practice: false, go, sync: new Sync(store, user) };
  app.sync.onChange(refresh);
  store.onChange(refresh);
  window.addEventListener("hashchange", show);
  window.addEventListener("online", () => app && app.sync.run());
  await show();
  app.sync.run();
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(console.error);
}

/** Draw pages that show what changes behind them; a meeting draws itself. */
function refresh() {
  if (root.className === "app") show();
}

open();
