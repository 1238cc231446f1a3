// While the stream plays, this page says once a minute that somebody watches at this location.
// It calls itself by a random name that dies with the page; nothing else is sent or kept.
const live = document.getElementById("live");
const video = document.getElementById("player");
const every = 60_000;
const counted = new Set(["test", "live", "interrupted"]);
const tab = crypto.getRandomValues(new Uint32Array(1))[0].toString(16);

function beat() {
  if (video.paused || !counted.has(live.dataset.screen)) return;
  const address = `${live.dataset.beat}&v=${tab}`;
  fetch(address, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
}

// Everybody opens the page in the same minutes: each begins at a moment of its own, and then
// keeps to whole minutes, so that every minute hears of it once.
setTimeout(() => {
  beat();
  setInterval(beat, every);
}, 3000 + Math.random() * 12_000);
