/** Write down in the store what became of the items of the outbox. */

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Item} Item
 * @typedef {Record<string, IDBObjectStore>} At
 */

/**
 * Keep what the server said of an item; nothing of it is left to be done here.
 * @param {Store} store
 * @param {Item} item
 */
export function settle(store, item) {
  const settled = (/** @type {At} */ at) => {
    // Where the phone was full when it was locked, the draft is still there.
    at.drafts.delete(item.uuid);
    return at.outbox.put(item);
  };
  return store.change(["drafts", "outbox"], settled, { table: "outbox", value: item });
}

/**
 * Take a refused item back: a meeting becomes a draft again, with its problems; anything else stays
 * and says that it was refused.
 * @param {Store} store
 * @param {Item} item
 * @param {any[]} problems
 */
export async function backToDraft(store, item, problems) {
  if (item.kind !== "meeting") {
    await store.putItem({ ...item, state: "refused", problems });
    return;
  }
  const { seq = 0, group_id, uuid, body, locked_at } = item;
  const before = { step: null, extra: {}, saved_at: locked_at, ...item.draft };
  const draft = { ...before, group_id, uuid, document: JSON.parse(body), problems };
  const back = (/** @type {At} */ at) => {
    at.outbox.delete(seq);
    return at.drafts.put(draft);
  };
  await store.change(["drafts", "outbox"], back, { table: "drafts", value: draft });
  store.unkept.delete(`outbox ${seq}`);
}

/**
 * Try once more to keep what found no room.
 * @param {Store} store
 */
export async function keepUnkept(store) {
  for (const { table, value } of [...store.unkept.values()]) {
    if (table === "outbox") await settle(store, value);
    else await store.put(/** @type {any} */ (table), value);
  }
}

/**
 * Drop the packs of groups that are no longer this person's, unless something of them is still here.
 * @param {Store} store
 * @param {Set<number>} own
 */
export async function forgetOthers(store, own) {
  const [packs, items, drafts] = await Promise.all([store.packs(), store.outbox(), store.drafts()]);
  const open = items.filter((item) => item.state !== "sent");
  const busy = new Set([...open, ...drafts].map((each) => each.group_id));
  for (const { group_id } of packs) {
    if (!own.has(group_id) && !busy.has(group_id)) await store.drop("packs", group_id);
  }
}
