/** Locked meetings as a file: readable, with a checksum, signed by the key the office gave. */

import { device } from "./people.js";
import { newItem, orInMemory } from "./store.js";

/**
 * @typedef {{kind: string, group_id: number, uuid: string, body: string, signature: string,
 *   group?: string}} Signed `group`: its name, for phones that do not know it; nothing hangs on it
 * @typedef {{vsla_file: 1, items: Signed[], made_by: {user_id: number, name: string}, made_at: string,
 *   key_id: string, checksum: string}} HandOver
 * @typedef {{key_id: string, key: string}} FileKey
 */

const ITEMS_MAX = 500;
const BYTES_MAX = 2000000;
const TYPE = "text/plain";

/** @param {ArrayBuffer} bytes */
function hexOf(bytes) {
  return [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text */
async function digest(text) {
  return hexOf(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/**
 * @param {string} text
 * @param {string} key 64 hex digits
 */
async function sign(text, key) {
  const bytes = Uint8Array.from(key.match(/../g) || [], (two) => parseInt(two, 16));
  const made = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hexOf(await crypto.subtle.sign("HMAC", made, new TextEncoder().encode(text)));
}

/** @param {HandOver} file */
async function checksumOf({ items, made_by, made_at, key_id }) {
  const lines = ["vsla-file-1", made_by.user_id, made_by.name, made_at, key_id];
  for (const item of items) {
    lines.push(`${item.kind} ${item.group_id} ${item.uuid} ${await digest(item.body)} ${item.signature}`);
  }
  return digest(lines.join("\n"));
}

/**
 * Write items of the outbox into one file.
 * @param {import("./store.js").Item[]} items
 * @param {import("./people.js").Person} person
 * @param {FileKey} fileKey
 * @param {number} now
 * @returns {Promise<string>}
 */
export async function makeFile(items, person, { key_id, key }, now) {
  /** @type {Signed[]} */
  const signed = [];
  for (const { kind, group_id, uuid, body, group } of items) {
    if (kind === "file") {
      // Somebody else's: it goes on with the signature it came with.
      const { kind: inner, body: text, signature } = JSON.parse(body);
      signed.push({ kind: inner, group_id, uuid, body: text, signature, group });
    } else {
      const text = ["vsla-item-1", key_id, kind, group_id, uuid, await digest(body)].join("\n");
      signed.push({ kind, group_id, uuid, body, signature: await sign(text, key), group });
    }
  }
  /** @type {HandOver} */
  const file = {
    vsla_file: 1, items: signed, made_by: { user_id: person.user_id, name: person.name },
    made_at: new Date(now).toISOString(), key_id, checksum: "",
  };
  file.checksum = await checksumOf(file);
  return JSON.stringify(file, null, 1);
}

/**
 * Read a file that somebody handed over.
 * @param {string} text
 * @returns {Promise<HandOver | "unreadable" | "damaged">} damaged: a letter was lost on the way
 */
export async function readFile(text) {
  if (text.length > BYTES_MAX) return "unreadable";
  let file;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return text.includes('"vsla_file"') ? "damaged" : "unreadable";
  }
  if (!file || file.vsla_file !== 1 || !isWhole(file)) return "unreadable";
  return (await checksumOf(file)) === file.checksum ? file : "damaged";
}

/** @param {HandOver} file */
function isWhole({ items, made_by, key_id }) {
  return Array.isArray(items) && items.length <= ITEMS_MAX && made_by && typeof key_id === "string"
    && items.every((item) => item && typeof item.body === "string" && typeof item.uuid === "string");
}

/**
 * Put the items of a file into the outbox of whoever took it in; what is there already stays.
 * @param {import("./store.js").Store} store
 * @param {HandOver} file
 * @param {number} now
 * @returns {Promise<number>} how many were new
 */
export async function takeIn(store, { items, key_id }, now) {
  const known = new Set((await store.outbox()).map((item) => item.uuid));
  let taken = 0;
  for (const { kind, group_id, uuid, body, signature, group } of items) {
    if (!known.has(uuid)) {
      const text = JSON.stringify({ vsla_item: 1, key_id, kind, body, signature });
      await orInMemory(store.putItem({ ...newItem({ kind: "file", group_id, uuid, body: text, now }), group }));
      known.add(uuid);
      taken += 1;
    }
  }
  return taken;
}

/**
 * Write a meeting that is not finished into a file: where the phone is full, or goes to another hand.
 * @param {import("./store.js").Draft} draft
 */
export function draftFile({ group_id, uuid, step, document, extra, problems, saved_at }) {
  return JSON.stringify({ vsla_draft: 1, group_id, uuid, step, document, extra, problems, saved_at }, null, 1);
}

/**
 * Read a file that holds one meeting which is not finished.
 * @param {string} text
 * @returns {import("./store.js").Draft | null} null where it is something else
 */
export function readDraft(text) {
  try {
    const { vsla_draft, ...draft } = JSON.parse(text);
    const { group_id, uuid, document, saved_at } = draft;
    const whole = vsla_draft === 1 && Number.isInteger(group_id) && /^[0-9a-f-]{36}$/.test(uuid)
      && document && Number.isInteger(document.meeting) && typeof saved_at === "number";
    return whole ? { step: null, extra: { seen: {} }, problems: [], ...draft } : null;
  } catch (error) {
    return null;
  }
}

/**
 * Take in a meeting that is not finished; one that goes on here since then stays as it is.
 * @param {import("./store.js").Store} store
 * @param {import("./store.js").Draft} draft
 * @returns {Promise<"taken" | "known" | "strange">} strange: the phone does not know the group
 */
export async function takeInDraft(store, draft) {
  if (!await store.pack(draft.group_id)) return "strange";
  const here = await store.draft(draft.group_id, draft.uuid);
  const locked = (await store.outbox()).some((item) => item.uuid === draft.uuid);
  if (locked || (here && here.saved_at >= draft.saved_at)) return "known";
  await store.putDraft(draft);
  return "taken";
}

/**
 * Hand a file over: by the share sheet where the phone has one, else as a download.
 * @param {string} text
 * @param {string} name
 * @returns {Promise<"shared" | "saved" | "stopped">}
 */
export async function handOver(text, name) {
  const file = new File([text], name, { type: TYPE });
  const phone = /** @type {any} */ (navigator);
  if (phone.canShare && phone.canShare({ files: [file] })) {
    try {
      await phone.share({ files: [file], title: name });
      return "shared";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return "stopped";
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return "saved";
}

/**
 * Name a file so that it can be told from others.
 * @param {string} day ISO
 * @param {number} count
 */
export function fileName(day, count) {
  return `vsla-${day}-${count}-${device().slice(0, 4)}.txt`;
}
