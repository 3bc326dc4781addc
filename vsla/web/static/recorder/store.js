/** What one person keeps on this phone: packs, drafts, the outbox. One database a person. */

/**
 * @typedef {{group_id: number, pack: any, etag: string, fetched_at: number}} Kept a pack as fetched
 * @typedef {{group_id: number, uuid: string, document: any, step: any, extra: any, saved_at: number,
 *   problems: any[]}} Draft a meeting that is being recorded, or came back with problems
 * @typedef {"waiting" | "sent" | "contested" | "refused"} State
 * @typedef {{seq?: number, kind: string, group_id: number, uuid: string, body: string,
 *   bytes: number, locked_at: number, state: State, answer: any, sent_at: number | null,
 *   draft?: any, problems?: any[]}} Item
 */

const TABLES = {
  packs: { keyPath: "group_id" },
  drafts: { keyPath: "uuid" },
  outbox: { keyPath: "seq", autoIncrement: true },
  meta: { keyPath: "name" },
};
const VERSION = 1;
/** Numbers of items that found no room on the phone: they live in memory until there is room. */
const MEMORY_SEQ = 2 ** 40;

/** The phone has no room left; what was to be kept is still in memory. */
export class StorageFullError extends Error {
  constructor() {
    super("the phone has no room left");
    this.name = "StorageFullError";
  }
}

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

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
function connect(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      for (const [table, options] of Object.entries(TABLES)) {
        if (!request.result.objectStoreNames.contains(table)) request.result.createObjectStore(table, options);
      }
    };
    request.onsuccess = () => {
      // A newer version of the recorder in another tab may change the tables.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds the old tables"));
  });
}

/** @param {string} text */
export function bytesOf(text) {
  return new Blob([text]).size;
}

export class Store {
  /**
   * @param {string} name
   * @param {IDBDatabase} db
   */
  constructor(name, db) {
    this.name = name;
    this.db = db;
    /** What found no room, by table and key. @type {Map<string, {table: string, value: any}>} */
    this.unkept = new Map();
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.lastSeq = MEMORY_SEQ;
  }

  /**
   * Be told after each change.
   * @param {() => void} listen
   * @returns {() => void} stop listening
   */
  onChange(listen) {
    this.listeners.add(listen);
    return () => this.listeners.delete(listen);
  }

  /** Tell whether something lives in memory only because the phone is full. */
  get isFull() {
    return this.unkept.size > 0;
  }

  // Packs -------------------------------------------------------------------------------------

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

  /** @param {number} groupId */
  dropPack(groupId) {
    return this.drop("packs", groupId);
  }

  // Drafts ------------------------------------------------------------------------------------

  /** @returns {Promise<Draft[]>} */
  drafts() {
    return this.all("drafts");
  }

