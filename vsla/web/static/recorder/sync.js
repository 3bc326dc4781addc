/** Bring phone and server together: send what waits, then fetch the packs. */

import { ask, OfflineError } from "./api.js";
import { language } from "./i18n.js";

/** @typedef {"idle" | "busy" | "offline" | "login" | "trouble"} Mood */

export class Sync {
  /**
   * @param {import("./store.js").Store} store
   * @param {import("./people.js").Person} user
   */
  constructor(store, user) {
    this.store = store;
    this.user = user;
    /** @type {Mood} */
    this.mood = navigator.onLine ? "idle" : "offline";
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** @type {Promise<void> | null} */
    this.running = null;
  }

  /** @param {() => void} listen */
  onChange(listen) {
    this.listeners.add(listen);
    return () => this.listeners.delete(listen);
  }

  /** @param {Mood} mood */
  feel(mood) {
    this.mood = mood;
    for (const listen of this.listeners) listen();
  }

  /** Send and fetch; a second call while one runs waits for the first. */
  run() {
    if (!this.running) {
      this.running = this.once().finally(() => {
        this.running = null;
      });
    }
    return this.running;
  }

  async once() {
    this.feel("busy");
    try {
      const me = await this.me();
      if (me === null) return this.feel("login");
      await this.fetchPacks(me.groups);
      return this.feel("idle");
    } catch (error) {
      return this.feel(error instanceof OfflineError ? "offline" : "trouble");
    }
  }

  /** Ask who is logged in and which groups are hers. */
  async me() {
    const answer = await ask("/api/me", { user: this.user.user_id });
    if (answer.status === 401 || answer.status === 409) return null;
    if (answer.status !== 200) throw new Error(`/api/me: ${answer.status}`);
    const me = JSON.parse(answer.text);
    await this.store.putMeta("me", me);
    return me;
  }

  /** @param {{group_id: number}[]} groups */
  async fetchPacks(groups) {
    for (const { group_id } of groups) {
      const kept = await this.store.pack(group_id);
      const headers = kept ? { "If-None-Match": kept.etag } : {};
      const path = `/api/groups/${group_id}/pack?language=${language()}`;
      const answer = await ask(path, { user: this.user.user_id, headers });
      if (answer.status === 200) {
        const pack = JSON.parse(answer.text);
        await this.store.putPack({ group_id, pack, etag: answer.etag, fetched_at: Date.now() });
      } else if (answer.status === 304 && kept) {
        await this.store.putPack({ ...kept, fetched_at: Date.now() });
      }
    }
  }
}
