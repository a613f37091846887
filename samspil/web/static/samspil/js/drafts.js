// Drafts: what one types is kept in the browser until the server has it, so that a lost connection loses nothing.
//
// For any form: <form method="post" data-draft="register" data-draft-about="42"> with a hidden field
// `draft` whose value the server made (a random id: sent twice, it is stored once). `data-draft-about` is
// optional: a draft about another company is offered, not put in by itself. The page that tells that a
// form was stored carries an element with data-draft-stored="<the id>"; until it comes the draft stays.
// <body data-user="7"> says whose drafts may be seen: those of anybody else are removed at once, all are
// removed at log-out, and after twelve hours, which is how long a log-in lasts.
// Fields that come later (htmx) are filled when they come. A form hears "draft:restored" when it was filled;
// a module that is read after this one finds what was put in under form.draftHeld.
// Files, passwords and the CSRF token are never kept. Words are in the page: template#draft-words.
const PREFIX = "samspil-draft:";
const LIFE = 12 * 3600 * 1000;
const user = document.body.dataset.user ?? "";
const SKIPPED = new Set(["csrfmiddlewaretoken"]);

const store = {
  // Private windows may forbid storage; then the form works without a draft.
  all() { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } },
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, draft) { try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* full or forbidden */ } },
  remove(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
};

function clean() {
  for (const key of store.all()) {
    const owner = key.slice(PREFIX.length).split(":")[0];
    const draft = store.read(key);
    // A page for strangers (the log-in page after an expired session) keeps them for whoever comes back.
    if ((user && owner !== user) || !draft || Date.now() - draft.at > LIFE) store.remove(key);
  }
}

function settle() {
  for (const told of document.querySelectorAll("[data-draft-stored]")) {
    for (const key of store.all()) {
      if (store.read(key)?.id === told.dataset.draftStored) store.remove(key);
    }
  }
}

const keyOf = (form) => `${PREFIX}${user}:${form.dataset.draft}`;

function pairs(form) {
  return [...new FormData(form).entries()].filter(
    ([name, value]) => typeof value === "string" && !SKIPPED.has(name) && form.elements[name]?.type !== "password",
  );
}

const typed = (form) => JSON.stringify(pairs(form).filter(([name]) => name !== "draft"));

function keep(form, pending = false) {
  if (!pending && typed(form) === form.draftBlank) return store.remove(keyOf(form));
  store.write(keyOf(form), {
    id: form.elements.draft?.value ?? "", about: form.dataset.draftAbout ?? "", at: Date.now(), pending, pairs: pairs(form),
  });
}

function fill(form, held) {
  const values = new Map();
  for (const [name, value] of held) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.name) || field.type === "file" || field.draftFilled) continue;
    const wanted = values.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
    else if (field.tagName === "SELECT" && ![...field.options].some((each) => wanted.includes(each.value))) continue;
    else if (wanted.length) field.value = wanted[0];
    field.draftFilled = true;
  }
}

const words = () => document.getElementById("draft-words")?.content;

function tell(form, which, at, act) {
  form.parentElement.querySelector(".s-draft-notice")?.remove();
  const found = words()?.querySelector(`[data-say="${which}"]`);
  if (!found) return;
  const notice = found.cloneNode(true);
  notice.classList.add("s-draft-notice");
  const clock = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  notice.querySelectorAll("[data-at]").forEach((place) => { place.textContent = clock; });
  notice.querySelectorAll("[data-act]").forEach((button) => button.addEventListener("click", () => act(button.dataset.act)));
  form.before(notice);
}

function restore(form, draft) {
  form.draftHeld = draft.pairs;
  for (const field of form.elements) field.draftFilled = false;
  fill(form, draft.pairs);
  tell(form, draft.pending ? "waiting" : "restored", draft.at, (act) => answer(form, act));
  form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true, detail: Object.fromEntries(draft.pairs) }));
}

function answer(form, act) {
  const draft = store.read(keyOf(form));
  if (act === "drop") { store.remove(keyOf(form)); form.draftQuiet = true; window.location.reload(); }
  if (act === "fetch" && draft) restore(form, draft);
  if (act === "send") form.requestSubmit();
}

function watch(form) {
  form.draftBlank = typed(form);
  const draft = store.read(keyOf(form));
  // The server gave the form back with its errors: what it holds is newer than what is kept here.
  if (draft && !("draftReturned" in form.dataset)) {
    if (draft.about === (form.dataset.draftAbout ?? "")) restore(form, draft);
    else tell(form, "other", draft.at, (act) => answer(form, act));
  }
  form.addEventListener("input", () => keep(form));
  form.addEventListener("change", () => keep(form));
  form.addEventListener("submit", (event) => {
    if (form.method !== "post") return;
    keep(form, true);
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(form, "offline", Date.now(), (act) => answer(form, act));
    form.previousElementSibling?.scrollIntoView({ block: "nearest" });
  }, { capture: true });
}

clean();
settle();
const forms = user ? [...document.querySelectorAll("form[data-draft]")] : [];
forms.forEach(watch);

document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form?.draftHeld) fill(form, form.draftHeld);
});
window.addEventListener("online", () => forms.forEach((form) => {
  if (store.read(keyOf(form))?.pending) tell(form, "back", Date.now(), (act) => answer(form, act));
}));
document.addEventListener("submit", (event) => {
  if (event.target.matches('form[action$="/log-ud/"]')) store.all().forEach(store.remove);
});
