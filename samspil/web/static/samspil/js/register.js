// Registering: Ctrl or ⌘ and Return saves, Return in the search takes the first hit, arrows walk the hits.
const form = document.querySelector("form[data-registers]");

function hits() { return [...form.querySelectorAll(".r-hits button")]; }

form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.target.id === "q" && event.key === "Enter") {
    event.preventDefault();
    hits()[0]?.click();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = hits();
    const now = all.indexOf(document.activeElement);
    if (event.target.id !== "q" && now < 0) return;
    const next = now + (event.key === "ArrowDown" ? 1 : -1);
    if (next >= all.length) return;
    event.preventDefault();
    (next < 0 ? form.querySelector("#q") : all[next]).focus();
  }
});

form?.addEventListener("click", (event) => {
  const day = event.target.closest("[data-day]");
  if (day) {
    form.elements.step_on.value = day.dataset.day;
    form.elements.step_on.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const founder = event.target.closest("[data-new-founder]");
  if (founder) {
    event.preventDefault();
    form.querySelector('[name="who"][value="founder"]').checked = true;
    form.elements.founder_name.value ||= form.elements.q.value;
    form.elements.founder_name.focus();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

form?.addEventListener("htmx:afterSettle", (event) => {
  const part = document.getElementById("whom");
  if (event.detail.target !== part) return;
  const picked = part.querySelector("[data-chosen]");
  // On to what comes next, by keyboard; a phone does not open its keyboard for this.
  (picked ? form.querySelector('[name="kind"]:checked') : part.querySelector("#q"))?.focus({ preventScroll: true });
  form.dispatchEvent(new Event("change", { bubbles: true }));
});

// Opened by keyboard or mouse, one writes at once: whom it was with, or how, when that is known. A phone
// would open its keyboard over the form.
if (form?.dataset.who && !("draftReturned" in form.dataset) && document.activeElement === document.body
    && matchMedia("(pointer: fine)").matches) {
  (form.querySelector("[data-chosen]") ? form.querySelector('[name="kind"]:checked') : form.querySelector("#q"))
    ?.focus({ preventScroll: true });
}

// A draft that was brought back: show again who it was about.
form?.addEventListener("draft:restored", (event) => recall(event.detail.subject));
// The draft may have been brought back before this was read.
if (form?.draftHeld) recall(new Map(form.draftHeld).get("subject"));

function recall(subject) {
  const held = form.querySelector('#whom [name="subject"]');
  if (subject && held?.value !== subject) {
    window.htmx?.ajax("GET", `${form.dataset.who}?subject=${encodeURIComponent(subject)}`, { target: "#whom", swap: "innerHTML" });
  }
}
