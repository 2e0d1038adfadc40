// The cycle's editor: buttons add and take away days, and begin with a usual rotation. The server draws the preview.
const form = document.querySelector("[data-rotation]");
form?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-preset], [data-add], [data-take]");
  if (!button) return;
  const cycle = form.elements.cycle;
  const days = cycle.value.trim().split(/[\s,]+/).filter(Boolean);
  if (button.dataset.preset) {
    cycle.value = button.dataset.preset;
    form.elements.crews.value = button.dataset.crews;
  } else if (button.dataset.add) cycle.value = [...days, button.dataset.add].join(" ");
  else cycle.value = days.slice(0, -1).join(" ");
  cycle.dispatchEvent(new Event("input", { bubbles: true }));
});
