/** The recorder without network. The server sets `self.RELEASE` above this. */

/** @typedef {{base: string, archive: string, first: string[]}} Release */

const worker = /** @type {ServiceWorkerGlobalScope & {RELEASE: Release}} */ (/** @type {any} */ (self));
const { base, archive, first } = worker.RELEASE;
const PREFIX = "recorder-";
const CACHE = PREFIX + base;
const SHELL = "/recorder";
/** @type {Record<string, string>} */
const KINDS = { js: "text/javascript", css: "text/css", json: "application/json", svg: "image/svg+xml" };

worker.addEventListener("install", (event) => {
  // All or nothing: one file missing, and the version before goes on working.
  event.waitUntil(keepAll().catch((error) => caches.delete(CACHE).then(() => Promise.reject(error))));
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  const answer = await fetch(base + archive);
  if (!answer.ok) throw new Error(`the archive: ${answer.status}`);
  const { files, languages, texts } = await answer.json();
  languages.forEach((/** @type {string} */ language, /** @type {number} */ at) => {
    files[`texts/${language}.json`] = JSON.stringify(column(texts[0], at));
    files[`texts/${language}.rest.json`] = JSON.stringify(column(texts[1], at));
  });
  await cache.addAll(first.map((path) => base + path));
  await Promise.all(Object.keys(files).map((path) => {
    const headers = { "Content-Type": KINDS[path.slice(path.lastIndexOf(".") + 1)] };
    return cache.put(base + path, new Response(files[path], { headers }));
  }));
}

/**
 * Take one language out of a tree whose lists hold a value for each; null is nothing.
 * @param {any} tree
 * @param {number} at
 * @returns {any}
 */
function column(tree, at) {
  if (Array.isArray(tree)) return tree[at];
  const taken = Object.entries(tree).map(([key, part]) => [key, column(part, at)]);
  return Object.fromEntries(taken.filter(([, value]) => value !== null));
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
    event.respondWith(fromCache(request, base + first[0]));
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
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) || fetch(request);
}
