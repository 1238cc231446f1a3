// Runs only where somebody chose to keep their page on this device (keep.js).
// What is theirs lies in `kept` under a name that does not open anything, and goes when the event
// is over; what is everybody's lies in `files` and `pages`. An answer that says "no-store" is
// never put anywhere by this script.
const fixed = /\.[0-9a-f]{12}\.\w+$|^\/look\//;
const everybodys = /^\/(static|look|lights)\//;
const most = 80;

async function put(name, request, answer) {
  const cache = await caches.open(name);
  await cache.put(request, answer);
  const held = await cache.keys();
  await Promise.all(held.slice(0, Math.max(0, held.length - most)).map((old) => cache.delete(old)));
}

async function keptName(path) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(path));
  return `/kept/${[...new Uint8Array(digest)].map((n) => n.toString(16).padStart(2, "0")).join("")}`;
}

async function forgetWhatIsOver() {
  const cache = await caches.open("kept");
  let gone = 0;
  for (const request of await cache.keys()) {
    const answer = await cache.match(request);
    if (new Date(answer.headers.get("X-Keep-Until")) > new Date()) continue;
    await cache.delete(request);
    gone++;
  }
  if (!gone || (await cache.keys()).length) return;
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await self.registration.unregister();
}

async function fromNetwork(request) {
  const answer = await fetch(request);
  const isPublic = (answer.headers.get("Cache-Control") ?? "").startsWith("public");
  if (answer.ok && isPublic) {
    const name = everybodys.test(new URL(request.url).pathname) ? "files" : "pages";
    await put(name, request, answer.clone());
  }
  return answer;
}

async function reply(request, path) {
  if (fixed.test(path)) return await caches.match(request) ?? fromNetwork(request);
  try {
    return await fromNetwork(request);
  } catch (lost) {
    await forgetWhatIsOver();
    const kept = await (await caches.open("kept")).match(await keptName(path));
    const known = kept ?? await caches.match(request);
    if (known) return known;
    throw lost;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil(forgetWhatIsOver().then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" || everybodys.test(pathname)) {
    event.respondWith(reply(request, pathname));
  }
});
