// Captions: chosen by a link, with the key C or in the player's own menu, without a break in the
// picture. The choice is kept in this browser and goes nowhere else.
const video = document.getElementById("player");
const links = [...document.querySelectorAll("a[data-captions]")];
let hls = null;
let wanted = video.dataset.captions ?? remembered();
let last = wanted || ownLanguage();

function remembered() {
  try {
    return localStorage.captions ?? "";
  } catch {
    return "";
  }
}

function ownLanguage() {
  const codes = links.map((link) => link.dataset.captions).filter(Boolean);
  return codes.find((code) => code === document.documentElement.lang) ?? codes[0];
}

function show() {
  if (hls) hls.setSubtitleOption(wanted ? { lang: wanted } : { id: -1 });
  else for (const track of video.textTracks) track.mode = track.language === wanted ? "showing" : "disabled";
}

function take(code) {
  wanted = code;
  last = code || last;
  try {
    localStorage.captions = code;
  } catch {
    // It holds for this page alone.
  }
  mark();
}

function mark() {
  video.classList.toggle("reads", Boolean(wanted));
  for (const link of links) {
    if (link.dataset.captions === wanted) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function choose(code) {
  take(code);
  show();
}

function onClick(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(event.currentTarget.dataset.captions);
  history.replaceState(null, "", event.currentTarget.href);
}

const turn = () => choose(wanted ? "" : last);

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  // By its place on the keyboard as well: with a Persian layout C types another letter.
  if (event.key.toLowerCase() === "c" || event.code === "KeyC") turn();
}

function onBegin({ detail }) {
  hls = detail;
  if (wanted) show();
  // What is not ours comes from the player's own menu.
  hls.on(window.Hls.Events.SUBTITLE_TRACK_SWITCH, onSwitch);
}

function onSwitch(_event, { id }) {
  const code = hls.subtitleTracks[id]?.lang ?? "";
  if (code !== wanted) take(code);
}

for (const link of links) link.addEventListener("click", onClick);
document.addEventListener("player-began", onBegin);
document.addEventListener("player-captions", turn);
// A room's screen has keys of its own, and tells of this one.
if (!document.getElementById("keys")) {
  document.addEventListener("keydown", onKey);
  document.querySelector(".captions kbd")?.classList.remove("later");
}
if (!window.Hls?.isSupported()) video.textTracks.addEventListener("addtrack", show);
mark();
