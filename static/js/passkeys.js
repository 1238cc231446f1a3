function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, letter => letter.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function withBytes(credentials = []) {
  return credentials.map(one => ({ ...one, id: toBytes(one.id) }));
}

function make(question) {
  const publicKey = {
    ...question,
    challenge: toBytes(question.challenge),
    user: { ...question.user, id: toBytes(question.user.id) },
    excludeCredentials: withBytes(question.excludeCredentials),
  };
  return navigator.credentials.create({ publicKey });
}

function sign(question) {
  const publicKey = {
    ...question,
    challenge: toBytes(question.challenge),
    allowCredentials: withBytes(question.allowCredentials),
  };
  return navigator.credentials.get({ publicKey });
}

function asAnswer({ id, rawId, type, response }) {
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  if (response.attestationObject) {
    answer.attestationObject = toText(response.attestationObject);
    answer.transports = response.getTransports?.() ?? [];
  } else {
    answer.authenticatorData = toText(response.authenticatorData);
    answer.signature = toText(response.signature);
  }
  return JSON.stringify({ id, rawId: toText(rawId), type, response: answer });
}

async function answer(event) {
  const form = event.target;
  event.preventDefault();
  if (!form.reportValidity()) return;
  const fault = form.querySelector("[data-passkey-fault]");
  fault.hidden = true;
  const ask = form.dataset.passkey === "make" ? make : sign;
  try {
    const credential = await ask(JSON.parse(form.dataset.question));
    form.querySelector("[name$=answer]").value = asAnswer(credential);
    form.submit();
  } catch {
    fault.hidden = false;
  }
}

if (window.PublicKeyCredential && window.isSecureContext) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", answer);
    form.querySelector("[data-passkey-missing]").classList.add("later");
    form.querySelector("[data-passkey-ready]").classList.remove("later");
  }
}
