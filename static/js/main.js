const comesBackAfter = 10000;

function giveBack(button) {
  button.disabled = false;
  button.removeAttribute("aria-busy");
}

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const buttons = [...form.querySelectorAll("button:not([type=button])")];
  // After this turn: a disabled button would not be part of what is sent.
  setTimeout(() => {
    for (const button of buttons) {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    }
  });
  setTimeout(() => buttons.forEach(giveBack), comesBackAfter);
}

async function copy(button) {
  const target = document.getElementById(button.dataset.copy);
  if (!target) return;
  const words = button.textContent;
  await navigator.clipboard.writeText((target.value ?? target.textContent).trim());
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = words; }, 3000);
}

function offerCopying() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button));
    button.classList.remove("later");
  }
}

function tellLocalTimes() {
  // Alone, "en" would mean the American way, and the page beside it speaks the European one.
  const { dataset, lang } = document.documentElement;
  const language = dataset.locale ?? (lang === "en" ? "en-GB" : lang);
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const whole = { weekday: "long", day: "numeric", month: "long", ...clock };
  for (const time of document.querySelectorAll("[data-local-time]")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    const parts = time.dataset.localTime === "clock" ? clock : whole;
    time.textContent = new Intl.DateTimeFormat(language, parts).format(moment);
    time.closest("[hidden]")?.removeAttribute("hidden");
    time.closest(".later")?.classList.remove("later");
  }
}

function closeLanguages(event) {
  for (const details of document.querySelectorAll(".languages details[open]")) {
    if (event.key !== "Escape" && details.contains(event.target)) continue;
    if (event.key && event.key !== "Escape") continue;
    details.open = false;
    if (event.key) details.querySelector("summary").focus();
  }
}

document.addEventListener("submit", sendOnce);
document.addEventListener("click", closeLanguages);
document.addEventListener("keydown", closeLanguages);
window.addEventListener("pageshow", () => {
  document.querySelectorAll("button[aria-busy]").forEach(giveBack);
});
offerCopying();
// On a telephone the desk's pages stand in one line: the one that is open may lie beyond its end.
document.querySelector(".desk-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
tellLocalTimes();
