/** What one person keeps on this phone: packs, drafts, the outbox. One database a person. */

import { connect, orInMemory, StorageFullError, Tables } from "./tables.js";

/**
 * @typedef {{group_id: number, pack: any, etag: string, fetched_at: number}} Kept a pack as fetched
 * @typedef {{group_id: number, uuid: string, document: any, step: any, extra: any, saved_at: number,
 *   problems: any[]}} Draft a meeting that is being recorded, or came back with problems
 * @typedef {"waiting" | "sent" | "contested" | "refused"} State
 * @typedef {{seq?: number, kind: string, group_id: number, uuid: string, body: string,
 *   bytes: number, locked_at: number, state: State, answer: any, sent_at: number | null,
 *   draft?: any, problems?: any[], group?: string}} Item `group`: its name, where it came in a file
 */

/** @type {Map<string, Promise<Store>>} */
const opened = new Map();

/**
 * Open the database of a person, `vsla-u<user_id>`, or `vsla-practice`.
 * @param {string} name
 * @returns {Promise<Store>}
 */
export function openStore(name) {
  const known = opened.get(name);
  if (known) return known;
  const opening = connect(name).then((db) => new Store(name, db));
  opened.set(name, opening);
  opening.catch(() => opened.delete(name));
  return opening;
}

export class Store extends Tables {
  /** @returns {Promise<Kept[]>} */
  packs() {
    return this.all("packs");
  }

  /**
   * @param {number} groupId
   * @returns {Promise<Kept | undefined>}
   */
  pack(groupId) {
    return this.one("packs", groupId);
  }

  /** @param {Kept} kept */
  putPack(kept) {
    return this.put("packs", kept);
  }

  /** @returns {Promise<Draft[]>} without those that were locked when the phone was full */
  async drafts() {
    const locked = [...this.unkept.values()].map(({ table, value }) => table === "outbox" && value.uuid);
    return (await this.all("drafts")).filter(({ uuid }) => !locked.includes(uuid));
  }

  /**
   * Give the draft of a group: the one asked for, else the meeting that is being recorded, else one
   * that came back.
   * @param {number} groupId
   * @param {string} [uuid]
   * @returns {Promise<Draft | undefined>}
   */
  async draft(groupId, uuid) {
    const own = (await this.drafts()).filter((each) => each.group_id === groupId && (!uuid || each.uuid === uuid));
    return own.sort((a, b) => (a.problems || []).length - (b.problems || []).length)[0];
  }

  /** @param {Draft} draft */
  putDraft(draft) {
    return this.put("drafts", draft);
  }

  /**
   * @param {number} groupId
   * @param {string} [uuid]
   */
  async dropDraft(groupId, uuid) {
    const draft = await this.draft(groupId, uuid);
    if (draft) await this.drop("drafts", draft.uuid);
  }

  /** @returns {Promise<Item[]>} in the order in which they are sent */
  async outbox() {
    return (await this.all("outbox")).sort((a, b) => a.seq - b.seq);
  }

  /**
   * Lock a meeting: its document goes into the outbox word for word, and its draft away, at once.
   * @param {{draft: Draft, body: string, kind?: string, now?: number}} locked
   * @returns {Promise<Item>}
   * @throws {StorageFullError} the item is in memory only, and the draft is still there
   */
  async lock({ draft, body, kind = "meeting", now = Date.now() }) {
    const { group_id, uuid } = draft;
    const item = newItem({ kind, group_id, uuid, body, now, draft });
    const add = (/** @type {Record<string, IDBObjectStore>} */ at) => {
      at.drafts.delete(uuid);
      return at.outbox.add(item);
    };
    const seq = await this.change(["drafts", "outbox"], add, { table: "outbox", value: item });
    this.unkept.delete(`drafts ${uuid}`);
    return { ...item, seq };
  }

  /**
   * Put something else into the outbox, or write an item again.
   * @param {Item} item with `seq` when it is there already
   */
  putItem(item) {
    return this.put("outbox", item);
  }

  /** @param {number} seq */
  dropItem(seq) {
    return this.drop("outbox", seq);
  }

  /**
   * @param {string} name
   * @returns {Promise<any>}
   */
  async meta(name) {
    const row = await this.one("meta", name);
    return row && row.value;
  }

  /**
   * @param {string} name
   * @param {any} value
   */
  putMeta(name, value) {
    return this.put("meta", { name, value });
  }
}

/** @param {string} text */
export function bytesOf(text) {
  return new Blob([text]).size;
}

/**
 * Make an item of the outbox.
 * @param {{kind: string, group_id: number, uuid: string, body: string, now?: number, draft?: any}} made
 * @returns {Item}
 */
export function newItem({ kind, group_id, uuid, body, now = Date.now(), draft = null }) {
  return {
    kind, group_id, uuid, body, bytes: bytesOf(body), locked_at: now, state: "waiting", answer: null,
    sent_at: null, draft,
  };
}

/** Make a UUID; `crypto.randomUUID` is younger than the phones. */
export function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export { orInMemory, StorageFullError };
