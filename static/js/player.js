// Plays the stream with hls.js: changes the language without a break, waits for a picture that
// is not there yet, goes over to the other stream, and takes a short pass, which it renews before
// it ends. Where hls.js is missing, the browser's own player goes on with what the page gave it.
const video = document.getElementById("player");
const note = document.getElementById("player-note");
const channels = video.dataset.channels.split(" ");
const kind = video.dataset.kind;
const patience = 12;
const triesEach = 2;
let prefix = video.dataset.prefix;
let language = video.dataset.language;
let onAir = video.dataset.onAir;
let channel = channels[0];
let failures = 0;
let hls = null;
let again = 0;
let wanted = true;
let seen = { at: -1, since: 0 };
let renewal = 0;
let begun = false;

// A room's screen holds its player before there is a picture; it begins when there is one.
const stage = document.querySelector("#live[data-whole]");
const withPicture = new Set(["door", "test", "live", "interrupted", "replay"]);
const rests = () => Boolean(stage) && !withPicture.has(stage.dataset.screen);

const address = () =>
  `${prefix}/${video.dataset.event}/${channel}/${kind}${language ? `.${language}` : ""}.m3u8`;

// What hls.js has read carries the old pass; each request goes out with the newest.
const renewed = (url) => url.replace(/^.*\/live\/[^/]+\/[^/]+\/[^/]+/, () => prefix);

function say(text) {
  note.hidden = !text;
  note.textContent = text;
}

function play() {
  // Only a browser that wants a press first is left alone; a player that was replaced is not.
  if (wanted) video.play().catch((error) => { wanted = error.name !== "NotAllowedError"; });
}

function start() {
  clearTimeout(again);
  hls?.destroy();
  hls = null;
  if (rests()) {
    say("");
    return;
  }
  seen = { at: -1, since: performance.now() };
  hls = new window.Hls({
    // Our media are fragmented MP4: there is nothing that a worker would have to repack.
    enableWorker: false,
    capLevelToPlayerSize: true,
    liveSyncDurationCount: 2,
    xhrSetup: (xhr, url) => xhr.open("GET", renewed(url), true),
  });
  hls.on(window.Hls.Events.ERROR, (_event, data) => { if (data.fatal) fail(data); });
  hls.on(window.Hls.Events.MANIFEST_PARSED, () => { chooseLanguage(language); offerQualities(); play(); });
  document.dispatchEvent(new CustomEvent("player-began", { detail: hls }));
  hls.loadSource(address());
  hls.attachMedia(video);
}

function fail(data) {
  if (data?.type === "mediaError" && failures === 0) {
    failures += 1;
    hls.recoverMediaError();
    return;
  }
  failures += 1;
  if (failures % triesEach === 0 && channels.length > 1) {
    channel = channels[(channels.indexOf(channel) + 1) % channels.length];
    say(note.dataset.backup);
  } else {
    say(note.dataset.waiting);
  }
  clearTimeout(again);
  again = setTimeout(start, Math.min(15, 1 + failures) * (700 + Math.random() * 600));
}

// A source that stopped raises no error: its old playlist stays where it was.
function watchOver() {
  if (!hls) return;
  if (video.currentTime !== seen.at || video.paused || document.hidden) {
    if (video.currentTime > 0 && video.currentTime !== seen.at && !video.paused) {
      failures = 0;
      say("");
    }
    seen = { at: video.currentTime, since: performance.now() };
  } else if (performance.now() - seen.since > patience * 1000) {
    seen.since = performance.now();
    failures += triesEach - 1 - (failures % triesEach);
    fail();
  }
}

function chooseLanguage(code) {
  const track = hls.audioTracks.findIndex((one) => one.lang === code);
  if (track < 0) return false;
  if (hls.audioTrack !== track) hls.audioTrack = track;
  return true;
}

function onLanguage(event) {
  const link = event.target.closest("a[data-language]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || kind !== "main") return;
  if (!hls || !chooseLanguage(link.dataset.language)) return;
  event.preventDefault();
  language = link.dataset.language;
  for (const other of document.querySelectorAll("a[data-language]")) {
    if (other === link) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  history.replaceState(null, "", link.href);
}

function offerQualities() {
  const select = document.getElementById("quality");
  if (!select || hls.levels.length < 2) return;
  const levels = hls.levels.map((level, index) => new Option(`${level.height}p`, index));
  select.replaceChildren(select.options[0], ...levels);
  select.closest("[hidden]")?.removeAttribute("hidden");
  select.onchange = () => { hls.currentLevel = Number(select.value); };
}

function otherStream() {
  if (channels.length < 2) return;
  channel = channels[(channels.indexOf(channel) + 1) % channels.length];
  failures = 0;
  start();
}

function onStatus({ detail }) {
  if (!begun) return;
  if (rests() === Boolean(hls)) start();
  if (!detail.stream || detail.stream === onAir || !channels.includes(detail.stream)) return;
  onAir = channel = detail.stream;
  failures = 0;
  wanted = !video.paused || wanted;
  start();
}

// The screen keeps its name when the page is loaded again, and counts once.
function screenName() {
  try {
    sessionStorage.screen ||= video.dataset.screen;
    return sessionStorage.screen;
  } catch {
    return video.dataset.screen;
  }
}

const named = () => new URLSearchParams(video.dataset.left ? { screen: screenName() } : {});

async function renew() {
  clearTimeout(renewal);
  // A page that only tries the picture out has no pass to renew.
  if (!video.dataset.renew) return;
  let next = 20 + Math.random() * 20;
  try {
    const signal = AbortSignal.timeout(20000);
    const answer = await fetch(video.dataset.renew, { method: "POST", body: named(), signal });
    // Closed, cancelled, or taken over by another screen: the page says which.
    if (answer.status === 403) location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const fresh = await answer.json();
    prefix = fresh.prefix;
    tellScreens(fresh.screens);
    next = beforeTheEnd(fresh.expires_in);
  } catch {
    // What the page came with lasts for hours; the next round tries again.
  }
  renewal = setTimeout(renew, next * 1000);
}

function tellScreens(words) {
  const place = document.getElementById("other-screens");
  if (!place || words === undefined) return;
  place.hidden = !words;
  place.querySelector("span").textContent = words;
}

// Far from the end, and each page at a moment of its own: one that sleeps a while still wakes in time.
const beforeTheEnd = (seconds) => Math.max(20, seconds * (0.5 + Math.random() * 0.25));

function leave() {
  if (video.dataset.left) navigator.sendBeacon(video.dataset.left, named());
}

if (window.Hls?.isSupported()) {
  video.removeAttribute("src");
  video.load();
  document.addEventListener("click", onLanguage);
  document.addEventListener("live-status", onStatus);
  document.addEventListener("player-other-stream", otherStream);
  video.addEventListener("play", () => { wanted = true; });
  setInterval(watchOver, 1000);
  renew().then(() => { begun = true; start(); });
  addEventListener("pageshow", (event) => { if (event.persisted) renew(); });
} else {
  tellScreens(document.querySelector("#other-screens > span")?.textContent);
  video.addEventListener("error", () => {
    say(note.dataset.waiting);
    setTimeout(() => { video.src = address(); play(); }, 5000);
  });
}
addEventListener("pagehide", leave);
