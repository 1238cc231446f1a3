// Before the day: is the line fast enough, is the clock right, can this browser play the stream?
// The page shows the answers and sends none of them anywhere.
const check = document.getElementById("check");
const button = check.querySelector("button");
const forThePicture = 700;
const forSound = 100;
const codec = 'video/mp4; codecs="avc1.4d401f,mp4a.40.2"';
const { dataset, lang } = document.documentElement;
const locale = dataset.locale ?? lang;

function say(id, verdict, more = "") {
  const place = document.getElementById(id);
  place.dataset.verdict = verdict;
  const strong = document.createElement("bdi");
  strong.textContent = more;
  place.replaceChildren(`${place.dataset[verdict]} `, strong);
}

// A file that every page with a player loads, past the browser's cache.
async function measureSpeed() {
  try {
    const address = `${check.dataset.sample}?${Math.random()}`;
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(30000) });
    if (!answer.ok) throw new Error(answer.status);
    await answer.arrayBuffer();
    const [timing] = performance.getEntriesByName(new URL(address, location).href).slice(-1);
    const seconds = (timing.responseEnd - timing.requestStart) / 1000;
    const speed = Math.round((timing.encodedBodySize * 8) / 1000 / seconds);
    const verdict = speed >= forThePicture ? "good" : speed >= forSound ? "little" : "bad";
    const unit = document.getElementById("check-speed").dataset.unit;
    say("check-speed", verdict, `${new Intl.NumberFormat(locale).format(speed)} ${unit}`);
  } catch {
    say("check-speed", "none");
  }
}

async function compareClocks() {
  try {
    const answer = await fetch(check.dataset.clock, { cache: "no-store", signal: AbortSignal.timeout(10000) });
    const theirs = Date.parse(answer.headers.get("Date"));
    if (Number.isNaN(theirs)) throw new Error("no date");
    const right = Math.abs(Date.now() - theirs) < 60_000;
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: check.dataset.zone };
    const time = new Intl.DateTimeFormat(locale, clock).format(new Date(theirs));
    say("check-clock", right ? "good" : "bad", right ? "" : time);
  } catch {
    say("check-clock", "none");
  }
}

function askBrowser() {
  const scripted = window.Hls?.isSupported() && MediaSource.isTypeSupported(codec);
  const native = document.createElement("video").canPlayType("application/vnd.apple.mpegurl");
  say("check-codec", scripted || native ? "good" : "bad");
}

async function checkAll() {
  button.disabled = true;
  askBrowser();
  await compareClocks();
  await measureSpeed();
  button.disabled = false;
}

check.classList.remove("later");
button.addEventListener("click", checkAll);
