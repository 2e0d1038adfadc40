// Lists: j/k walk the rows, Enter opens, p looks, x chooses, f filters; bulk bar; the address keeps no empty filters.
// What is no list but has rows (a board's cards, a calendar's entries) is walked in the same way: [data-walk].
let current = -1;
const WALKED = "#listing, [data-walk]";
const rows = () => [...document.querySelectorAll(`:is(${WALKED}) [data-row]`)].filter((row) => row.checkVisibility());

function go(step) {
  const all = rows();
  if (!all.length) return;
  all[current]?.removeAttribute("data-current");
  current = Math.min(Math.max(current + step, 0), all.length - 1);
  const row = all[current];
  row.setAttribute("data-current", "");
  row.scrollIntoView({ block: "nearest" });
  (row.querySelector("a[href]") ?? row.querySelector("input") ?? row).focus({ preventScroll: true });
  if (isPeeking()) look(row);
}

// A look at a row in the side panel: htmx fetches it, these lines name, show and close it.
const peek = () => document.getElementById("peek");
const isPeeking = () => peek() && !peek().hidden;
const look = (row) => row?.querySelector("[data-peek-link]")?.click();

function closePeek() {
  peek().hidden = true;
  (rows()[current]?.querySelector("a[href]") ?? document.querySelector("#listing [data-peek-link]"))?.focus({ preventScroll: true });
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "peek-body") return;
  const row = event.detail.requestConfig.elt.closest("[data-row]");
  rows().forEach((each) => each.toggleAttribute("data-current", each === row));
  current = rows().indexOf(row);
  const first = row?.querySelector("a[href]");
  document.getElementById("peek-title").textContent = first?.textContent.trim() ?? "";
  peek().querySelector("[data-peek-open]").href = row?.dataset.href ?? "";
  peek().hidden = false;
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-peek-close]")) closePeek();
});

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (target.closest("input:not([type=checkbox]), textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]") || !document.querySelector(WALKED)) return;
  const row = rows()[current];
  if (event.key === "Escape" && isPeeking()) closePeek();
  else if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "Enter" && row?.dataset.href && !target.closest("a, button, summary")) location.assign(row.dataset.href);
  else if (event.key === "Enter" && target.matches("input[type=checkbox]")) event.preventDefault();
  else if (event.key === "p") look(row);
  else if (event.key === "x" && row) {
    const box = row.querySelector("input[name=selected]");
    if (box) box.click();
  } else if (event.key === "f") {
    const panel = document.querySelector("#listing [data-filter-panel]");
    if (panel) {
      event.preventDefault();
      panel.open = true;
      panel.querySelector("input:not([type=hidden]), select")?.focus();
    }
  }
});

// A click anywhere in a row opens it, unless it was on something of its own or on marked text.
document.addEventListener("click", (event) => {
  const row = event.target.closest("#listing [data-href]");
  if (!row || event.target.closest("a, button, input, label, summary, details") || String(getSelection())) return;
  location.assign(row.dataset.href);
});

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-check-all]");
  if (all) document.querySelectorAll("#listing input[name=selected]").forEach((box) => { box.checked = all.checked; });
  if (all || event.target.matches("#listing input[name=selected], #listing [data-check-matching]")) count();
});

function count() {
  const bar = document.querySelector("[data-bulk-bar]");
  if (!bar) return;
  const chosen = document.querySelectorAll("#listing input[name=selected]:checked").length;
  const matching = bar.querySelector("[data-check-matching]");
  bar.toggleAttribute("data-active", chosen > 0 || Boolean(matching?.checked));
  const label = bar.querySelector("[data-bulk-count]");
  label.textContent = matching?.checked ? matching.dataset.matchingWords : `${chosen} ${label.dataset.bulkWord}`;
}

// Empty filters stay out of the address.
document.addEventListener("htmx:configRequest", (event) => {
  const parameters = event.detail.parameters;
  for (const key of Object.keys(parameters)) if (parameters[key] === "") delete parameters[key];
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "listing") return;
  current = -1;
  scrollTo({ top: 0 });
});
document.addEventListener("formdata", (event) => {
  if (!event.target.matches("#listing form[method=get]")) return;
  for (const [key, value] of [...event.formData.entries()]) if (value === "") event.formData.delete(key);
});
