// Keeps the numbers of the overview up to date while somebody looks at them.
const every = 1000 * Number(document.getElementById("overview").dataset.every);

// A page that lies open must not keep a session alive that nobody uses.
const aWhile = 15 * 60 * 1000;
let touched = Date.now();

function folds(within) {
  return [...within.querySelectorAll("details")];
}

async function refresh() {
  if (document.hidden || Date.now() - touched > aWhile) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  // Signed out meanwhile: the numbers stay as they are, and the next click leads to the sign-in.
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("overview");
  const old = document.getElementById("overview");
  if (!fresh || old.contains(document.activeElement)) return;
  // What somebody has unfolded stays open.
  const open = folds(old).map((details) => details.open);
  folds(fresh).forEach((details, place) => { details.open = open[place] ?? false; });
  old.replaceWith(document.adoptNode(fresh));
}

for (const sign of ["pointerdown", "keydown", "wheel"]) {
  addEventListener(sign, () => { touched = Date.now(); }, { passive: true });
}
setInterval(() => refresh().catch(() => undefined), every);
