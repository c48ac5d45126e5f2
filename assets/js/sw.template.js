// The service worker. The build copies this file to /sw.js with the version and the names of the built files.
// Files with a hash in their name: from the cache. Those without: from the network, else as they were kept. Pages: from the
// network, else the offline page. Live connection, data and sign-in: never touched. A new version waits until no page is
// open in the old one, so an assembly is never swapped under a voter.
/* kept.js */
const VERSION = "";
const SHELL = [];
const CACHE = "koprogo-" + VERSION;
const HASHED = /^\/(assets|i18n|fonts)\//;
const LEAVE_ALONE = /^\/(_event|_upload|ping|_health|api|auth|s|healthz|readyz|metrics)(\/|$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("koprogo-") && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || LEAVE_ALONE.test(url.pathname)) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (HASHED.test(url.pathname) && SHELL.includes(url.pathname)) {
    event.respondWith(caches.match(request, { ignoreSearch: true }).then((kept) => kept ?? fetch(request)));
  } else if (SHELL.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreSearch: true })));
  }
});

/** A page from the network; without one, or when only a proxy before our server answers, the page that was kept. */
async function page(request) {
  const kept = () => caches.match("/offline.html");
  try {
    const answer = await fetch(request);
    return [502, 503, 504].includes(answer.status) ? ((await kept()) ?? answer) : answer;
  } catch {
    return kept();
  }
}

// What waits on this device leaves when the network is back, with no page of ours open. While anything is left the browser
// is told so, and asks again later.
self.addEventListener("sync", (event) => {
  if (event.tag !== TAG) return;
  event.waitUntil(
    deliver().then((left) => {
      if (left > 0) throw new Error(`${left} still wait`);
    }),
  );
});
