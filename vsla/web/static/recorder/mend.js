/** Put right what the office refused of a member, at its place, and send it again. */

import { codeText } from "./codes.js";
import { h, sign } from "./dom.js";
import { bytesOf } from "./store.js";
import { _ } from "./texts.js";

/** @typedef {import("./store.js").Item} Item */

/** Fields of a member that the office may refuse, and how each is written. */
const KINDS = /** @type {Record<string, string>} */ ({ name: "text", birth_year: "number", passbook_number: "number", joined_on: "date" });

/**
 * Give a field for each place that was refused, and a button that sends the member again.
 * @param {Item} item
 * @param {any} ground of the group, for what the codes say
 * @param {import("./main.js").App} app
 */
export function mend(item, ground, { store, sync }) {
  const change = JSON.parse(item.body);
  /** @type {Record<string, string>} */
  const labels = { name: _("Name"), birth_year: _("Year of birth"), passbook_number: _("Passbook number"), joined_on: _("Joined on") };
  const fields = (item.problems || []).filter(([path]) => path in KINDS).map(([path, code, values]) => {
    const id = `mend-${item.seq}-${path}`;
    const write = (/** @type {any} */ event) => {
      const { value } = event.target;
      change[path] = KINDS[path] === "number" && value ? Number(value) : value;
    };
    const input = h("input", { type: KINDS[path], id, value: change[path] || "", "aria-invalid": "true", "aria-describedby": `${id}-why`, on: { input: write } });
    return h("div", { class: "field" }, h("label", { for: id }, labels[path]), input,
      h("div", { class: "err lead", id: `${id}-why` }, sign("warning"),
        h("p", null, path === "birth_year" ? _("Write the year of birth with four digits, such as 1985.") : codeText(code, values, ground))));
  });
  const again = async () => {
    const body = JSON.stringify(change);
    await store.putItem({ ...item, body, bytes: bytesOf(body), state: "waiting", problems: [] });
    if (sync) await sync.wake();
  };
  return fields.length > 0 && [fields,
    h("button", { class: "btn main full", type: "button", id: `mend-${item.seq}`, on: { click: again } }, _("Keep and send again"))];
}
