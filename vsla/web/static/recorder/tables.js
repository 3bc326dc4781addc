/** Tables on the phone that tell when there is no room, and keep in memory what found none. */

/** Each table and what its rows are known by. */
const KEYS = { packs: "group_id", drafts: "uuid", outbox: "seq", meta: "name" };
const VERSION = 1;
/** Numbers of rows that found no room: they live in memory until there is room. */
const MEMORY_SEQ = 2 ** 40;

/** @typedef {keyof KEYS} Table */

/** The phone has no room left; what was to be kept is still in memory. */
export class StorageFullError extends Error {
  constructor() {
    super("the phone has no room left");
    this.name = "StorageFullError";
  }
}

/**
 * Open the database of this name, and make its tables at the first time.
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
export function connect(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION);
    request.onupgradeneeded = () => {
      for (const [table, keyPath] of Object.entries(KEYS)) {
        request.result.createObjectStore(table, { keyPath, autoIncrement: table === "outbox" });
      }
    };
    request.onsuccess = () => {
      // A newer version of the recorder in another tab may change the tables.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

/**
 * Wait until something is kept; where the phone is full it is in memory, which the pages say.
 * @param {Promise<any>} writing
 */
export function orInMemory(writing) {
  return writing.catch((error) => {
    if (!(error instanceof StorageFullError)) throw error;
  });
}

export class Tables {
  /**
   * @param {string} name
   * @param {IDBDatabase} db
   */
  constructor(name, db) {
    this.name = name;
    this.db = db;
    /** What found no room, by table and key. @type {Map<string, {table: string, value: any}>} */
    this.unkept = new Map();
    this.lastSeq = MEMORY_SEQ;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
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

  tell() {
    for (const listen of this.listeners) listen();
  }

  /** Tell whether something lives in memory only, because the phone is full. */
  get isFull() {
    return this.unkept.size > 0;
  }

  /**
   * @param {Table} table
   * @returns {Promise<any[]>} what is in memory stands for what is on the disk
   */
  async all(table) {
    const rows = await this.read(table, (at) => at.getAll());
    const unkept = [...this.unkept.values()].filter((each) => each.table === table).map((each) => each.value);
    const newer = new Set(unkept.map((each) => each[KEYS[table]]));
    return rows.filter((/** @type {any} */ row) => !newer.has(row[KEYS[table]])).concat(unkept);
  }

  /**
   * @param {Table} table
   * @param {any} key
   * @returns {Promise<any>}
   */
  async one(table, key) {
    const unkept = this.unkept.get(`${table} ${key}`);
    return unkept ? unkept.value : this.read(table, (at) => at.get(key));
  }

  /**
   * @param {Table} table
   * @param {any} value
   * @throws {StorageFullError} it is in memory only
   */
  async put(table, value) {
    await this.change([table], (at) => at[table].put(value), { table, value });
  }

  /**
   * @param {Table} table
   * @param {any} key
   */
  async drop(table, key) {
    this.unkept.delete(`${table} ${key}`);
    await this.change([table], (at) => at[table].delete(key));
  }

  /**
   * Change tables in one transaction that has reached the disk when it ends.
   * @param {Table[]} names
   * @param {(at: Record<string, IDBObjectStore>) => IDBRequest} change
   * @param {{table: Table, value: any}} [row] what is kept in memory where there is no room for it
   * @returns {Promise<any>} what the last request gave
   * @throws {StorageFullError} the row is in memory only
   */
  async change(names, change, row) {
    try {
      const result = await this.write(names, change);
      if (row) this.unkept.delete(placeOf(row));
      return result;
    } catch (error) {
      if (row && error instanceof StorageFullError) {
        const { table, value } = row;
        const key = KEYS[table];
        if (value[key] === undefined) this.lastSeq += 1;
        const kept = { [key]: this.lastSeq, ...value };
        this.unkept.set(placeOf({ table, value: kept }), { table, value: kept });
      }
      throw error;
    } finally {
      this.tell();
    }
  }

  /**
   * @param {Table} table
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
   * @param {Table[]} names
   * @param {(at: Record<string, IDBObjectStore>) => IDBRequest} change
   * @returns {Promise<any>}
   */
  write(names, change) {
    return new Promise((resolve, reject) => {
      const strict = /** @type {any} */ ({ durability: "strict" });
      const transaction = this.db.transaction(names, "readwrite", strict);
      /** @type {Record<string, IDBObjectStore>} */
      const at = {};
      for (const name of names) at[name] = transaction.objectStore(name);
      const request = change(at);
      // Where the page goes away now, what was begun is finished all the same.
      if (transaction.commit) transaction.commit();
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => {
        const error = transaction.error;
        reject(error && error.name === "QuotaExceededError" ? new StorageFullError() : error);
      };
    });
  }
}

/** @param {{table: Table, value: any}} row */
function placeOf({ table, value }) {
  return `${table} ${value[KEYS[table]]}`;
}
