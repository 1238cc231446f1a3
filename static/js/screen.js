// The screen of a room: keys that are shown on it, a display that stays awake, a clock, and the
// count of the people. The player and the status come back by themselves.
const live = document.getElementById("live");
const language = document.documentElement.lang;
const form = document.querySelector(".heads");
const heads = document.getElementById("heads");
const said = document.getElementById("heads-said");
let lock = null;
let saving = 0;

async function stayAwake() {
  if (document.hidden || !navigator.wakeLock || (lock && !lock.released)) return;
  lock = await navigator.wakeLock.request("screen").catch(() => null);
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else live.requestFullscreen?.().catch(() => {});
}

function nextLanguage() {
  const links = [...document.querySelectorAll("a[data-language]")];
  const current = links.findIndex((link) => link.hasAttribute("aria-current"));
  links[(current + 1) % links.length]?.click();
}

const acts = {
  f: fullScreen,
  l: nextLanguage,
  b: () => document.dispatchEvent(new CustomEvent("player-other-stream")),
  c: () => document.dispatchEvent(new CustomEvent("player-captions")),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
  // By its place on the keyboard as well: with a Persian layout F types another letter.
  const act = acts[event.key.toLowerCase()] ?? acts[event.code.replace("Key", "").toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}

const latin = (text) => text.replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 0x6f0)
  .replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 0x660);

async function save() {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
      signal: AbortSignal.timeout(10000),
    });
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(answer.status);
    said.textContent = said.dataset.saved;
  } catch {
    said.textContent = said.dataset.failed;
    saving = setTimeout(save, 10_000);
  }
}

function step(event) {
  const by = Number(event.target.dataset.step);
  heads.value = Math.max(0, (Number(latin(heads.value)) || 0) + by);
  said.textContent = "";
  clearTimeout(saving);
  saving = setTimeout(save, 800);
}

function submit(event) {
  // The page must not be left: the picture would stop.
  event.preventDefault();
  clearTimeout(saving);
  save();
}

function tell() {
  const clock = document.getElementById("clock");
  const timeZone = document.getElementById("programme").dataset.zone;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  // The whole room reads it: where this device is wrong, the server's clock counts.
  const now = Date.now() - Number(live.dataset.ahead ?? 0);
  clock.textContent = new Intl.DateTimeFormat(language, time).format(now);
  clock.classList.remove("later");
}

for (const button of document.querySelectorAll("[data-step]")) {
  button.classList.remove("later");
  button.addEventListener("click", step);
}
for (const button of document.querySelectorAll("[data-key]")) {
  button.addEventListener("click", () => acts[button.dataset.key]());
}
document.getElementById("keys").classList.remove("later");
form.addEventListener("submit", submit, { capture: true });
document.addEventListener("keydown", onKey);
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
tell();
setInterval(tell, 5000);
