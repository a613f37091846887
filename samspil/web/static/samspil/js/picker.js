// A field that offers whom it may mean: arrows, Enter, Escape, or a click. In the head it leads to a page,
// in a form it fills a hidden field. htmx fetches the offers; see components/companies.jinja.
const options = (list) => [...list.querySelectorAll("[role=option]")];
const current = (list) => list.querySelector("[aria-selected=true]");

function parts(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  return { list, field: input.closest("[data-picker]") };
}

function open(input, list, on) {
  list.hidden = !on;
  input.setAttribute("aria-expanded", String(on));
  if (!on) mark(input, list, null);
}

function mark(input, list, option) {
  const before = current(list);
  if (before) before.setAttribute("aria-selected", "false");
  if (!option) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function step(input, list, by) {
  const all = options(list);
  if (!all.length) return;
  if (list.hidden) open(input, list, true);
  const now = all.indexOf(current(list));
  mark(input, list, all[(now + by + all.length + (now < 0 && by < 0 ? 1 : 0)) % all.length]);
}

function tell(field, key) {
  const hidden = field.querySelector("[data-picked]");
  if (!hidden) return;
  hidden.value = key;
  hidden.dispatchEvent(new Event("change", { bubbles: true }));
}

function dropNew(field) {
  const place = field.querySelector("[data-new]");
  if (place) place.replaceChildren();
}

async function makeNew(field, input, option) {
  const place = field.querySelector("[data-new]");
  const name = input.name.replace(/-soeg$/, "");
  field.querySelector("[data-told]").textContent = "";
  tell(field, "");
  if (option.dataset.newKind === "anonymous") {
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: `${name}-ny`, value: "anonymous" });
    place.replaceChildren(hidden);
    input.value = option.textContent.trim();
    field.dispatchEvent(new CustomEvent("picker:anonymous", { bubbles: true }));
    return;
  }
  const asked = new URLSearchParams({ felt: name, slags: option.dataset.newKind, tekst: input.value });
  input.value = "";
  await window.htmx.ajax("GET", `${option.dataset.from}?${asked}`, { target: place, swap: "innerHTML" });
  place.querySelector("input:not([type=hidden])")?.focus();
}

function choose(input, option) {
  const { list, field } = parts(input);
  if (option.dataset.href) {
    window.location.assign(option.dataset.href);
    return;
  }
  // Before the list is closed, which empties what is marked.
  open(input, list, false);
  if (option.dataset.newKind) {
    makeNew(field, input, option);
    return;
  }
  dropNew(field);
  field.querySelector("[data-found]")?.remove();
  input.value = option.dataset.name;
  field.querySelector("[data-told]").textContent = option.dataset.line;
  tell(field, option.dataset.key);
}

function keyed(event, input) {
  const { list } = parts(input);
  switch (event.key) {
    case "ArrowDown": step(input, list, 1); break;
    case "ArrowUp": step(input, list, -1); break;
    case "Escape":
      if (list.hidden) return;
      open(input, list, false);
      break;
    case "Enter": {
      const option = list.hidden ? null : current(list);
      if (option) choose(input, option);
      // In a form Enter would send it while one is still searching.
      else if (!(input.closest("[data-picker]") && !list.hidden)) return;
      else if (options(list).length) choose(input, options(list)[0]);
      break;
    }
    default: return;
  }
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("keydown", (event) => {
  if (event.target.matches?.("[role=combobox]")) keyed(event, event.target);
}, true);

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches?.("[role=combobox]")) return;
  const { list, field } = parts(input);
  if (field) {
    // What was chosen is not what is being typed now.
    tell(field, "");
    field.querySelector("[data-told]").textContent = "";
    dropNew(field);
  }
  if (!input.value.trim()) open(input, list, false);
});

document.addEventListener("mousedown", (event) => {
  // The field keeps the focus, so that the list does not close before the click arrives.
  if (event.target.closest?.("[role=listbox]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const option = event.target.closest?.("[role=option]");
  const list = option?.closest("[role=listbox]");
  if (list) choose(document.querySelector(`[aria-controls="${list.id}"]`), option);
  const drop = event.target.closest?.("[data-drop-new]");
  if (drop) {
    const field = drop.closest("[data-picker]");
    dropNew(field);
    field.querySelector("[role=combobox]").focus();
  }
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[role=combobox]")) open(event.target, parts(event.target).list, false);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const list = event.target;
  if (list.getAttribute?.("role") !== "listbox") return;
  const input = document.querySelector(`[aria-controls="${list.id}"]`);
  if (input !== document.activeElement) return;
  open(input, list, Boolean(input.value.trim()) && list.children.length > 0);
  const hits = list.querySelectorAll("[data-key], [data-href]").length;
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = hits ? `${hits}` : list.textContent.trim();
});

// With a script nobody needs the button that asks the server.
document.documentElement.classList.add("s-scripted");
