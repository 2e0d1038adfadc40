// The bell: asks now and then how much is unread while somebody looks at the page, and says it when there is more.
const bell = document.querySelector("[data-bell]");
const EVERY = 30000;
let asked = Date.now();

const known = () => Number(bell.querySelector("[data-bell-count]").textContent.replace("+", "")) || 0;

function show({ unread, count, label }) {
  const more = unread > known();
  for (const mark of document.querySelectorAll("[data-bell-count]")) {
    mark.textContent = count;
    mark.hidden = !count;
  }
  bell.querySelector("[data-bell-label]").setAttribute("aria-label", label);
  if (more) document.querySelector("[data-bell-said]").textContent = label;
  bell.classList.toggle("bell-rings", more);
}

async function ask() {
  if (document.hidden) return;
  asked = Date.now();
  try {
    const answer = await fetch(bell.dataset.countUrl, { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.ok) show(await answer.json());
  } catch {
    // no network, or logged out meanwhile: the next page says so
  }
}

if (bell) {
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", () => Date.now() - asked > EVERY && ask());
}
