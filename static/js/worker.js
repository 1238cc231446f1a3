// Keeps pages readable without a connection: of everybody's pages the ones seen last (offline.js
// asks for it), and what somebody chose to keep of their own (keep.js).
// What is theirs lies in `kept` under a name that does not open anything, and goes when the event
// is over; what is everybody's lies in `files` and `pages`. An answer that says "no-store" is
// never put anywhere by this script.
const fixed = /\.[0-9a-f]{12}\.\w+$|^\/look\//;
const everybodys = /^\/(static|look|lights)\//;
const notOurs = /^\/(organizer|live|api)\//;
// An event's page, a list of its locations, a location, and the page that says what is kept: of
// each only the last one, so that nobody reads out of a phone all that was looked for on it.
const kinds = [
  /^\/[\w-]+\/[^/]+\/$/,
  /^\/[\w-]+\/[^/]+\/locations$/,
  /^\/[\w-]+\/[^/]+\/locations\/[^/]+$/,
  /^\/[\w-]+\/offline$/,
];
const mostFiles = 80;
const longest = 30 * 24 * 60 * 60 * 1000;
// A page that is asked for by a script has other headers than one that is opened.
const anyway = { ignoreVary: true };
// When the pages that are shown without a connection were made, by window.
const old = new Map();

const pathOf = (request) => new URL(request.url).pathname;
const kindOf = (path) => kinds.findIndex((kind) => kind.test(path));
const isOld = (answer) => Date.now() - Date.parse(answer.headers.get("Date")) > longest;

async function putFile(request, answer) {
  const cache = await caches.open("files");
  await cache.put(request, answer);
  const held = await cache.keys();
  await Promise.all(held.slice(0, Math.max(0, held.length - mostFiles)).map((one) => cache.delete(one)));
}

async function putPage(request, answer) {
  const kind = kindOf(pathOf(request));
  if (kind < 0 || answer.redirected) return;
  const cache = await caches.open("pages");
  const others = (await cache.keys()).filter((one) => kindOf(pathOf(one)) === kind);
  await Promise.all(others.map((one) => cache.delete(one)));
  await cache.put(request, answer);
}

async function keptName(path) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(path));
  return `/kept/${[...new Uint8Array(digest)].map((n) => n.toString(16).padStart(2, "0")).join("")}`;
}

async function forgetWhere(name, isOver) {
  const cache = await caches.open(name);
  let gone = 0;
  for (const request of await cache.keys()) {
    if (isOver(await cache.match(request))) gone += await cache.delete(request);
  }
  return [gone, (await cache.keys()).length];
}

// The files go with the last page, and only then: a page may be on its way in.
async function forgetWhatIsOver() {
  const isOver = (answer) => !(new Date(answer.headers.get("X-Keep-Until")) > new Date());
  const [keptGone, kept] = await forgetWhere("kept", isOver);
  const [pagesGone, pages] = await forgetWhere("pages", isOld);
  if (keptGone + pagesGone && !kept && !pages) {
    await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  }
}

async function fromNetwork(request) {
  const answer = await fetch(request);
  const isPublic = /\bpublic\b/.test(answer.headers.get("Cache-Control"));
  if (answer.ok && isPublic) {
    const put = everybodys.test(pathOf(request)) ? putFile : putPage;
    await put(request, answer.clone());
  }
  return answer;
}

// The start page only leads on, so without a connection it leads to what is kept.
async function insteadOf(path) {
  const cache = await caches.open("pages");
  const held = await cache.keys();
  const event = held.find((one) => kindOf(pathOf(one)) === 0);
  if (event && /^\/([\w-]+\/)?$/.test(path)) return Response.redirect(event.url);
  const offline = held.find((one) => kindOf(pathOf(one)) === 3);
  return offline && cache.match(offline);
}

async function withoutConnection(request, path, client) {
  await forgetWhatIsOver();
  const kept = await (await caches.open("kept")).match(await keptName(path));
  const found = kept ?? await caches.match(request, anyway);
  if (found && client && !kept) old.set(client, found.headers.get("Date"));
  if (found || request.mode !== "navigate") return found;
  const other = await insteadOf(path);
  if (client && other?.status === 200) old.set(client, "");
  return other;
}

async function reply(request, path, client) {
  if (fixed.test(path)) return await caches.match(request, anyway) ?? fromNetwork(request);
  try {
    return await fromNetwork(request);
  } catch (lost) {
    const answer = await withoutConnection(request, path, client);
    if (answer) return answer;
    throw lost;
  }
}

async function keepAll(urls) {
  for (const url of urls) {
    const request = new Request(url);
    if (!await caches.match(request, anyway)) await fromNetwork(request);
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil(forgetWhatIsOver().then(() => self.clients.claim()));
});
self.addEventListener("message", (event) => {
  const { keep } = event.data;
  if (keep) event.waitUntil(keepAll(keep));
  else event.source.postMessage({ since: old.get(event.source.id) });
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || notOurs.test(pathname)) return;
  if (request.mode === "navigate" || everybodys.test(pathname)) {
    event.respondWith(reply(request, pathname, event.resultingClientId));
  }
});
