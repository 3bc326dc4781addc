/** Ask the server, as one person on one phone. */

import { device } from "./people.js";

/** No network, or the answer never came whole. */
export class OfflineError extends Error {}

/**
 * @param {string} path
 * @param {{method?: string, headers?: Record<string, string>, body?: any, user?: number, wait?: number}} options
 *   `user` owns what is sent: the server refuses when somebody else is logged in. `wait`: milliseconds.
 * @returns {Promise<{status: number, etag: string, text: string}>}
 * @throws {OfflineError} nobody knows whether the server got it
 */
export async function ask(path, { method = "GET", headers = {}, body, user, wait = 90000 } = {}) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), wait);
  /** @type {Record<string, string>} */
  const all = { "X-VSLA-Request": "1", "X-VSLA-Device": device(), ...headers };
  if (user) all["X-VSLA-User"] = String(user);
  try {
    const answer = await fetch(path, {
      method, headers: all, body, signal: control.signal, credentials: "same-origin", cache: "no-store",
    });
    return { status: answer.status, etag: answer.headers.get("ETag") || "", text: await answer.text() };
  } catch (error) {
    throw new OfflineError(String(error));
  } finally {
    clearTimeout(timer);
  }
}
