// Where the map has grown within the last quarter of an hour, it glows once: ten more locations
// opened or are full there. A page that is looked at again looks again; nothing moves for long.
const map = document.querySelector("[data-glow]");
const most = 12;
const apart = 220;
const aMinute = 60_000;
const shown = new Set();
let asked = -aMinute;

function spark([x, y], place) {
  const light = document.createElement("span");
  light.className = "spark";
  light.style.left = `${x}%`;
  light.style.top = `${y}%`;
  light.style.animationDelay = `${place * apart}ms`;
  light.addEventListener("animationend", () => light.remove());
  map.append(light);
}

async function glow() {
  const still = matchMedia("(prefers-reduced-motion: reduce), (forced-colors: active)").matches;
  if (still || document.hidden || navigator.connection?.saveData) return;
  if (performance.now() - asked < aMinute) return;
  asked = performance.now();
  const answer = await fetch(map.dataset.glow);
  if (!answer.ok) return;
  const { glowing } = await answer.json();
  const fresh = glowing.filter((point) => !shown.has(String(point)));
  fresh.forEach((point) => shown.add(String(point)));
  fresh.slice(0, most).forEach(spark);
}

if (map) {
  const look = () => glow().catch(() => undefined);
  // After everything that a visitor waits for.
  if (document.readyState === "complete") look();
  else addEventListener("load", look);
  document.addEventListener("visibilitychange", look);
}
