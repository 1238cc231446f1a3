// Keys for whoever moderates: they act on the message that has the focus, and on no other.
const cards = [...document.querySelectorAll("[data-message]")];
const decisions = { a: ["approve"], p: ["pin", "unpin"], r: ["reject", "take_back"] };
const steps = { j: 1, k: -1 };

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target !== event.currentTarget) return;
  // By its place on the keyboard as well: with a Persian layout A types another letter.
  const key = [event.key.toLowerCase(), event.code.replace("Key", "").toLowerCase()].find((one) => one in decisions || one in steps);
  if (!key) return;
  event.preventDefault();
  if (key in steps) {
    cards[cards.indexOf(event.currentTarget) + steps[key]]?.focus();
    return;
  }
  const buttons = [...event.currentTarget.querySelectorAll("button[name=to]")];
  buttons.find((button) => decisions[key].includes(button.value))?.click();
}

for (const card of cards) {
  card.tabIndex = 0;
  card.addEventListener("keydown", onKey);
}
if (cards.length) document.getElementById("message-keys").hidden = false;
// After a decision the next message is at hand.
if (location.hash === "#queue") cards[0]?.focus();
