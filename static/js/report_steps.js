// Steps of a report by key: p the previous period, n the next one.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  document.querySelector(`[data-step="${CSS.escape(event.key)}"]`)?.click();
});
