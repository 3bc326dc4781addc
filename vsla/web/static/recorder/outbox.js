/** What waits to be sent, since when, and what became of the rest. */

import { chip, h } from "./dom.js";
import { age, size } from "./format.js";
import { page } from "./frame.js";
import { _ } from "./i18n.js";

/**
 * @param {Element} root
 * @param {{}} _params
 * @param {any} app
 */
export async function show(root, _params, app) {
  const items = await app.store.outbox();
  const waiting = items.filter((/** @type {any} */ item) => item.state !== "sent");
  page(root, app, { title: _("To send"), line: _("Nothing is lost: everything is on this phone."), here: "#/outbox", waiting: waiting.length },
    h("ul", { class: "stack" }, items.map((/** @type {any} */ item) => h("li", { class: "card stack snug" },
      chip("cloud-waiting", _("Waits for the network")),
      h("p", { class: "soft" }, _("waits for %(age)s", { age: age(Date.now() - item.locked_at) }), " · ", size(item.bytes))))));
}
