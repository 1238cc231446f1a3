// A list of cities or regions under a field while somebody types: the combobox of the ARIA
// practices. The field is <input data-cities="address of cities.json or regions.json">; without
// this file it is plain text.
//   data-country  id of the field with the country, a hint
//   data-number   name under which the number of the chosen city is sent as well
//   data-goes     choosing sends the form
//   data-several  several, with commas between, each after its country and a colon

const root = document.documentElement;
const pause = 120;
const cjk = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

class Cities {
  constructor(input) {
    this.input = input;
    this.hits = [];
    this.at = -1;
    this.number = 0;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-cities`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.some ?? "");
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "aside";
    this.status.setAttribute("role", "status");
    const frame = document.createElement("div");
    frame.className = "cities";
    // The browser's own list, for those without this file.
    input.removeAttribute("list");
    input.replaceWith(frame);
    frame.append(input, this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id, autocomplete: "off",
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    this.country?.addEventListener("change", () => this.forget());
    // Before the field loses focus, which would close the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  get country() {
    return document.getElementById(this.input.dataset.country);
  }

  typed() {
    this.forget();
    clearTimeout(this.timer);
    const text = this.text();
    if (text.length < 2 && !cjk.test(text)) return this.close();
    this.timer = setTimeout(() => this.ask(text), pause);
  }

  // Of several, the last one, which is being typed.
  text() {
    const { value, dataset } = this.input;
    return (dataset.several === undefined ? value : value.split(/[,،:]/).at(-1)).trim();
  }

  async ask(text) {
    const number = ++this.number;
    const country = this.country?.value ?? "";
    const query = new URLSearchParams({ q: text, ...(country && { country }) });
    try {
      const answer = await fetch(`${this.input.dataset.cities}?${query}`);
      const hits = answer.ok ? await answer.json() : [];
      // A slow answer to what was typed before must not replace the newer one.
      if (number === this.number && document.activeElement === this.input) this.show(hits);
    } catch {
      this.close();
    }
  }

  show(hits) {
    this.hits = hits;
    this.at = -1;
    this.list.replaceChildren(...hits.map((hit, place) => this.option(hit, place)));
    this.list.hidden = !hits.length;
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = hits.length
      ? `${this.input.dataset.some ?? ""} ${hits.length.toLocaleString(root.dataset.locale ?? root.lang)}`
      : this.input.dataset.none ?? "";
  }

  option(hit, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("bdi");
    name.textContent = hit.latin ? `${hit.name} (${hit.latin})` : hit.name;
    const where = document.createElement("small");
    for (const part of ["matched", "region", "country_name"]) {
      if (!hit[part]) continue;
      // The name that matched stands in the quotation marks of the page's language.
      const text = document.createElement(part === "matched" ? "q" : "bdi");
      text.textContent = hit[part];
      if (where.childNodes.length) where.append(" · ");
      where.append(text);
    }
    option.append(name, where);
    return option;
  }

  pressed(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && !this.list.hidden) {
      event.preventDefault();
      const rows = this.hits.length + 1;
      this.mark((this.at + 1 + steps[event.key] + rows) % rows - 1);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  mark(at) {
    this.list.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = at;
    const option = this.list.children[at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(place) {
    const hit = this.hits[place];
    const { number: name, goes, several } = this.input.dataset;
    const before = this.input.value.match(/^.*[,،]/)?.[0] ?? "";
    this.input.value = several === undefined ? hit.name
      : `${before && `${before} `}${hit.country_name}: ${hit.name}`;
    this.close();
    if (name) {
      this.hidden ??= Object.assign(document.createElement("input"), { type: "hidden", name });
      this.hidden.value = hit.id;
      this.input.form.append(this.hidden);
    }
    // A search in the whole world stays one; a form wants to know the country.
    if (this.country && (this.country.value || goes === undefined)) this.country.value = hit.country;
    if (goes !== undefined) this.input.form.requestSubmit();
  }

  forget() {
    this.hidden?.remove();
  }

  close() {
    clearTimeout(this.timer);
    this.number++;
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function enhance() {
  for (const input of document.querySelectorAll("input[data-cities]")) new Cities(input);
}

enhance();
document.addEventListener("page-shown", enhance);
