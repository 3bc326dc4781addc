/* The recorder without network. The server puts VERSION and FILES, the page first, above this. */
/* global VERSION, FILES */
const PREFIX = "recorder-";
const CACHE = PREFIX + VERSION;
const SHELL = "/recorder";

self.addEventListener("install", (event) => {
  // All or nothing: one file missing, and the version before stays.
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => names.filter((name) => name.startsWith(PREFIX) && name !== CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === SHELL || url.pathname.startsWith(`${SHELL}/`)) {
    event.respondWith(fromCache(request, url.pathname === SHELL ? FILES[0] : url.pathname));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => Response.redirect(SHELL, 302)));
  }
});

async function fromCache(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) || fetch(request);
}
