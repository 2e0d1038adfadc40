// The week's form: Monday's hours are copied to the days after it.
const form = document.querySelector("[data-week]");
form?.addEventListener("click", (event) => {
  const days = Number(event.target.closest("[data-copy-monday]")?.dataset.copyMonday ?? 0);
  for (let day = 1; day < days; day += 1) form.elements[`day_${day}`].value = form.elements.day_0.value;
});
