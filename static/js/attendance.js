// Attendance: the device's own time goes along with a punch; a roll call is marked with one key.
for (const form of document.querySelectorAll("[data-punch]")) {
  form.addEventListener("submit", () => {
    form.elements.device_time.value = Date.now();
  });
}

const sheet = document.querySelector("[data-roll-call]");

function allPresent() {
  for (const present of sheet.querySelectorAll("input[type=radio][value=present]:not(:disabled)")) {
    const marked = sheet.querySelector(`input[name="${present.name}"]:checked`);
    if (!marked) present.checked = true;
  }
}

if (sheet) {
  sheet.querySelector("[data-all-present]")?.addEventListener("click", allPresent);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input[type=text], textarea, select, [contenteditable]");
    if (event.key.toLowerCase() !== "a" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    allPresent();
    sheet.querySelector("button[name=others]")?.focus();
  });
}
