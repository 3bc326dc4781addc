/** Send what waits in the outbox: in order, in batches, each item until its answer is here. */

import { ask } from "./api.js";
import { backToDraft, settle } from "./settle.js";
import { bytesOf, StorageFullError } from "./store.js";

/** @typedef {import("./store.js").Item} Item */

const ITEMS_MAX = 20;
/** Below the server's limit of 256 KB, with room for the head lines. */
const BYTES_MAX = 200000;
const SENT_KEPT = 30;
/** How long after the last answer the office is asked again what became of two versions. */
const ASK_AGAIN = 10 * 60 * 1000;
/** Answers that one thing too many or too large may cause: smaller pieces may get through. */
const TOO_MUCH = [400, 413, 415, 422];

/**
 * Send everything; what gets no answer waits on. Two open pages do not send at the same time.
 * @param {import("./store.js").Store} store
 * @param {import("./people.js").Person} user whose outbox it is
 * @param {import("./clock.js").Clock} clock
 * @returns {Promise<"idle" | "login" | "other" | "trouble">}
 * @throws {import("./api.js").OfflineError} the answer never came: whatever was sent waits on, and is
 *   sent again; the server knows it by its UUID
 */
export async function flush(store, user, clock) {
  const send = () => sendAll(store, user, clock);
  // Younger than some phones.
  const { locks } = /** @type {any} */ (navigator);
  return locks ? locks.request(`send ${store.name}`, send) : send();
}

/**
 * @param {import("./store.js").Store} store
 * @param {import("./people.js").Person} user
 * @param {import("./clock.js").Clock} clock
 * @returns {Promise<"idle" | "login" | "other" | "trouble">}
 */
async function sendAll(store, user, clock) {
  let most = ITEMS_MAX;
  let last = 0;
  let failed = false;
  for (;;) {
    const due = (await store.outbox()).filter((item) => (item.seq || 0) > last && isDue(item, clock));
    const batch = firstOf(due, most);
    if (batch.length === 0) break;
    const answer = await post(batch, user);
    if (answer.status === 401) return "login";
    if (answer.status === 409) return "other";
    if (answer.status !== 200) {
      if (!TOO_MUCH.includes(answer.status)) return "trouble";
      // Too large, or damaged on the way: smaller pieces get through, and say which one does not.
      if (batch.length > 1) {
        most = Math.floor(batch.length / 2);
        continue;
      }
      failed = true;
    } else {
      const { answers } = JSON.parse(answer.text);
      for (let at = 0; at < batch.length; at += 1) {
        const kept = await conclude(store, batch[at], answers[at], clock).catch(ifFull);
        failed = failed || !kept;
      }
    }
    last = batch[batch.length - 1].seq || 0;
  }
  await forgetOldest(store);
  return failed ? "trouble" : "idle";
}

/**
 * Tell whether an item is to be sent; one that is kept beside another version is sent again, for the
 * office then says how it was settled.
 * @param {Item} item
 * @param {import("./clock.js").Clock} clock
 */
function isDue({ state, sent_at }, clock) {
  return state === "waiting" || (state === "contested" && Math.abs(clock.now() - (sent_at || 0)) > ASK_AGAIN);
}

/**
 * Take as many items as fit into one request.
 * @param {Item[]} items
 * @param {number} most
 */
function firstOf(items, most) {
  const batch = [];
  let bytes = 0;
  for (const item of items.slice(0, most)) {
    bytes += item.bytes;
    if (batch.length > 0 && bytes > BYTES_MAX) break;
    batch.push(item);
  }
  return batch;
}

/**
 * Write a batch: a head line and the document word for word, for each item.
 * @param {Item[]} batch
 */
export function written(batch) {
  const lines = batch.map(({ kind, group_id, uuid, body }) => `${JSON.stringify({ kind, group_id, uuid })}\n${body}\n`);
  return lines.join("");
}

/**
 * @param {Item[]} batch
 * @param {import("./people.js").Person} user
 */
async function post(batch, user) {
  const text = written(batch);
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "application/x-ndjson" };
  /** @type {string | ArrayBuffer} */
  let body = text;
  // Younger than the types of the checker.
  const { CompressionStream } = /** @type {any} */ (window);
  if (CompressionStream) {
    const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    body = await new Response(packed).arrayBuffer();
    headers["Content-Encoding"] = "gzip";
  }
  return ask("/api/outbox", { method: "POST", headers, body, user: user.user_id });
}

/**
 * Write down what became of an item.
 * @param {import("./store.js").Store} store
 * @param {Item} item
 * @param {any} answer of this item
 * @param {import("./clock.js").Clock} clock
 * @returns {Promise<boolean>} false where it has to be sent again
 */
async function conclude(store, item, answer, clock) {
  if (!answer || answer.uuid !== item.uuid || answer.status >= 500) return false;
  const told = { ...item, answer, sent_at: clock.now() };
  if (answer.status === 200 || answer.status === 201) {
    await settle(store, { ...told, state: "sent", draft: null });
  } else if (answer.status === 409 && answer.kept) {
    await settle(store, { ...told, state: answer.settled ? "sent" : "contested" });
  } else if (answer.status === 422) {
    await backToDraft(store, item, answer.problems || []);
  } else {
    await store.putItem({ ...told, state: "refused", problems: answer.problems || [] });
  }
  return true;
}

/**
 * A full phone remembers the answer until the page is closed; then the item is sent once more, and
 * the server says again what became of it.
 * @param {unknown} error
 */
function ifFull(error) {
  if (error instanceof StorageFullError) return true;
  throw error;
}

/**
 * Forget the oldest of what was sent; the server has it.
 * @param {import("./store.js").Store} store
 */
async function forgetOldest(store) {
  const sent = (await store.outbox()).filter((item) => item.state === "sent");
  for (const item of sent.slice(0, -SENT_KEPT)) await store.dropItem(item.seq || 0);
}

/**
 * Say how many bytes a batch takes on the way.
 * @param {Item[]} items
 */
export function bytesToSend(items) {
  return bytesOf(written(items));
}
