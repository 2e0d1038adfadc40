// The API's pages: copy a command line, ask a reading address as oneself, unfold everything for paper.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text.textContent);
  } catch {
    getSelection().selectAllChildren(text);
    return;
  }
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => { label.textContent = before; }, 2000);
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-try]");
  if (!form) return;
  event.preventDefault();
  let address = form.getAttribute("action");
  const asked = new URLSearchParams();
  for (const field of form.querySelectorAll("[data-place]")) {
    if (field.dataset.place === "path") address = address.replace(`{${field.name}}`, encodeURIComponent(field.value));
    else if (field.value) asked.set(field.name, field.value);
  }
  const query = asked.toString();
  const url = query ? `${address}?${query}` : address;
  const answer = form.querySelector("[data-try-answer]");
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  const text = await response.text();
  let shown = text;
  try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it came */ }
  form.querySelector("[data-try-status]").textContent = `${response.status} ${url}`;
  form.querySelector("[data-try-body]").textContent = shown.slice(0, 20000);
  answer.hidden = false;
});

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll(".api-more:not([open])")) {
    fold.open = true;
    fold.dataset.unfolded = "yes";
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("[data-unfolded]")) {
    fold.open = false;
    delete fold.dataset.unfolded;
  }
});
