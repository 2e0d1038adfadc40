// Asking for leave: who chooses other days gets the fields for them at once.
document.querySelector("[data-ask]")?.addEventListener("change", (event) => {
  if (event.target.name !== "day") return;
  const more = event.currentTarget.querySelector("details");
  if (event.target.value !== "other" || !more) return;
  more.open = true;
  more.querySelector("[name=first_on]")?.focus();
});
