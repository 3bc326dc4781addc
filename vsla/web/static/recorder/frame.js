/** The frame of the recorder's own pages: cover, page, and the bar at the bottom. */

import { isHigh, setHigh } from "./contrast.js";
import { fill, h, sign } from "./dom.js";
import { _ } from "./texts.js";

/**
 * Draw a page.
 * @param {Element} root
 * @param {import("./main.js").App} app
 * @param {{title: string, line: string, here: string, waiting: number, data?: boolean, demo?: boolean}} cover
 *   `data`: the line is a name, not a text; `demo`: what is shown was invented
 * @param {...any} content
 */
export function page(root, app, { title, line, here, waiting, data, demo }, ...content) {
  document.title = `${title} · VSLA`;
  const at = window.scrollY;
  const focused = document.activeElement && document.activeElement.id;
  fill(root,
    h("header", { class: "top" }, demo && h("p", { class: "example" }, _("Demonstration: invented names and amounts")),
      h("div", { class: "lead-3" },
      h("div", null, h("h1", null, title), h("p", { translate: data ? "no" : null }, line)), network(app), sun())),
    h("main", { id: "main", class: "page stack" }, content),
    bar(here, waiting));
  // Whoever reads or stands on a button stays there when the page is drawn again.
  window.scrollTo(0, at);
  const again = focused && document.getElementById(focused);
  if (again) again.focus();
}

/** @param {import("./main.js").App} app */
function network({ sync }) {
  const offline = !navigator.onLine || (sync && sync.mood === "offline");
  return offline ? sign("no-network", { label: _("No network: everything stays on the phone") }) : h("span");
}

/** The switch for reading in the sun. */
export function sun() {
  const button = h("button", {
    class: "btn plain icon", type: "button", id: "sun", "aria-pressed": String(isHigh()),
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
    ["#/outbox", "cloud-waiting", waiting ? `${_("Outbox")}\u00a0·\u00a0${waiting}` : _("Outbox")],
    ["#/practice", "course", _("Practise")],
    ["#/more", "rules", _("More")],
  ];
  return h("nav", { class: "bar", "aria-label": _("Main, at the bottom") }, items.map(([href, name, text]) =>
    h("a", { href, "aria-current": href === here ? "page" : null }, sign(name), text)));
}
