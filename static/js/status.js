// Keeps the page of a watcher up to date: what is on, what the organizers say, when it begins.
const live = document.getElementById("live");
const { dataset, lang } = document.documentElement;
const locale = dataset.locale ?? (lang === "en" ? "en-GB" : lang);
const withPicture = new Set(["door", "test", "live", "interrupted", "replay"]);
const slowest = 60;
const zone = document.getElementById("programme")?.dataset.zone;
const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
let last = "";
let failures = 0;
// How far this device's clock is ahead of the server's; null until the server was heard.
let ahead = null;

const rightNow = () => Date.now() - (ahead ?? 0);

// The hour alone where it is today, as the server writes it.
function soon(moment) {
  const date = { weekday: "long", day: "numeric", month: "long", timeZone: zone };
  const day = new Intl.DateTimeFormat(locale, date);
  const today = day.format(moment) === day.format(rightNow());
  return new Intl.DateTimeFormat(locale, today ? hour : { ...date, ...hour }).format(moment);
}

// What stands there already is left as it was written.
function shows(element, line) {
  const time = element.querySelector("time");
  // The status tells minutes alone.
  const same = !time || Math.abs(Date.parse(time.dateTime) - Date.parse(line.starts)) < 60_000;
  return same && element.querySelector("bdi")?.textContent === line.title;
}

function show(element, line) {
  if (!element || (line && shows(element, line))) return;
  element.hidden = element.previousElementSibling.hidden = !line;
  element.replaceChildren();
  if (!line) return;
  const title = document.createElement("bdi");
  title.textContent = line.title;
  element.append(title);
  if (element.id !== "on-next") return;
  const time = document.createElement("time");
  time.className = "quiet";
  time.dateTime = line.starts;
  time.textContent = soon(new Date(line.starts));
  element.append(" · ", time);
}

function showNotices(notices) {
  const items = notices.map(({ urgent, text }) => {
    const item = document.createElement("li");
    item.dir = "auto";
    item.classList.toggle("urgent", urgent);
    item.textContent = text;
    return item;
  });
  document.getElementById("notices").replaceChildren(...items);
}

function take(status) {
  const before = live.dataset.screen;
  const whole = "whole" in live.dataset;
  if ((!whole && withPicture.has(before) !== withPicture.has(status.screen))
      || (status.screen === "replay" && before !== "replay")) {
    // Everybody is told in the same second; the server is asked over several.
    setTimeout(() => location.reload(), Math.random() * 8000);
    return;
  }
  live.dataset.screen = status.screen;
  const text = document.getElementById("live-text");
  text.className = `state ${status.screen}`;
  text.textContent = status.text;
  document.getElementById("live-advice").textContent = status.advice;
  const watching = document.getElementById("live-watching");
  if (watching) watching.textContent = status.watching;
  showNotices(status.notices);
  show(document.getElementById("on-now"), status.session);
  show(document.getElementById("on-next"), status.next);
  document.dispatchEvent(new CustomEvent("live-status", { detail: status }));
}

async function poll() {
  let wait = 20;
  try {
    const answer = await fetch(live.dataset.status, { signal: AbortSignal.timeout(15000) });
    if (!answer.ok) throw new Error(answer.status);
    compareClocks(Date.parse(answer.headers.get("Date")));
    const body = await answer.text();
    const status = JSON.parse(body);
    wait = status.poll_s;
    failures = 0;
    if (body !== last) take(status);
    last = body;
  } catch {
    failures += 1;
    wait = Math.min(slowest, 5 * 2 ** failures);
  }
  if (document.hidden) wait = Math.max(wait, 20);
  setTimeout(poll, wait * (800 + Math.random() * 400));
}

// Many devices are minutes off: what the page counts goes by the server's clock, and the page
// says so. A few seconds may be the way of the answer.
function compareClocks(theirs) {
  const difference = Date.now() - theirs;
  ahead = Math.abs(difference) > 5000 ? difference : 0;
  live.dataset.ahead = ahead;
  const place = document.getElementById("clock-off");
  const isOff = Math.abs(ahead) >= 60_000;
  place.hidden = !isOff;
  const words = new Intl.DateTimeFormat(locale, hour);
  if (isOff) place.querySelector("bdi").textContent = words.format(theirs);
  countDown();
}

// Until the server was heard, what it wrote into the page is nearer than this device's clock.
function countDown() {
  if (ahead === null) return;
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  for (const time of document.querySelectorAll("[data-countdown]")) {
    const left = (new Date(time.dateTime) - rightNow()) / 1000;
    const [unit, seconds] = units.find(([, size]) => left >= 2 * size) ?? units[3];
    time.textContent = left > 0 ? words.format(Math.floor(left / seconds), unit) : "";
  }
}

if (live) {
  setTimeout(poll, 1000 + Math.random() * 2000);
  setInterval(countDown, 1000);
}
