// Lists: a region can be tabbed to only while it scrolls, and a new count is read aloud.
const sizes = new ResizeObserver((entries) => entries.forEach((entry) => settle(entry.target)));

function settle(region) {
  if (region.scrollWidth > region.clientWidth + 1) region.setAttribute("tabindex", "0");
  else region.removeAttribute("tabindex");
}

function watch(root) {
  root.querySelectorAll(".s-scroll").forEach((region) => sizes.observe(region));
}

function announce(root) {
  const line = root.querySelector("[data-announce]");
  const announcer = document.getElementById("announcer");
  if (line && announcer) announcer.textContent = line.textContent.trim();
}

watch(document);
document.addEventListener("htmx:afterSettle", (event) => {
  watch(event.target.parentElement ?? document);
  announce(event.target);
});

// A form's summary of errors is where the reader must be first.
document.querySelector("[data-errors]")?.focus();
