/** Everything about this phone: the language, who records, what is kept, which version runs. */

import { fill, h, note, sign } from "./dom.js";
import { size } from "./format.js";
import { page } from "./frame.js";
import { keepOffline } from "./offline.js";
import { _, language, LANGUAGES, setLanguage } from "./texts.js";
import { people } from "./people.js";

/** @typedef {import("./main.js").App} App */

/**
 * @param {Element} root
 * @param {{}} _params
 * @param {App} app
 */
export async function show(root, _params, app) {
  const [items, drafts, kept] = await Promise.all([app.store.outbox(), app.store.drafts(), room()]);
  const waiting = items.filter((item) => item.state !== "sent").length
    + drafts.filter((draft) => draft.problems.length > 0).length;
  const others = people().filter((person) => person.user_id !== app.user.user_id);
  page(root, app, { title: _("More"), line: app.user.name, here: "#/more", waiting, data: true },
    await newVersion(),
    section("language", _("Language"), h("div", { class: "stack snug" }, Object.entries(LANGUAGES).map(([code, name]) =>
      h("button", {
        class: code === language() ? "btn main full" : "btn full", type: "button", id: `language-${code}`, lang: code,
        translate: "no", "aria-pressed": String(code === language()), on: { click: () => speak(code, app) },
      }, name))), h("div", { id: "told-language" })),
    section("who", _("Who records on this phone"),
      h("p", null, _("Now:"), " ", h("b", { translate: "no" }, app.user.name)),
      others.length > 0 && h("ul", { class: "stack snug" }, others.map((person) => h("li", null,
        h("button", { class: "btn full", type: "button", on: { click: () => app.become(person).then(() => app.go("#/")) } },
          h("span", { translate: "no" }, person.name), sign("next"))))),
      h("p", { class: "soft" }, _("What each person records is kept apart, and stays on this phone until the office has it.")),
      h("a", { class: "btn full", href: "/" }, sign("home"), _("Pages of the office")),
      h("a", { class: "btn full", href: "#/leave" }, sign("key"), _("Log out"))),
    section("kept", _("What this phone keeps"),
      kept.persisted
        ? h("p", null, sign("check", { tone: "good" }), " ", _("This phone has promised to keep the recorder's work."))
        : h("p", null, sign("warning", { tone: "warn" }), " ", _("This phone may clear away what is kept when it runs short of room. Put the recorder on the home screen (menu of the browser, \"Install\"), and it stays.")),
      kept.used > 0 && h("p", { class: "soft" }, _("Used: %(used)s", { used: size(kept.used) }))),
    h("p", { class: "soft" }, _("Version %(version)s", { version: new URL(".", import.meta.url).pathname.split("/")[2] })));
}

/**
 * @param {string} id
 * @param {string} title
 * @param {...any} content
 */
function section(id, title, ...content) {
  return h("section", { class: "card stack snug", "aria-labelledby": id }, h("h2", { id }, title), content);
}

/**
 * @param {string} code
 * @param {App} app
 */
async function speak(code, app) {
  try {
    await setLanguage(code, { keep: true });
    keepOffline(app.user.role).catch(() => {});
    app.draw();
  } catch (error) {
    const told = document.getElementById("told-language");
    if (told) fill(told, note("warn", _("This language needs the network once."), h("p", null, _("After that it works without."))));
  }
}

/** Ask how safe and how full the phone's room is. */
async function room() {
  const { storage } = navigator;
  if (!storage || !storage.persisted) return { persisted: false, used: 0 };
  const [persisted, { usage = 0 }] = await Promise.all([storage.persisted(), storage.estimate()]);
  return { persisted, used: usage };
}

/** Offer a new version that has arrived whole and waits for this one to be closed. */
async function newVersion() {
  const registration = "serviceWorker" in navigator ? await navigator.serviceWorker.getRegistration("/") : null;
  if (!registration || !registration.waiting) return null;
  return note("info", _("A new version of the recorder is on this phone."),
    h("p", null, _("It begins when all pages of the recorder are closed and opened again.")));
}
