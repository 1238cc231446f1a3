// Brings new messages onto the wall without loading the page again.
const wall = document.querySelector("[data-refresh]");
const seconds = Number(wall.dataset.refresh) / 2;

async function refresh() {
  try {
    if (document.hidden) return;
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(10000) });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-refresh]");
    // Whoever is about to follow a link must not lose it.
    const busy = wall.contains(document.activeElement);
    if (fresh && !busy && fresh.innerHTML !== wall.innerHTML) wall.innerHTML = fresh.innerHTML;
  } catch {
    // The next round tries again.
  } finally {
    setTimeout(refresh, seconds * (800 + Math.random() * 400));
  }
}

setTimeout(refresh, seconds * 1000);
