// Keeps the figures of the live desk fresh; what somebody is typing stays as it is.
const seconds = 5;

async function refresh() {
  try {
    if (document.hidden) return;
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(10000) });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-fresh]")) {
      const newer = fresh.getElementById(part.id);
      if (newer && newer.innerHTML !== part.innerHTML) part.replaceWith(newer);
    }
  } catch {
    // The next round tries again.
  } finally {
    setTimeout(refresh, seconds * 1000);
  }
}

setTimeout(refresh, seconds * 1000);
