// The shell: menus close by themselves, toasts go, questions before what cannot be undone, keys.
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) document.getElementById(opener.dataset.openDialog).showModal();
  const closer = event.target.closest("[data-close-toast]");
  if (closer) closer.closest("[data-toast]").remove();
  if (event.target.closest("[data-print]")) window.print();
});

// The navigation keeps which groups the reader has open, and shows where one is.
document.addEventListener("click", (event) => {
  const group = event.target.closest(".sidebar-fold")?.parentElement;
  if (!group) return;
  group.toggleAttribute("data-nav-chosen", !group.open);
  const chosen = [...document.querySelectorAll("[data-nav-chosen]")].map((one) => one.dataset.navGroup);
  document.cookie = `nav=${chosen.join(".")}; path=/; max-age=31536000; samesite=lax`;
});
const column = document.querySelector(".sidebar-column");
const here = column?.querySelector("[aria-current]");
if (here && here.offsetTop + here.offsetHeight > column.clientHeight) column.scrollTop = here.offsetTop - column.clientHeight / 2;

// A menu that would leave the window opens to the other side.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details.menu") || !menu.open) return;
  const panel = menu.querySelector(".menu-panel");
  panel.classList.remove("menu-flip");
  const box = panel.getBoundingClientRect();
  if (box.left < 4 || box.right > document.documentElement.clientWidth - 4) panel.classList.add("menu-flip");
}, true);

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm || form.dataset.confirm;
  if (question && !form.dataset.confirmed) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(question)) {
      form.dataset.confirmed = "yes";
      form.requestSubmit(event.submitter);
      delete form.dataset.confirmed;
    }
  }
}, true);

function ask(question) {
  const dialog = document.getElementById("confirm-dialog");
  dialog.querySelector("[data-confirm-text]").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

// A form is sent once.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  else {
    event.target.dataset.sent = "yes";
    setTimeout(() => delete event.target.dataset.sent, 4000);
  }
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

for (const toast of document.querySelectorAll("[data-toast].toast-success, [data-toast].toast-info")) {
  let left = setTimeout(() => toast.remove(), 7000);
  toast.addEventListener("pointerenter", () => clearTimeout(left));
  toast.addEventListener("focusin", () => clearTimeout(left));
}
document.querySelector("[data-focus-on-load]")?.focus({ preventScroll: false });

// Keys: "/" searches, "?" helps, "g t" goes to Today, "g" and a letter to a page of the navigation, Escape closes menus.
let before = "";
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    return;
  }
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "?") document.getElementById("keys-dialog")?.showModal();
  else if (event.key === "t" && before === "g") document.querySelector(".sidebar-brand")?.click();
  else if (before === "g" && document.querySelector(`[data-go-key="${CSS.escape(event.key)}"]`)) document.querySelector(`[data-go-key="${CSS.escape(event.key)}"]`).click();
  else {
    const target = document.querySelector(`[data-focus-key="${CSS.escape(event.key)}"]`);
    if (target) {
      event.preventDefault();
      target.focus();
      target.select?.();
    }
  }
  before = event.key;
});

// A swap that failed says so instead of doing nothing.
const failed = () => {
  const text = document.documentElement.lang.startsWith("zh") ? "网络或服务器没有响应，请重试。" : "The server did not answer. Please try again.";
  const line = Object.assign(document.createElement("div"), { className: "toast-line toast-error", textContent: text });
  line.dataset.toast = "";
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), 7000);
};
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:responseError", failed);
