// File fields with data-max-bytes: a file that is too large is said at once, before it is sent.
for (const field of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  const check = () => {
    const size = [...field.files].reduce((sum, file) => sum + file.size, 0);
    field.setCustomValidity(size > Number(field.dataset.maxBytes) ? field.dataset.tooLarge : "");
  };
  field.addEventListener("change", () => {
    check();
    field.reportValidity();
  });
  field.form?.addEventListener("submit", (event) => {
    check();
    if (field.validity.customError) {
      event.preventDefault();
      field.reportValidity();
    }
  });
}
