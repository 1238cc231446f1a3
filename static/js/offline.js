// An event's public pages, readable without a connection: asks the worker to keep this one, and
// says so where it shows a page that it kept.
const notice = document.querySelector("[data-offline]");
const list = document.querySelector("[data-kept-pages]");
const { dataset, lang } = document.documentElement;
const locale = dataset.locale ?? (lang === "en" ? "en-GB" : lang);

function tell(since) {
  const time = notice.querySelector("time");
  if (time && since) {
    time.dateTime = new Date(since).toISOString();
    const form = { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" };
    time.textContent = new Intl.DateTimeFormat(locale, form).format(new Date(since));
  }
  notice.hidden = false;
}

// What the page loaded by itself is in the browser's own cache: asking again costs no line.
async function keepThisPage() {
  const nodes = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=preload], script[src], .hero-map > img")];
  const files = nodes.map((node) => node.href || node.src);
  await navigator.serviceWorker.register(notice.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: [location.href.split("#")[0], ...files, notice.dataset.offline] });
}

async function titleOf(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [page.title, page.documentElement.lang];
}

async function showKept() {
  const cache = await caches.open("pages");
  const items = [];
  for (const request of await cache.keys()) {
    if (request.url.split("?")[0] === location.href.split("?")[0]) continue;
    const [title, language] = await titleOf(await cache.match(request));
    const link = Object.assign(document.createElement("a"), { href: request.url, textContent: title, lang: language, dir: "auto" });
    const item = document.createElement("li");
    item.append(link);
    items.push(item);
  }
  list.replaceChildren(...items);
  list.hidden = !items.length;
  document.querySelector("[data-kept-none]").hidden = Boolean(items.length);
  document.querySelector("[data-forget]").hidden = !items.length;
}

async function forget() {
  await Promise.all(["pages", "files"].map((name) => caches.delete(name)));
  const isAlone = !await caches.has("kept") || !(await (await caches.open("kept")).keys()).length;
  if (isAlone) await Promise.all((await navigator.serviceWorker.getRegistrations()).map((one) => one.unregister()));
  await showKept();
  document.querySelector("[data-kept-none]").focus();
}

async function begin() {
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.since !== undefined) tell(data.since);
  });
  navigator.serviceWorker.startMessages();
  navigator.serviceWorker.controller?.postMessage({});
  if (!list) await keepThisPage();
  else {
    document.querySelector("[data-forget]").addEventListener("click", forget);
    await showKept();
  }
}

// Only where the browser lets a site keep things, and when the page itself is done.
if (notice && "serviceWorker" in navigator && "caches" in window) {
  addEventListener("load", () => begin().catch(() => {}));
}
