// Live regions of the floor: no asking while nobody looks, and none while somebody types in them.
document.addEventListener("htmx:beforeRequest", (event) => {
  const region = event.target;
  if (!region.matches("[data-live]")) return;
  const typing = region.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
  if (document.hidden || typing) event.preventDefault();
});

// On a narrow screen the timeline begins where the day stands, and stays where it was put.
const now = document.querySelector(".tl-now");
const frame = now?.closest(".table-scroll");
if (frame) frame.scrollLeft = now.getBoundingClientRect().left - frame.getBoundingClientRect().left - frame.clientWidth / 2;
let kept = 0;
document.addEventListener("htmx:beforeSwap", () => { kept = document.querySelector(".tl")?.parentElement.scrollLeft ?? 0; });
document.addEventListener("htmx:afterSettle", () => {
  const frame = document.querySelector(".tl")?.parentElement;
  if (frame) frame.scrollLeft = kept;
});
