// Keys: / search, g + letter to a room, j and k through a list, ? for help, and keys that buttons name.
const OFF = "samspil-keys-off";
const WAIT = 1500;
let going = 0;

const dialog = () => document.getElementById("shortcuts");

function switchedOff() {
  // Private windows may forbid storage; then keys work and the choice lasts as long as the page.
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
}

function writing(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

function shown(element) {
  return element.getClientRects().length > 0;
}

// A list is a table of rows, or lines that say they are some.
function row(element) {
  return element.closest("tr, [data-row]") ?? element;
}

function step(by) {
  const links = [...document.querySelectorAll("[data-rows] .s-row-link")].filter(shown);
  if (!links.length) return false;
  const now = links.findIndex((link) => row(link).contains(document.activeElement));
  const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(now + by, 0), links.length - 1);
  links[next].focus();
  return true;
}

function follow(key) {
  const link = [...document.querySelectorAll("[data-go]")].find((each) => each.dataset.go === key);
  if (link) window.location.assign(link.href);
  return Boolean(link);
}

// A key that a line names does something to the line one stands on, and nothing where one stands on none.
function pressInRow(key) {
  const here = document.activeElement?.closest("[data-row]");
  const named = here && [...here.querySelectorAll("[data-row-key]")].find((each) => each.dataset.rowKey === key && shown(each));
  if (named) named.click();
  return Boolean(named);
}

function press(key) {
  // What the page itself offers comes before what stands in the head of all pages.
  const named = [...document.querySelectorAll("[data-key]")].reverse().find((each) => each.dataset.key === key && shown(each));
  if (named) named.click();
  return Boolean(named);
}

function answer(key) {
  if (Date.now() - going < WAIT) {
    going = 0;
    return follow(key);
  }
  switch (key) {
    case "/": {
      // The search of the page's own list comes before the one in the head.
      const field = [...document.querySelectorAll("[data-search]")].reverse().find(shown);
      if (field) { field.focus(); field.select(); }
      return Boolean(field);
    }
    case "g": going = Date.now(); return true;
    case "j": return step(1);
    case "k": return step(-1);
    case "?": dialog().showModal(); return true;
    default: return pressInRow(key) || press(key);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") {
    document.querySelectorAll(".s-menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    return;
  }
  if (event.key.length !== 1 || writing(event.target) || dialog()?.open || switchedOff()) return;
  if (answer(event.key)) event.preventDefault();
});

// A menu closes when one clicks beside it.
document.addEventListener("click", (event) => {
  document.querySelectorAll(".s-menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

document.querySelectorAll("[data-open-shortcuts]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => dialog().showModal());
});

const choice = document.getElementById("shortcuts-on");
if (choice) {
  choice.checked = !switchedOff();
  choice.addEventListener("change", () => {
    try { localStorage.setItem(OFF, choice.checked ? "0" : "1"); } catch { /* see switchedOff */ }
  });
}
