// A form that cannot be sent keeps everything and says so; sending it twice counts once, as the
// server knows it by its `submission`. What was typed stays in this page's memory alone: stored
// on the device, others who use it could read it.
//
// Forms with long texts that are not `data-send` go the browser's own way, once the server has
// answered a short question: the way back from a browser's own error page loses what was typed.
const patience = 60000;
const impatience = 10000;

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

function tell(form, words = "") {
  const place = form.querySelector("[data-lost]") ?? document.querySelector("[data-lost]");
  if (!form.contains(place)) form.append(place);
  place.className = words ? "notice bad" : "";
  place.textContent = words === true ? place.dataset.lost : words;
}

// What a page of an error says, in the words of that page; true where there is no such page.
async function wordsOf(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = [page.querySelector("main h1"), page.querySelector("main .lead")];
  return said.every(Boolean) ? said.map((node) => node.textContent).join(". ") : true;
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
  tell(form);
  try {
    const signal = AbortSignal.timeout?.(patience);
    const answer = await fetch(form.action, { method: "POST", body, signal });
    if (answer.redirected) location.assign(answer.url);
    else if (answer.status === 422) await show(answer);
    else if (answer.status >= 500 || answer.status === 429) {
      rest(buttons, false);
      tell(form, await wordsOf(answer));
    } else form.submit();
  } catch {
    rest(buttons, false);
    tell(form, true);
  }
}

async function sendWhenHeard(form, pressed) {
  const buttons = [...form.querySelectorAll("button:not([type=button])")];
  rest(buttons, true);
  tell(form);
  const signal = AbortSignal.timeout?.(impatience);
  const isHeard = await fetch("/healthz", { cache: "no-store", signal }).then((answer) => answer.ok, () => false);
  rest(buttons, false);
  if (!isHeard) tell(form, true);
  else {
    form.dataset.heard = "";
    form.requestSubmit(pressed);
    delete form.dataset.heard;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const { send: isOurs, heard } = form.dataset;
  const isLong = form.method === "post" && heard === undefined && form.querySelector("textarea");
  if (event.defaultPrevented || (isOurs === undefined && !isLong)) return;
  event.preventDefault();
  if (isOurs !== undefined) send(form, event.submitter);
  else {
    event.stopImmediatePropagation();
    sendWhenHeard(form, event.submitter);
  }
}, true);
