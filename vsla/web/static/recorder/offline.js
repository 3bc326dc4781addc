/** Have the service worker keep what this phone needs: its languages, and the part of a role. */

import { textFiles } from "./texts.js";

const WANTED = "vsla-wanted";

/**
 * Say what is needed, and let the service worker fetch what it has not kept yet.
 * @param {string} [role]
 */
export async function keepOffline(role) {
  if (!("serviceWorker" in navigator)) return;
  const wanted = await caches.open(WANTED);
  for (const path of [...textFiles(role), ...(role === "trainer" ? ["courses.js"] : [])]) {
    await wanted.put(`/${path}`, new Response());
  }
  const { active } = await navigator.serviceWorker.register("/sw.js");
  if (active) active.postMessage("keep");
}
