/** The frame of the recorder's own pages: cover, page, and the bar at the bottom. */

import { fill, h, sign } from "./dom.js";
import { _ } from "./i18n.js";
import { isHigh, setHigh } from "./contrast.js";

/**
 * Draw a page.
 * @param {Element} root
 * @param {any} app
 * @param {{title: string, line?: string, here: string, waiting?: number}} cover
 * @param {...any} content
 */
export function page(root, app, { title, line, here, waiting = 0 }, ...content) {
  document.title = `${title} · VSLA`;
  fill(
    root,
    h("header", { class: "top" }, h("div", { class: "line" },
      h("div", null, h("h1", null, title), line && h("p", { translate: "no" }, line)), network(app), sun())),
    h("main", { id: "main", class: "page stack" }, content),
    bar(here, waiting),
  );
}

/** @param {any} app */
function network(app) {
  const offline = !navigator.onLine || (app.sync && app.sync.mood === "offline");
  return offline ? sign("no-network", { label: _("No network: everything stays on the phone") }) : null;
}

/** The switch for reading in the sun. */
export function sun() {
  const button = h("button", {
    class: "btn plain icon", type: "button", "aria-pressed": String(isHigh()),
    on: { click: () => button.setAttribute("aria-pressed", String(setHigh(!isHigh()))) },
  }, sign("sun", { label: _("High contrast") }));
  return button;
}

/**
 * @param {string} here
 * @param {number} waiting
 */
function bar(here, waiting) {
  const items = [
    ["#/", "home", _("Groups")],
    ["#/outbox", "cloud-waiting", waiting ? `${_("To send")} · ${waiting}` : _("To send")],
  ];
  return h("nav", { class: "bar", "aria-label": _("Main, at the bottom") }, items.map(([href, name, text]) =>
    h("a", { href, "aria-current": href === here ? "page" : null }, sign(name), text)));
}
