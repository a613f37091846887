// Rows from a spreadsheet, pasted into the first column, fill the grid; the server reads them.
document.addEventListener("paste", (event) => {
  if (!event.target.matches("[data-paste]")) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const form = event.target.form;
  form.elements.pasted.value = text;
  form.requestSubmit(form.querySelector('[name="act"][value="paste"]'));
});
