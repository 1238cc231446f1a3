// Keeps the page of a watcher up to date: what is on, what the organizers say, when it begins.
const live = document.getElementById("live");
const { dataset, lang } = document.documentElement;
const locale = dataset.locale ?? (lang === "en" ? "en-GB" : lang);
const withPicture = new Set(["door", "test", "live", "interrupted", "replay"]);
const slowest = 60;
let last = "";
let failures = 0;
let skew = 0;

// The hour alone where it is today, as the server writes it.
function soon(moment) {
  const timeZone = document.getElementById("programme").dataset.zone;
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  const date = { weekday: "long", day: "numeric", month: "long", timeZone };
  const day = new Intl.DateTimeFormat(locale, date);
  const today = day.format(moment) === day.format(Date.now() - skew);
  return new Intl.DateTimeFormat(locale, today ? clock : { ...date, ...clock }).format(moment);
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
  element.append(" ", time);
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
    skew = skewOf(answer.headers.get("Date"));
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

// Many devices are minutes off: the countdown goes by the server's clock. A few seconds may be
// the way of the answer.
function skewOf(date) {
  const ahead = Date.now() - Date.parse(date);
  return Math.abs(ahead) > 5000 ? ahead : 0;
}

function countDown() {
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  for (const time of document.querySelectorAll("[data-countdown]")) {
    const left = (new Date(time.dateTime) - Date.now() + skew) / 1000;
    const [unit, seconds] = units.find(([, size]) => left >= 2 * size) ?? units[3];
    time.textContent = left > 0 ? words.format(Math.floor(left / seconds), unit) : "";
  }
}

if (live) {
  setTimeout(poll, 1000 + Math.random() * 2000);
  countDown();
  setInterval(countDown, 1000);
}
