// The import wizard: the first values beside a field follow the column that is chosen for it.
for (const form of document.querySelectorAll("[data-mapping]")) {
  form.addEventListener("change", (event) => {
    const option = event.target.selectedOptions?.[0];
    const shown = event.target.closest("tr")?.querySelector("[data-samples-shown]");
    if (option && shown) shown.textContent = option.dataset.samples ?? "";
  });
}
