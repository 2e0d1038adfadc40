// Live regions of the floor: no asking while nobody looks, and none while somebody types in them.
document.addEventListener("htmx:beforeRequest", (event) => {
  const region = event.target;
  if (!region.matches("[data-live]")) return;
  const typing = region.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
  if (document.hidden || typing) event.preventDefault();
});
