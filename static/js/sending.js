// A form that cannot be sent keeps everything and says so; sending it twice counts once, as the
// server knows it by its `submission`. What was typed stays in this page's memory alone: stored
// on the device, others who use it could read it.
const patience = 60000;

function rest(buttons, resting) {
  for (const button of buttons) {
    button.disabled = resting;
    if (resting) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}

function contentOf(form, pressed) {
  const content = new FormData(form);
  if (pressed?.name) content.append(pressed.name, pressed.value);
  return new URLSearchParams(content);
}

function tell(form, isLost) {
  const place = form.querySelector("[data-lost]");
  place.className = isLost ? "notice bad" : "";
  place.textContent = isLost ? place.dataset.lost : "";
}

async function show(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  const first = main.querySelector("#error-summary") ?? main.querySelector("h1");
  first.removeAttribute("autofocus");
  first.setAttribute("tabindex", "-1");
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  first.focus();
  document.dispatchEvent(new Event("page-shown"));
}

async function send(form, pressed) {
  const buttons = [...form.querySelectorAll("button:not([type=button])")];
  const body = contentOf(form, pressed);
  rest(buttons, true);
  tell(form, false);
  try {
    const signal = AbortSignal.timeout?.(patience);
    const answer = await fetch(form.action, { method: "POST", body, signal });
    if (answer.status >= 500 || answer.status === 429) throw new TypeError(answer.statusText);
    if (answer.redirected) location.assign(answer.url);
    else if (answer.status === 422) await show(answer);
    else form.submit();
  } catch {
    rest(buttons, false);
    tell(form, true);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.send === undefined || event.defaultPrevented) return;
  event.preventDefault();
  send(form, event.submitter);
}, true);