  /**
   * Give the draft of a group: the one asked for, else the meeting that is being recorded, else one
   * that came back.
   * @param {number} groupId
   * @param {string} [uuid]
   * @returns {Promise<Draft | undefined>}
   */
  async draft(groupId, uuid) {
    const here = (await this.drafts()).filter((each) => each.group_id === groupId && (!uuid || each.uuid === uuid));
    return here.sort((a, b) => (a.problems || []).length - (b.problems || []).length)[0];
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

  // Outbox ------------------------------------------------------------------------------------

  /** @returns {Promise<Item[]>} in the order in which they are sent */
  async outbox() {
    return (await this.all("outbox")).sort((a, b) => a.seq - b.seq);
  }

  /**
   * Lock a meeting: its document goes into the outbox word for word, and its draft away, at once.
   * @param {{draft: Draft, body: string, kind?: string, now?: number}} locked
   * @returns {Promise<Item>}
   */
  lock({ draft, body, kind = "meeting", now = Date.now() }) {
    const { group_id, uuid } = draft;
    const item = newItem({ kind, group_id, uuid, body, now, draft });
    return this.addItem(item, draft.uuid);
  }

  /**
   * Put something else into the outbox, or write an item again.
   * @param {Item} item with `seq` when it is there already
   */
  putItem(item) {
    return item.seq ? this.put("outbox", item) : this.addItem(item, null);
  }

  /** @param {number} seq */
  dropItem(seq) {
    return this.drop("outbox", seq);
  }

  /**
   * Take a refused item back: a meeting becomes a draft again, with its problems; anything else
   * stays and says that it was refused.
   * @param {number} seq
   * @param {any[]} problems
   */
  async backToDraft(seq, problems) {
    const item = await this.one("outbox", seq);
    if (!item) return;
    if (item.kind !== "meeting") {
      await this.put("outbox", { ...item, state: "refused", problems });
      return;
    }
    const before = item.draft || {};
    const draft = {
      step: null, extra: {}, ...before, document: JSON.parse(item.body), group_id: item.group_id,
      uuid: item.uuid, saved_at: Date.now(), problems,
    };
    await this.write(["drafts", "outbox"], (tables) => {
      tables.drafts.put(draft);
      tables.outbox.delete(seq);
    });
    this.unkept.delete(`outbox ${seq}`);
    this.tell();
  }

  // Anything else -------------------------------------------------------------------------------

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

  // Tables --------------------------------------------------------------------------------------

  /** @param {keyof TABLES} table */
  async all(table) {
    /** @type {any[]} */
    const rows = await this.read(table, (at) => at.getAll());
    const unkept = [...this.unkept.values()].filter((each) => each.table === table).map((each) => each.value);
    const keys = new Set(unkept.map((each) => each[TABLES[table].keyPath]));
    return rows.filter((row) => !keys.has(row[TABLES[table].keyPath])).concat(unkept);
  }

  /**
   * @param {keyof TABLES} table
   * @param {any} key
   */
  async one(table, key) {
    const unkept = this.unkept.get(`${table} ${key}`);
    return unkept ? unkept.value : this.read(table, (at) => at.get(key));
  }

  /**
   * @param {keyof TABLES} table
   * @param {any} value
   */
  async put(table, value) {
    const place = `${table} ${value[TABLES[table].keyPath]}`;
    try {
      await this.write([table], (tables) => tables[table].put(value));
      this.unkept.delete(place);
    } catch (error) {
      if (error instanceof StorageFullError) this.unkept.set(place, { table, value });
      throw error;
    } finally {
      this.tell();
    }
  }

  /**
   * @param {keyof TABLES} table
   * @param {any} key
   */
  async drop(table, key) {
    this.unkept.delete(`${table} ${key}`);
    await this.write([table], (tables) => tables[table].delete(key));
    this.tell();
  }

  /**
   * @param {Item} item
   * @param {string | null} draft which leaves in the same transaction
   * @returns {Promise<Item>}
   */
  async addItem(item, draft) {
    try {
      const request = await this.write(["drafts", "outbox"], (tables) => {
        if (draft) tables.drafts.delete(draft);
        return tables.outbox.add(item);
      });
      if (draft) this.unkept.delete(`drafts ${draft}`);
      return { ...item, seq: request.result };
    } catch (error) {
      if (!(error instanceof StorageFullError)) throw error;
      this.lastSeq += 1;
      this.unkept.set(`outbox ${this.lastSeq}`, { table: "outbox", value: { ...item, seq: this.lastSeq } });
      throw error;
    } finally {
      this.tell();
    }
  }

  /**
   * @param {string} table
   * @param {(at: IDBObjectStore) => IDBRequest} ask
   * @returns {Promise<any>}
   */
  read(table, ask) {
    return new Promise((resolve, reject) => {
      const request = ask(this.db.transaction(table).objectStore(table));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  /**
   * Write in one transaction that has reached the disk when it ends.
   * @param {string[]} names
   * @param {(tables: Record<string, IDBObjectStore>) => any} change
   * @returns {Promise<any>} what `change` gave
   */
  write(names, change) {
    return new Promise((resolve, reject) => {
      const options = /** @type {any} */ ({ durability: "strict" });
      const transaction = this.db.transaction(names, "readwrite", options);
      /** @type {Record<string, IDBObjectStore>} */
      const tables = {};
      for (const name of names) tables[name] = transaction.objectStore(name);
      const given = change(tables);
      transaction.oncomplete = () => resolve(given);
      transaction.onabort = () => {
        const error = transaction.error;
        reject(error && error.name === "QuotaExceededError" ? new StorageFullError() : error);
      };
    });
  }

  tell() {
    for (const listen of this.listeners) listen();
  }
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
