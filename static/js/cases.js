// The form of a complaint marks what the chosen cause asks for.
const form = document.querySelector("[data-case-form]");
const cause = form?.querySelector("#id_cause");
const needs = JSON.parse(document.getElementById("case-needs")?.textContent || "{}");
const show = () => {
  const asked = needs[cause.value] || [];
  for (const line of form.querySelectorAll("[data-case-field]")) {
    line.classList.toggle("is-asked", asked.includes(line.dataset.caseField));
  }
  form.querySelector("[data-case-needed-note]").hidden = !asked.length;
};
if (cause) {
  cause.addEventListener("change", show);
  form.addEventListener("draft:restored", show);
  show();
}
