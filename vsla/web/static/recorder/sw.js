/** The recorder without network. The server sets `self.RELEASE` above this. */

/** @typedef {{base: string, kept: string[], languages: string[]}} Release */

const worker = /** @type {ServiceWorkerGlobalScope & {RELEASE: Release}} */ (/** @type {any} */ (self));
const { base, kept, languages } = worker.RELEASE;
const PREFIX = "recorder-";
const CACHE = PREFIX + base;
/** Where pages write what this phone needs beside the rest: its languages, the part of a role. */
const WANTED = "vsla-wanted";
const SHELL = "/recorder";

worker.addEventListener("install", (event) => {
  // All or nothing: one file missing, and the version before goes on working.
  event.waitUntil(keepAll().catch((error) => caches.delete(CACHE).then(() => Promise.reject(error))));
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  const asked = await wanted();
  const texts = languages.flatMap((each) => [`texts/${each}.json`, `texts/${each}.rest.json`]);
  await cache.addAll(kept.map((path) => base + path));
  await Promise.all((asked.length > 0 ? asked : texts).map((path) => keepOne(cache, path)));
}

/**
 * Keep a file; one that this version has no longer is no reason to stay with the version before.
 * @param {Cache} cache
 * @param {string} path
 */
async function keepOne(cache, path) {
  const answer = await fetch(base + path);
  if (answer.ok) await cache.put(base + path, answer);
  else if (answer.status !== 404) throw new Error(`${path}: ${answer.status}`);
}

/** @returns {Promise<string[]>} */
async function wanted() {
  const asked = await (await caches.open(WANTED)).keys();
  return asked.map(({ url }) => new URL(url).pathname.slice(1));
}

worker.addEventListener("message", (event) => {
  event.waitUntil(keepMore().catch(() => {}));
});

/** Keep what a page wants now and has not wanted before. */
async function keepMore() {
  const cache = await caches.open(CACHE);
  for (const path of await wanted()) {
    if (!await cache.match(base + path)) await keepOne(cache, path);
  }
}

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

async function forgetOthers() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === SHELL) {
    event.respondWith(fromCache(request, base + kept[0]));
  } else if (url.pathname.startsWith(`${SHELL}/`)) {
    event.respondWith(fromCache(request, url.pathname));
  } else if (request.mode === "navigate") {
    // Without network every page of ours leads to the recorder.
    event.respondWith(fetch(request).catch(() => Response.redirect(SHELL, 302)));
  }
});

/**
 * @param {Request} request
 * @param {string} path
 */
async function fromCache(request, path) {
  return (await caches.match(path, { cacheName: CACHE })) || fetch(request);
}
