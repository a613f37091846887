// "Gå tilbage" is the browser's own step back, which still holds what one typed; without a script it is a link.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-back]") && history.length > 1) {
    event.preventDefault();
    history.back();
  }
});
