// Keeps the page of minutes, its script and its style, and answers with them when there is no network. Nothing else is kept.
const KEPT = "minutes-1";
const base = new URL(".", self.location).pathname;
const ours = (url) => url.pathname === `${base}minutes` || url.pathname === `${base}minutes.js` || url.pathname.startsWith("/assets/");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !ours(url)) return;
  event.respondWith((async () => {
    const kept = await caches.open(KEPT);
    const key = url.pathname;
    try {
      const fresh = await fetch(event.request);
      // A page of signing in is not the page of minutes.
      if (fresh.ok && !fresh.redirected) await kept.put(key, fresh.clone());
      return fresh;
    } catch (error) {
      const found = await kept.match(key);
      if (found) return found;
      throw error;
    }
  })());
});
