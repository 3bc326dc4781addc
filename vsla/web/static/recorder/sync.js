/** Bring phone and server together: send what waits, then fetch the packs. */

import { ask, OfflineError } from "./api.js";
import { orInMemory } from "./tables.js";
import { language } from "./texts.js";

/**
 * @typedef {"idle" | "busy" | "offline" | "login" | "other" | "trouble"} Mood `login`: the session has
 *   ended; `other`: somebody else is logged in; `trouble`: the server could not do it now
 */

const SECOND = 1000;
const FIRST_WAIT = 15 * SECOND;
const LONGEST_WAIT = 30 * 60 * SECOND;

export class Sync {
  /**
   * @param {import("./store.js").Store} store
   * @param {import("./people.js").Person} user
   * @param {import("./clock.js").Clock} clock
   * @param {(me: any) => void} [other] called when somebody else turns out to be logged in
   */
  constructor(store, user, clock, other = () => {}) {
    this.store = store;
    this.user = user;
    this.clock = clock;
    this.other = other;
    /** @type {Mood} */
    this.mood = navigator.onLine ? "idle" : "offline";
    /** What the server has just said of who is logged in.
     * @type {any} */
    this.told = undefined;
    /** When it is tried again by itself, or null. @type {number | null} */
    this.nextAt = null;
    this.wait = FIRST_WAIT;
    this.timer = 0;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** @type {Promise<void> | null} */
    this.running = null;
    this.woken = false;
  }

  /**
   * Be told when something changes.
   * @param {() => void} listen
   * @returns {() => void} stop listening
   */
  onChange(listen) {
    this.listeners.add(listen);
    return () => this.listeners.delete(listen);
  }

  /** @param {Mood} mood */
  feel(mood) {
    this.mood = mood;
    for (const listen of this.listeners) listen();
  }

  /** Send and fetch now; a second call while one runs waits for the first. */
  run() {
    clearTimeout(this.timer);
    this.nextAt = null;
    if (!this.running) {
      this.running = this.once().finally(() => {
        this.running = null;
        const again = this.woken && this.mood === "offline";
        this.woken = false;
        if (again) this.run();
      });
    }
    return this.running;
  }

  /** Try at once, because something has changed: the network is back, the recorder is opened. */
  wake() {
    this.wait = FIRST_WAIT;
    // An attempt that began before the network was back fails all the same, and is made once more.
    this.woken = this.running !== null;
    return this.run();
  }

  async once() {
    this.feel("busy");
    /** @type {Mood} */
    let mood = "trouble";
    try {
      mood = await this.exchange();
      if (mood === "idle") await this.store.putMeta("contact", this.clock.now());
    } catch (error) {
      if (error instanceof OfflineError) mood = "offline";
      else console.error(error);
    }
    if (mood === "idle") this.wait = FIRST_WAIT;
    else if (mood === "offline" || mood === "trouble") await this.planNext();
    this.feel(mood);
  }

  /** @returns {Promise<Mood>} */
  async exchange() {
    const me = await this.me();
    if (!me) return "login";
    if (me.user_id !== this.user.user_id) {
      this.other(me);
      return "other";
    }
    const open = (await this.store.outbox()).some((item) => item.state === "waiting" || item.state === "contested");
    const { flush } = open ? await import("./flush.js") : { flush: async () => "idle" };
    const mood = /** @type {Mood} */ (await flush(this.store, this.user, this.clock));
    if (mood === "idle") await this.fetch(me);
    return mood;
  }

  /**
   * Ask who is logged in and which groups are hers.
   * @returns {Promise<any>} null when nobody is
   */
  async me() {
    const me = this.told || await this.askWho();
    this.told = undefined;
    if (me && me.user_id === this.user.user_id) {
      await orInMemory(this.store.putMeta("me", me));
      await this.clock.learn(me.server_time);
    }
    return me;
  }

  /** @returns {Promise<any>} */
  async askWho() {
    const answer = await ask("/api/me");
    if (answer.status === 401) return null;
    if (answer.status !== 200) throw new Error(`/api/me: ${answer.status}`);
    return JSON.parse(answer.text);
  }

  /**
   * Fetch what this person works with: a trainer her courses, everybody else her groups.
   * @param {any} me
   */
  async fetch({ role, groups }) {
    if (role !== "trainer") return this.fetchPacks(groups);
    return (await import("./courses/pack.js")).fetchCourses(this.store, this.user, this.clock);
  }

  /** @param {{group_id: number}[]} groups */
  async fetchPacks(groups) {
    for (const { group_id } of groups) {
      const kept = await this.store.pack(group_id);
      /** @type {Record<string, string>} */
      const headers = kept && kept.etag ? { "If-None-Match": kept.etag } : {};
      const path = `/api/groups/${group_id}/pack?language=${language()}`;
      const answer = await ask(path, { user: this.user.user_id, headers });
      const fetched_at = this.clock.now();
      if (answer.status === 200) {
        await orInMemory(this.store.putPack({ group_id, pack: JSON.parse(answer.text), etag: answer.etag, fetched_at }));
      } else if (answer.status === 304 && kept) {
        await orInMemory(this.store.putPack({ ...kept, fetched_at }));
      }
    }
    const own = new Set(groups.map((group) => group.group_id));
    const others = (await this.store.packs()).some((kept) => !own.has(kept.group_id));
    if (others) await (await import("./settle.js")).forgetOthers(this.store, own);
  }

  /** Try again later by itself, ever more rarely, but only while something waits. */
  async planNext() {
    const waiting = (await this.store.outbox()).some((item) => item.state === "waiting");
    if (!waiting) return;
    const wait = this.wait + Math.random() * (this.wait / 4);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    this.nextAt = this.clock.now() + wait;
    this.timer = window.setTimeout(() => this.run(), wait);
  }
}
