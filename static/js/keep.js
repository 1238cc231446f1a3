// "Keep this page on this device": what one needs at the door, readable without a connection.
const box = document.querySelector("[data-keep]");
// One after the other: what is being kept anew must not come back after it was forgotten.
let working = Promise.resolve();
const inTurn = (act) => () => { working = working.then(act, act); };

async function keptName() {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(location.pathname));
  return `/kept/${[...new Uint8Array(digest)].map((n) => n.toString(16).padStart(2, "0")).join("")}`;
}

function show(isKept) {
  box.hidden = false;
  box.querySelector("[data-keep-on]").hidden = isKept;
  box.querySelector("[data-keep-off]").hidden = !isKept;
}

async function isKept() {
  return await caches.has("kept") && Boolean(await (await caches.open("kept")).match(await keptName()));
}

async function forget() {
  const cache = await caches.open("kept");
  await cache.delete(await keptName());
  if ((await cache.keys()).length === 0) {
    await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    const registrations = await navigator.serviceWorker.getRegistrations();
    await Promise.all(registrations.map((one) => one.unregister()));
  }
  show(false);
}

async function keep() {
  const answer = await fetch(box.dataset.keep);
  if (answer.redirected || !answer.ok) {
    await forget();
    return;
  }
  await navigator.serviceWorker.register(box.dataset.worker);
  await (await caches.open("kept")).put(await keptName(), answer);
  const nodes = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=preload], script[src]")];
  await (await caches.open("files")).addAll(new Set(nodes.map((node) => node.href || node.src)));
  await (await caches.open("pages")).add(box.dataset.event);
  show(true);
}

async function begin() {
  const known = await isKept();
  const worked = box.dataset.keepable === "yes";
  if (known && !worked) await forget();
  if (!worked) return;
  show(known);
  box.querySelector("[data-keep-on] button").addEventListener("click", inTurn(keep));
  box.querySelector("[data-keep-off] button").addEventListener("click", inTurn(forget));
  if (known) inTurn(keep)();
}

// Only where the browser lets a site keep things: not over plain HTTP, nor in Tor Browser.
if (box && "serviceWorker" in navigator && "caches" in window) begin().catch(() => { box.hidden = true; });
