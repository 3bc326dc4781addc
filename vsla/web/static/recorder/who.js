/** Who records: asked where the phone does not know, or after somebody has logged out. */

import { fill, h, note, sign } from "./dom.js";
import { _, ngettext } from "./texts.js";
import { openStore } from "./store.js";

/**
 * Let one be chosen of those who recorded on this phone; where it knows nobody, log in.
 * @param {HTMLElement} root
 * @param {{status: number | null}} answer of the server that was asked who is logged in
 * @param {{become: (person: any) => Promise<void>, people: import("./people.js").Person[]}} app
 */
export async function show(root, { status }, { become, people }) {
  if (status === 401 && people.length === 0) {
    location.replace("/login?next=/recorder");
    return;
  }
  const waiting = await Promise.all(people.map(waitingOf));
  root.className = "app";
  fill(root,
    h("header", { class: "top" }, h("h1", null, people.length ? _("Who records?") : _("The recorder"))),
    h("main", { id: "main", class: "page stack" },
      people.length === 0 && note("warn", _("This phone knows nobody yet."),
        h("p", null, _("The first time needs the network: go where there is some, and log in."))),
      h("ul", { class: "stack" }, people.map((person, at) => h("li", null,
        h("button", { class: "btn full", type: "button", on: { click: () => become(person) } },
          h("span", { translate: "no" }, person.name),
          waiting[at] > 0 && h("span", { class: "soft" }, ngettext("%(num)s waits", "%(num)s wait", waiting[at])),
          sign("next"))))),
      h("p", null, h("a", { href: "/login?next=/recorder" }, _("Log in as somebody else")))));
}

/** @param {import("./people.js").Person} person */
async function waitingOf(person) {
  const items = await (await openStore(`vsla-u${person.user_id}`)).outbox();
  return items.filter((item) => item.state !== "sent").length;
}
